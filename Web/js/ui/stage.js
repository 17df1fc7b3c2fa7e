// The board's place on the page: two canvases over each other, the board and the marks above it. Keeps both
// the size of their box, whatever screen the window is on, and has them drawn when there is something new.

import { systemClock } from "../util/clock.js";
import { Frames } from "./frames.js";

/** Sharper than this is not seen, but paid for. */
const pixelRatioMax = 2;
const nothingDrawn = { isBehind: false, isDrawn: false };

/**
 * Something drawn above the board.
 * @typedef {object} Layer
 * @property {number} order lower ones are drawn first
 * @property {(context: CanvasRenderingContext2D, viewport: import("../canvas/viewport.js").Viewport,
 *   unit: number) => void} draw in device pixels, of which `unit` make a CSS pixel; what it sets in the
 *   context is put back afterwards
 * @property {boolean} [followsBoard] whether it shows what the board shows, and so changes with it
 */

export class Stage {
  /**
   * @param {object} parts
   * @param {HTMLCanvasElement} parts.canvas the board's, which has focus and pointer
   * @param {HTMLCanvasElement} parts.marks the one above it
   * @param {import("../canvas/renderer.js").Renderer} parts.renderer
   * @param {import("../canvas/viewport.js").Viewport} parts.viewport
   * @param {() => import("../canvas/viewport.js").Insets} parts.measureInsets what floats over the edges, in
   *   CSS pixels
   * @param {import("../util/clock.js").Clock} [parts.clock]
   */
  constructor({ canvas, marks, renderer, viewport, measureInsets, clock = systemClock }) {
    Object.assign(this, { canvas, marks, renderer, viewport, measureInsets });
    this.context = marks.getContext("2d");
    this.unit = 1;
    /** What was measured last: things over the board change their size without covering more of it. */
    this.measures = "";
    /** @type {Layer[]} in the order of drawing */
    this.layers = [];
    this.hasMarks = false;
    this.showsLines = true;
    /** Told after each change of the view. */
    this.viewListeners = new Set();
    this.frames = new Frames({
      requestFrame: (work) => requestAnimationFrame(work),
      clock,
      draw: (parts) => this.#draw(parts),
    });
    this.calmQuery = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.calmWish = null;
    renderer.redraw = () => {
      this.frames.askPixels(true);
      this.frames.askView();
    };
  }

  /**
   * @param {Element[]} floating what covers the edges: when it changes its size, so does the room for the
   *   board
   * @returns {() => void} unbinds
   */
  bind(floating) {
    const abort = new AbortController();
    const observer = new ResizeObserver(() => this.measure());
    for (const element of [this.canvas, ...floating]) observer.observe(element);
    this.#watchPixelRatio(abort.signal);
    this.calmQuery.addEventListener("change", () => this.#followCalm(), { signal: abort.signal });
    this.#followCalm();
    this.measure();
    return () => {
      observer.disconnect();
      abort.abort();
    };
  }

  /** Takes the sizes of the page over, and draws at once: a canvas that changed its size is empty. */
  measure() {
    this.unit = Math.min(pixelRatioMax, window.devicePixelRatio || 1);
    // Not the rounded clientWidth: at 1.25 device pixels it would miss whole ones, and all would be blurred.
    const box = this.canvas.getBoundingClientRect();
    const width = Math.max(1, Math.round(box.width * this.unit));
    const height = Math.max(1, Math.round(box.height * this.unit));
    const insets = this.measureInsets();
    for (const edge of Object.keys(insets)) insets[edge] *= this.unit;
    const { top, right, bottom, left } = insets;
    const measures = [this.unit, width, height, top, right, bottom, left].join(" ");
    if (measures === this.measures) return;
    this.measures = measures;
    this.renderer.resize(width, height);
    if (this.marks.width !== width) this.marks.width = width;
    if (this.marks.height !== height) this.marks.height = height;
    this.change((viewport) => viewport.resize(width, height, insets));
    this.frames.flush();
  }

  /** @param {(viewport: import("../canvas/viewport.js").Viewport) => void} work changes the view */
  change(work) {
    work(this.viewport);
    for (const listener of this.viewListeners) listener(this.viewport);
    this.frames.askView();
  }

  /**
   * @param {(viewport: import("../canvas/viewport.js").Viewport) => void} listener told after each change of
   *   the view
   * @returns {() => void} ends it
   */
  onView(listener) {
    this.viewListeners.add(listener);
    return () => this.viewListeners.delete(listener);
  }

  /** The marks have to be drawn again; the board has not. */
  invalidate() {
    this.frames.askMarks();
  }

  /**
   * Pixels of the board changed.
   * @param {{isOwn?: boolean}} [change] `isOwn`: the reader caused it, so that it need not wait for the turn
   *   of those who asked for little motion
   */
  invalidateBoard({ isOwn = false } = {}) {
    this.frames.askPixels(isOwn);
  }

  /**
   * @param {Layer} layer
   * @returns {{remove: () => void, invalidate: () => void}}
   */
  addLayer(layer) {
    this.layers = [...this.layers, layer].sort((one, other) => one.order - other.order);
    this.invalidate();
    return {
      remove: () => {
        this.layers = this.layers.filter((other) => other !== layer);
        this.invalidate();
      },
      invalidate: () => this.invalidate(),
    };
  }

  /**
   * Shows another state of the board in place of the live one.
   * @param {import("../canvas/grid.js").Grid | null} grid of the same size; null for the live one
   * @param {Uint32Array | null} [changed] what changed in it since it was last shown; null: all
   */
  showGrid(grid, changed = null) {
    this.renderer.show(grid, changed);
    this.invalidateBoard({ isOwn: true });
  }

  /** @returns {boolean} whether large pixels have lines between them */
  get gridLines() {
    return this.showsLines;
  }

  set gridLines(isShown) {
    this.showsLines = isShown;
    this.frames.askView();
  }

  /** @param {boolean | null} wish whether others' pixels come but twice a second; null: as the system says */
  set calm(wish) {
    this.calmWish = wish;
    this.#followCalm();
  }

  #followCalm() {
    this.frames.isCalm = this.calmWish ?? this.calmQuery.matches;
  }

  #draw({ view, pixels, marks }) {
    const options = { gridLines: this.showsLines, withPixels: pixels, isSameView: !view };
    const { isBehind, isDrawn } = view || pixels ? this.renderer.draw(this.viewport, options) : nothingDrawn;
    if (marks || (isDrawn && this.layers.some((layer) => layer.followsBoard === true))) this.#drawMarks();
    return isBehind;
  }

  #drawMarks() {
    const { context, layers } = this;
    if (!this.hasMarks && layers.length === 0) return;
    context.clearRect(0, 0, this.marks.width, this.marks.height);
    this.hasMarks = layers.length > 0;
    for (const layer of layers) {
      context.save();
      layer.draw(context, this.viewport, this.unit);
      context.restore();
    }
  }

  /** A window that moves to another screen need not change its size. Each query is of one ratio only. */
  #watchPixelRatio(signal) {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const follow = () => {
      this.measure();
      this.#watchPixelRatio(signal);
    };
    query.addEventListener("change", follow, { signal, once: true });
  }
}
