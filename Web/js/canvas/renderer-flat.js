// The painter for browsers without a graphics processor to speak of: an off-page canvas holds the board in
// true colours, pixel for pixel, and is touched only where the board changed; a frame copies the visible part
// of it to the canvas of screen size.

import { lineOpacityAt } from "./footprint.js";

/** Pieces up to this long within a row share one image instead of having one made for each. */
const stripPixels = 256;

export class FlatPainter {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.kind = "flat";
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.backing = null;
    this.colourWords = new Uint32Array(256);
  }

  /** @param {import("./grid.js").Grid} grid @param {string[]} palette as #rrggbb */
  load(grid, palette) {
    palette.forEach((hex, index) => {
      this.colourWords[index] = colourWord(hex);
    });
    const canvas = document.createElement("canvas");
    canvas.width = grid.width;
    canvas.height = grid.height;
    this.backing = canvas.getContext("2d", { alpha: false });
    this.strip = this.backing.createImageData(stripPixels, 1);
  }

  /** A piece is whole rows, or a part of one row: either way it lies in one stretch. */
  put(grid, x, y, width, height) {
    const { backing, colourWords } = this;
    const isShort = height === 1 && width <= stripPixels;
    const image = isShort ? this.strip : backing.createImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    const start = grid.indexOf(x, y);
    const count = width * height;
    for (let pixel = 0; pixel < count; pixel += 1) words[pixel] = colourWords[grid.colours[start + pixel]];
    backing.putImageData(image, x, y, 0, 0, width, height);
  }

  /** @param {import("./viewport.js").Viewport} viewport @param {boolean} gridLines */
  draw(viewport, gridLines) {
    const { context, canvas } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (this.backing === null) return;
    this.#copyBoard(viewport);
    const opacity = gridLines ? lineOpacityAt(viewport.scale) : 0;
    if (opacity > 0) this.#drawGridLines(viewport, opacity);
  }

  #copyBoard(viewport) {
    const { context, backing } = this;
    const { scale, origin } = viewport;
    const left = Math.max(0, Math.floor(-origin.x / scale));
    const top = Math.max(0, Math.floor(-origin.y / scale));
    const right = Math.min(backing.canvas.width, Math.ceil((viewport.width - origin.x) / scale));
    const bottom = Math.min(backing.canvas.height, Math.ceil((viewport.height - origin.y) / scale));
    if (right <= left || bottom <= top) return;
    context.imageSmoothingEnabled = scale < 1;
    context.imageSmoothingQuality = "medium";
    context.drawImage(
      backing.canvas,
      left, top, right - left, bottom - top,
      origin.x + left * scale, origin.y + top * scale, (right - left) * scale, (bottom - top) * scale,
    );
  }

  #drawGridLines(viewport, opacity) {
    const { context, backing } = this;
    const { scale, origin, width, height } = viewport;
    const left = Math.max(0, origin.x);
    const top = Math.max(0, origin.y);
    const right = Math.min(width, origin.x + backing.canvas.width * scale);
    const bottom = Math.min(height, origin.y + backing.canvas.height * scale);
    // One path, so that crossings are not darker than what meets there.
    context.fillStyle = `rgba(128, 128, 128, ${opacity})`;
    context.beginPath();
    for (let x = origin.x + Math.ceil((left - origin.x) / scale) * scale; x < right; x += scale) {
      context.rect(Math.round(x), top, 1, bottom - top);
    }
    for (let y = origin.y + Math.ceil((top - origin.y) / scale) * scale; y < bottom; y += scale) {
      context.rect(left, Math.round(y), right - left, 1);
    }
    context.fill();
  }
}

/** #rrggbb as the little-endian word that image data is made of. */
function colourWord(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  const red = value >>> 16;
  const green = (value >>> 8) & 0xff;
  const blue = value & 0xff;
  return ((0xff << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
