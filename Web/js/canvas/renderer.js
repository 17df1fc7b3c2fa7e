// Draws the board. Which pixels changed and when what goes to the painter is decided here; how it gets onto
// the screen is the painter's business. There are two: one asks the graphics processor (renderer-gl.js), the
// other a plain 2D context (renderer-flat.js), and only the one in use is fetched.

import { systemClock } from "../util/clock.js";
import { Dirt } from "./dirt.js";

/** The largest board must fit into one texture. */
const textureSizeMin = 4096;
/** A lost context that has not come back after this time of looking at the page will not. */
const restoreMillisMax = 4_000;

/**
 * @typedef {object} Painter
 * @property {string} kind
 * @property {(grid: import("./grid.js").Grid, palette: string[]) => void} load another board or palette;
 *   what the board shows is put afterwards
 * @property {(grid: import("./grid.js").Grid, x: number, y: number, width: number, height: number) => void}
 *   put takes over a piece of the board
 * @property {(viewport: import("./viewport.js").Viewport, gridLines: boolean) => void} draw
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} [options]
 * @param {boolean} [options.preferFlat] whether to leave the graphics processor alone
 * @param {boolean} [options.acceptSlow] whether to make do with one that is only imitated
 * @param {() => void} [options.contextLost] the picture is gone for a moment; it comes back by itself
 * @param {import("../util/clock.js").Clock} [options.clock]
 * @returns {Promise<Renderer>}
 */
export async function createRenderer(canvas, options = {}) {
  const { preferFlat = false, acceptSlow = false, contextLost = () => {}, clock = systemClock } = options;
  const renderer = new Renderer(canvas, contextLost, clock);
  await renderer.open(preferFlat, acceptSlow);
  return renderer;
}

export class Renderer {
  /** Use `createRenderer`. */
  constructor(canvas, contextLost, clock) {
    Object.assign(this, { canvas, contextLost, clock });
    /** The canvas that is drawn on: the given one, unless that is bound to a context that is of no use. */
    this.surface = canvas;
    /** @type {Painter | null} null while a lost context may come back */
    this.painter = null;
    /** @type {import("./grid.js").Grid | null} the live board */
    this.grid = null;
    /** @type {import("./grid.js").Grid | null} the board that is drawn: the live one, or its past */
    this.shown = null;
    /** @type {string[]} as #rrggbb */
    this.palette = [];
    this.dirt = new Dirt(1, 1);
    this.cancelWait = () => {};
    /** Told when the picture has to be drawn again though nothing of the board changed. */
    this.redraw = () => {};
  }

  /** @returns {string} "gl" or "flat"; "none" while the context is lost */
  get kind() {
    return this.painter === null ? "none" : this.painter.kind;
  }

  /** Finds a way to draw. To be called once. */
  async open(preferFlat, acceptSlow) {
    const context = preferFlat ? null : this.canvas.getContext("webgl2", {
      antialias: false,
      depth: false,
      // Imitated on the processor it draws 7 frames a second of a whole board, the flat painter 30 and more.
      // Not every browser owns up to it here: the name tells the rest.
      failIfMajorPerformanceCaveat: !acceptSlow,
      powerPreference: "low-power",
    });
    if (context === null) {
      await this.#useFlat(this.canvas);
    } else if (context.getParameter(context.MAX_TEXTURE_SIZE) < textureSizeMin
      || (!acceptSlow && isImitated(nameOf(context)))) {
      context.getExtension("WEBGL_lose_context")?.loseContext();
      await this.#useFlat(coverOf(this.canvas));
    } else {
      await this.#useGraphics(context);
    }
  }

  /** @param {number} width @param {number} height in device pixels */
  resize(width, height) {
    this.width = width;
    this.height = height;
    if (this.surface.width !== width) this.surface.width = width;
    if (this.surface.height !== height) this.surface.height = height;
  }

  /**
   * Another board, or other colours for it. The past that was shown is that of another board.
   * @param {import("./grid.js").Grid} grid
   * @param {string[]} palette as #rrggbb
   */
  reshape(grid, palette) {
    this.grid = grid;
    this.shown = grid;
    this.palette = palette;
    this.dirt = new Dirt(grid.width, grid.height);
    this.#load();
  }

