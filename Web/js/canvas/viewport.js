// Where on the board the reader looks, and the arithmetic between board and screen. Everything is in device
// pixels, so that a whole-numbered scale is crisp on every screen. Pure: no DOM, no clock.

import { clamp } from "../util/clamp.js";

/** Zoom steps of wheel, keys and buttons: whole numbers above 1, where pixels must be of equal size. */
const ladder = [
  1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3,
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128,
];
const scaleMax = 128;
/** Whoever is shown a pixel should be able to tell it from its neighbours. */
const lookScaleMin = 8;

/**
 * @typedef {{top: number, right: number, bottom: number, left: number}} Insets what floats over the edges of
 *   the view
 */
/** @typedef {{x: number, y: number}} Point */

export class Viewport {
  constructor() {
    this.width = 1;
    this.height = 1;
    this.boardWidth = 1;
    this.boardHeight = 1;
    /** @type {Insets} */
    this.insets = { top: 0, right: 0, bottom: 0, left: 0 };
    this.scale = 1;
    /** The board position at the middle of the view. */
    this.centreX = 0.5;
    this.centreY = 0.5;
    /** Whether the view is still the fitted one: then it follows the size of the window. */
    this.isFitted = true;
  }

  /** @param {number} width @param {number} height @param {Insets} insets */
  resize(width, height, insets) {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.insets = insets;
    if (this.isFitted) this.fit();
    else this.#clamp();
  }

  /** Another board: its size decides what there is to see. */
  reshape(boardWidth, boardHeight) {
    const isSame = boardWidth === this.boardWidth && boardHeight === this.boardHeight;
    this.boardWidth = boardWidth;
    this.boardHeight = boardHeight;
    if (!isSame) this.fit();
  }

  /** The whole board, as large as it goes between what floats over the edges. */
  fit() {
    this.scale = this.fitScale;
    const freeX = (this.insets.left + this.width - this.insets.right) / 2;
    const freeY = (this.insets.top + this.height - this.insets.bottom) / 2;
    this.centreX = this.boardWidth / 2 - (freeX - this.width / 2) / this.scale;
    this.centreY = this.boardHeight / 2 - (freeY - this.height / 2) / this.scale;
    this.isFitted = true;
  }

  /** @returns {number} */
  get fitScale() {
    const freeWidth = Math.max(32, this.width - this.insets.left - this.insets.right);
    const freeHeight = Math.max(32, this.height - this.insets.top - this.insets.bottom);
    const scale = Math.min(freeWidth / this.boardWidth, freeHeight / this.boardHeight, scaleMax);
    return scale >= 1 ? Math.floor(scale) : scale;
  }

  /** @returns {Point} screen position of the board's corner, on a whole device pixel */
  get origin() {
    return {
      x: Math.round(this.width / 2 - this.centreX * this.scale),
      y: Math.round(this.height / 2 - this.centreY * this.scale),
    };
  }

  /** @param {Point} point on the screen @returns {Point} on the board, with fractions, possibly outside */
  toBoard(point) {
    const origin = this.origin;
    return { x: (point.x - origin.x) / this.scale, y: (point.y - origin.y) / this.scale };
  }

  /** @param {Point} point on the screen @returns {Point} the pixel under it, possibly outside the board */
  pixelAt(point) {
    const position = this.toBoard(point);
    return { x: Math.floor(position.x), y: Math.floor(position.y) };
  }

  /** @param {Point} point on the screen @returns {Point} the pixel under it, or the nearest on the board */
  nearestPixel(point) {
    const { x, y } = this.pixelAt(point);
    return { x: clamp(x, 0, this.boardWidth - 1), y: clamp(y, 0, this.boardHeight - 1) };
  }

  /** @param {Point} pixel @returns {Point} the middle of it on the screen, possibly out of sight */
  pointOf({ x, y }) {
    const { origin, scale } = this;
    return { x: origin.x + (x + 0.5) * scale, y: origin.y + (y + 0.5) * scale };
  }

