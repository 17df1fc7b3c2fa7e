// The template above the board: only what is still to be drawn, for what is right looks right without us. One
// canvas holds a pixel for each pixel of the template, and is changed pixel by pixel as the board is; each
// frame enlarges the part in view and cuts dots or frames out of it with a pattern.

import { rgbOf } from "../../canvas/template/nearest.js";
import { dotTile, outlineTile } from "./tiles.js";

/** Below that many device pixels a board pixel, there is no room for marks: pixels are shown whole. */
const marksScaleMin = 4;

/** What whole pixels are at least dimmed to where they stand in for marks. */
const standInOpacity = 0.75;
const layerOrder = 20;
const stripRows = 128;
const veilColour = "rgb(18 20 26 / 0.62)";

/** @typedef {"dot" | "outline" | "full"} Mode */

export class Overlay {
  /** @param {import("../../ui/stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = null;
    this.picture = null;
    this.tally = null;
    /** @type {{isShown: boolean, mode: Mode, opacity: number, dims: boolean, colour: number | null}} */
    this.look = { isShown: true, mode: "dot", opacity: 1, dims: false, colour: null };
    this.marks = new Scratch();
    this.veil = new Scratch();
    this.version = 0;
  }

  /**
   * Shows a template, as it has been counted.
   * @param {import("../../canvas/template/tally.js").Tally} tally
   * @param {readonly string[]} palette
   */
  show(tally, palette) {
    const { width, height } = tally.template;
    this.tally = tally;
    this.paints = Uint32Array.from(palette, (hex) => abgr(rgbOf(hex)));
    this.hexes = palette;
    if (this.picture?.width !== width || this.picture.height !== height) {
      this.picture = Object.assign(document.createElement("canvas"), { width, height });
    }
    this.#repaint();
  }

  /** There is nothing to show any more, and nothing to keep in memory. */
  free() {
    this.layer?.remove();
    Object.assign(this, { layer: null, picture: null, tally: null });
    this.marks.free();
    this.veil.free();
  }

  /** @param {Partial<Overlay["look"]>} look what is different from now on */
  setLook(look) {
    const isOtherColour = look.colour !== undefined && look.colour !== this.look.colour;
    Object.assign(this.look, look);
    const isNeeded = this.picture !== null && this.look.isShown;
    if (isNeeded) {
      this.layer ??= this.stage.addLayer({ order: layerOrder, draw: (...frame) => this.#draw(...frame) });
    } else {
      this.layer?.remove();
      this.layer = null;
    }
    if (isOtherColour) this.#repaint();
    else this.invalidate();
  }

  invalidate() {
    this.version += 1;
    this.layer?.invalidate();
  }

  /** Everything may be different. Strip by strip, so that no second copy of the whole is needed. */
  #repaint() {
    if (this.picture === null) return;
    const { tally, paints, look } = this;
    const { colours, width, height } = tally.template;
    const context = this.picture.getContext("2d");
    for (let row = 0; row < height; row += stripRows) {
      const strip = new ImageData(width, Math.min(stripRows, height - row));
      const words = new Uint32Array(strip.data.buffer);
      const start = row * width;
      for (let at = 0; at < words.length; at += 1) {
        if (tally.isWrong(start + at, look.colour)) words[at] = paints[colours[start + at]];
      }
      context.putImageData(strip, 0, row);
    }
    this.invalidate();
  }

  /** @param {number[]} pixels of the template that became right or wrong */
  mark(pixels) {
    if (this.picture === null || pixels.length === 0) return;
    const { tally, look, hexes } = this;
    const { width, colours } = tally.template;
    const context = this.picture.getContext("2d");
    for (const pixel of pixels) {
      const x = pixel % width;
      const y = Math.floor(pixel / width);
      context.clearRect(x, y, 1, 1);
      if (!tally.isWrong(pixel, look.colour)) continue;
      context.fillStyle = hexes[colours[pixel]];
      context.fillRect(x, y, 1, 1);
    }
    this.invalidate();
  }

  #draw(context, viewport, unit) {
    const part = partInView(this.tally.template, viewport);
    if (part === null) return;
    const { look, picture } = this;
    const { width, height, scale } = viewport;
    const key = [this.version, width, height, scale, part.left, part.top].join(" ");
    if (look.dims) {
      this.veil.compose(key, viewport, (scratch) => drawVeil(scratch, picture, part));
      context.drawImage(this.veil.canvas, 0, 0);
    }
    context.globalAlpha = look.opacity;
    const hasMarks = look.mode !== "full" && scale >= marksScaleMin;
    if (!hasMarks) {
      if (look.mode !== "full") context.globalAlpha *= standInOpacity;
      enlarge(context, picture, part);
      return;
    }
    const tile = look.mode === "dot" ? dotTile(scale, unit) : outlineTile(scale, unit);
    this.marks.compose(key, viewport, (scratch) => drawMarks(scratch, picture, part, tile));
    context.drawImage(this.marks.canvas, 0, 0);
  }
}

/** A canvas the size of the view for what is put together in several steps; done again only when it must. */
class Scratch {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.key = "";
  }

  compose(key, { width, height }, work) {
    if (key === this.key) return;
    this.key = key;
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    const context = this.canvas.getContext("2d");
    context.save();
    context.clearRect(0, 0, width, height);
    work(context);
    context.restore();
  }

  free() {
    Object.assign(this.canvas, { width: 1, height: 1 });
    this.key = "";
  }
}

/** What of the template is in view: whole pixels of it, and where they come to lie on the screen. */
function partInView(template, { origin, scale, width, height }) {
  const left = origin.x + template.x * scale;
  const top = origin.y + template.y * scale;
  const firstColumn = Math.max(0, Math.floor(-left / scale));
  const firstRow = Math.max(0, Math.floor(-top / scale));
  const endColumn = Math.min(template.width, Math.ceil((width - left) / scale));
  const endRow = Math.min(template.height, Math.ceil((height - top) / scale));
  if (endColumn <= firstColumn || endRow <= firstRow) return null;
  return {
    firstColumn,
    firstRow,
    columns: endColumn - firstColumn,
    rows: endRow - firstRow,
    left: left + firstColumn * scale,
    top: top + firstRow * scale,
    scale,
  };
}

function enlarge(context, picture, { firstColumn, firstRow, columns, rows, left, top, scale }) {
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(picture, firstColumn, firstRow, columns, rows, left, top, columns * scale, rows * scale);
}

/** Everything of the template but what is to be done goes into the shade. */
function drawVeil(context, picture, part) {
  context.fillStyle = veilColour;
  context.fillRect(part.left, part.top, part.columns * part.scale, part.rows * part.scale);
  context.globalCompositeOperation = "destination-out";
  enlarge(context, picture, part);
}

/** Whole pixels first; the tile's lines onto them; then all goes that is outside of the tile's shape. */
function drawMarks(context, picture, part, tile) {
  enlarge(context, picture, part);
  const cover = (operation, image) => {
    const pattern = context.createPattern(image, "repeat");
    const stretch = part.scale / image.width;
    pattern.setTransform(new DOMMatrix([stretch, 0, 0, stretch, part.left, part.top]));
    context.globalCompositeOperation = operation;
    context.fillStyle = pattern;
    context.fillRect(part.left, part.top, part.columns * part.scale, part.rows * part.scale);
  };
  cover("source-atop", tile.lines);
  cover("destination-in", tile.shape);
}

/** Bytes of a pixel as one little-endian word. */
function abgr(rgb) {
  return ((255 << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}