  /**
   * Shows another state of the board than the live one.
   * @param {import("./grid.js").Grid | null} grid of the live one's size; null for the live one again
   * @param {Uint32Array | null} [changed] what changed in it since it was last shown; null: all
   */
  show(grid, changed = null) {
    const next = grid ?? this.grid;
    if (next === null) return;
    if (next.width !== this.grid.width || next.height !== this.grid.height) {
      throw new RangeError("a state of another board");
    }
    if (next === this.shown && changed !== null) this.dirt.markPixels(changed);
    else this.dirt.markAll();
    this.shown = next;
  }

  /** @param {Uint32Array} indexes */
  markPixels(indexes) {
    this.dirt.markPixels(indexes);
  }

  /** @param {number} start @param {number} end index after the last */
  markRun(start, end) {
    this.dirt.markRun(start, end);
  }

  /**
   * @param {import("./viewport.js").Viewport} viewport
   * @param {object} [options]
   * @param {boolean} [options.gridLines] whether to draw lines between large pixels
   * @param {boolean} [options.withPixels] whether to take over what changed since the last time
   * @param {boolean} [options.isSameView] whether all else is as it was: then changes out of sight draw
   *   nothing
   * @returns {{isBehind: boolean, isDrawn: boolean}} whether changes are left that did not fit into this
   *   frame, and whether the picture is a new one
   */
  draw(viewport, { gridLines = true, withPixels = true, isSameView = false } = {}) {
    const { painter, shown } = this;
    if (painter === null || shown === null) return { isBehind: false, isDrawn: false };
    let isDrawn = !isSameView;
    const isBehind = withPixels && this.dirt.take((x, y, width, height) => {
      painter.put(shown, x, y, width, height);
      isDrawn ||= isInSight(viewport, x, y, width, height);
    });
    if (isDrawn) painter.draw(viewport, gridLines);
    return { isBehind, isDrawn };
  }

  #load() {
    if (this.painter === null || this.grid === null) return;
    this.painter.load(this.grid, this.palette);
    this.dirt.markAll();
  }

  async #useFlat(surface) {
    const { FlatPainter } = await import("./renderer-flat.js");
    this.surface = surface;
    this.painter = new FlatPainter(surface);
    if (this.width !== undefined) this.resize(this.width, this.height);
    this.#load();
    this.redraw();
  }

  async #useGraphics(context) {
    const { GraphicsPainter } = await import("./renderer-gl.js");
    this.canvas.addEventListener("webglcontextlost", (event) => {
      // Without this the browser does not even try to bring it back.
      event.preventDefault();
      if (this.surface !== this.canvas) return;
      this.painter = null;
      this.contextLost();
      this.#waitForContext();
    });
    this.canvas.addEventListener("webglcontextrestored", () => this.#startGraphics(GraphicsPainter, context));
    await this.#startGraphics(GraphicsPainter, context);
  }

  /** Everything in the context is new: all goes there again. */
  async #startGraphics(GraphicsPainter, context) {
    if (this.surface !== this.canvas) return;
    this.cancelWait();
    try {
      this.painter = new GraphicsPainter(context);
    } catch {
      // A driver that does not take these few lines of shader: the other painter asks nothing of it.
      await this.#useFlat(coverOf(this.canvas));
      return;
    }
    this.#load();
    this.redraw();
  }

  /** Contexts of pages that nobody looks at stay away until somebody does: that time does not count. */
  #waitForContext() {
    this.cancelWait = this.clock.schedule(restoreMillisMax, () => {
      if (document.hidden) this.#waitForContext();
      else this.#useFlat(coverOf(this.canvas));
    });
  }
}

/** Whether a piece of the board lies at least partly within the view. */
function isInSight({ origin, scale, width, height }, x, y, pieceWidth, pieceHeight) {
  return origin.x + x * scale < width && origin.x + (x + pieceWidth) * scale > 0
    && origin.y + y * scale < height && origin.y + (y + pieceHeight) * scale > 0;
}

/** A canvas before the given one, which keeps the focus and the pointer: its context cannot be exchanged. */
function coverOf(canvas) {
  const cover = document.createElement("canvas");
  cover.className = "cover";
  cover.setAttribute("aria-hidden", "true");
  canvas.after(cover);
  return cover;
}

/** What draws behind a context, by its own name. */
function nameOf(context) {
  const detail = context.getExtension("WEBGL_debug_renderer_info");
  return String(context.getParameter(detail === null ? context.RENDERER : detail.UNMASKED_RENDERER_WEBGL));
}

/**
 * @param {string} name of what draws
 * @returns {boolean} whether it is the processor, doing as if it were a graphics processor
 */
export function isImitated(name) {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}