  /** @param {Point} point @returns {boolean} whether it is on the screen */
  shows({ x, y }) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  /** @param {number} deltaX @param {number} deltaY how far the board moves on the screen */
  panBy(deltaX, deltaY) {
    this.centreX -= deltaX / this.scale;
    this.centreY -= deltaY / this.scale;
    this.isFitted = false;
    this.#clamp();
  }

  /**
   * One step of the ladder, in or out; what is under `anchor` stays there.
   * @param {number} direction 1 or -1
   * @param {Point} anchor
   */
  step(direction, anchor) {
    const steps = direction > 0 ? ladder : [...ladder].reverse();
    const next = steps.find((step) => (direction > 0 ? step > this.scale * 1.01 : step < this.scale * 0.99));
    if (next !== undefined) this.zoomTo(next, anchor);
  }

  /**
   * Any factor, as fingers give it; `settle` when they leave.
   * @param {number} factor
   * @param {Point} anchor
   */
  zoomBy(factor, anchor) {
    this.zoomTo(this.scale * factor, anchor);
  }

  /** @param {Point} anchor */
  settle(anchor) {
    if (this.scale > 1) this.zoomTo(Math.round(this.scale), anchor);
  }

  /**
   * Moves the view just enough to have a pixel in the free part of it.
   * @param {number} x
   * @param {number} y
   */
  reveal(x, y) {
    const margin = Math.max(this.scale, 24);
    const point = this.pointOf({ x, y });
    const deltaX = shortfall(point.x, this.insets.left + margin, this.width - this.insets.right - margin);
    const deltaY = shortfall(point.y, this.insets.top + margin, this.height - this.insets.bottom - margin);
    if (deltaX !== 0 || deltaY !== 0) this.panBy(deltaX, deltaY);
  }

  /**
   * Brings a pixel to the middle of the free part of the view.
   * @param {number} x
   * @param {number} y
   * @param {number | null} scale in device pixels; null keeps it, but never so small that the pixel is lost
   */
  lookAt(x, y, scale) {
    const wanted = scale ?? Math.max(this.scale, lookScaleMin);
    this.scale = this.#bounded(wanted >= 1 ? Math.round(wanted) : wanted);
    const middle = this.middle;
    this.centreX = x + 0.5 - (middle.x - this.width / 2) / this.scale;
    this.centreY = y + 0.5 - (middle.y - this.height / 2) / this.scale;
    this.isFitted = false;
    this.#clamp();
  }

  /** @returns {Point} the middle of what can be seen of the board */
  get middle() {
    const { top, right, bottom, left } = this.insets;
    return { x: (left + this.width - right) / 2, y: (top + this.height - bottom) / 2 };
  }

  /**
   * Moves the view by parts of a screen, as far as the board goes.
   * @param {number} acrossX 1 is one screen to the right
   * @param {number} acrossY 1 is one screen down
   */
  panScreens(acrossX, acrossY) {
    const freeWidth = this.width - this.insets.left - this.insets.right;
    const freeHeight = this.height - this.insets.top - this.insets.bottom;
    this.panBy(-acrossX * freeWidth, -acrossY * freeHeight);
  }

  /** @param {number} scale in device pixels @param {Point} anchor what is under it stays there */
  zoomTo(scale, anchor) {
    const before = this.toBoard(anchor);
    this.scale = this.#bounded(scale);
    this.centreX = before.x - (anchor.x - this.width / 2) / this.scale;
    this.centreY = before.y - (anchor.y - this.height / 2) / this.scale;
    this.isFitted = false;
    this.#clamp();
  }

  #bounded(scale) {
    return clamp(scale, Math.min(this.fitScale, 1) / 2, scaleMax);
  }

  /** The middle of the view never leaves the board, so that nobody gets lost in the empty around it. */
  #clamp() {
    this.centreX = clamp(this.centreX, 0, this.boardWidth);
    this.centreY = clamp(this.centreY, 0, this.boardHeight);
  }
}

/** How far to move so that `value` comes to lie between the bounds. */
function shortfall(value, low, high) {
  if (value < low) return low - value;
  return value > high ? Math.min(0, high - value) : 0;
}
