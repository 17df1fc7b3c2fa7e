// Draws the board with a 2D context: an off-page canvas holds the board in true colours, pixel for pixel, and
// is touched only where the grid changed; a frame copies the visible part of it to a canvas of screen size.
//
// The seam for another renderer is this class's public methods; whoever calls them knows nothing of contexts.

const bandPixels = 65_536;
/**
 * Single changes remembered between two frames; past that a hidden or slow page redraws the rows they span.
 */
const dirtyPixelsMax = 16_384;
/** Device pixels per board pixel from which a pixel grid helps more than it hurts. */
const gridScaleMin = 12;

/**
 * @typedef {object} Scene
 * @property {import("./viewport.js").Viewport} viewport
 * @property {Iterable<import("./placements.js").Entry>} overlay
 * @property {{x: number, y: number, colour: number | null} | null} cursor
 */

export class CanvasRenderer {
  /** @param {HTMLCanvasElement} canvas the one on the page */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.grid = null;
    this.backing = null;
    this.palette = [];
    this.colourWords = new Uint32Array(256);
    this.dirtyPixels = new Uint32Array(dirtyPixelsMax);
    this.#forgetDirt();
  }

  /** @param {number} width @param {number} height in device pixels */
  resize(width, height) {
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
  }

  /**
   * Another board, or other colours for it.
   * @param {import("./grid.js").Grid} grid
   * @param {string[]} palette as #rrggbb
   */
  reshape(grid, palette) {
    this.grid = grid;
    this.palette = palette;
    palette.forEach((hex, index) => {
      this.colourWords[index] = colourWord(hex);
    });
    const canvas = document.createElement("canvas");
    canvas.width = grid.width;
    canvas.height = grid.height;
    this.backing = canvas.getContext("2d", { alpha: false });
    this.onePixel = this.backing.createImageData(1, 1);
    this.#forgetDirt();
    this.markRun(0, grid.colours.length);
  }

  /** @param {Uint32Array} indexes */
  markPixels(indexes) {
    if (this.dirtyCount + indexes.length <= dirtyPixelsMax) {
      this.dirtyPixels.set(indexes, this.dirtyCount);
      this.dirtyCount += indexes.length;
    } else if (indexes.length > 0) {
      this.markRun(indexes[0], indexes[indexes.length - 1] + 1);
    }
  }

  /** @param {number} start @param {number} end index after the last */
  markRun(start, end) {
    this.dirtyRowFirst = Math.min(this.dirtyRowFirst, Math.floor(start / this.grid.width));
    this.dirtyRowEnd = Math.max(this.dirtyRowEnd, Math.ceil(end / this.grid.width));
  }

  /** @param {Scene} scene */
  draw({ viewport, overlay, cursor }) {
    const { context, canvas } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (this.grid === null) return;
    this.#repaintDirt();
    this.#copyBoard(viewport);
    if (viewport.scale >= gridScaleMin) this.#drawGridLines(viewport);
    for (const entry of overlay) this.#drawOverlayPixel(viewport, entry);
    if (cursor !== null) this.#drawCursor(viewport, cursor);
  }

  #forgetDirt() {
    this.dirtyCount = 0;
    this.dirtyRowFirst = Infinity;
    this.dirtyRowEnd = 0;
  }

  #repaintDirt() {
    if (this.dirtyRowFirst < this.dirtyRowEnd) this.#repaintRows(this.dirtyRowFirst, this.dirtyRowEnd);
    const { width, colours } = this.grid;
    const pixels = this.dirtyPixels.subarray(0, this.dirtyCount);
    let position = 0;
    while (position < pixels.length) {
      const start = pixels[position];
      const rowEnd = start - (start % width) + width;
      let end = start + 1;
      position += 1;
      while (pixels[position] === end && end < rowEnd) {
        end += 1;
        position += 1;
      }
      this.#put(colours.subarray(start, end), start % width, Math.floor(start / width), end - start, 1);
    }
    this.#forgetDirt();
  }

  #repaintRows(first, end) {
    const { width, colours } = this.grid;
    const rowsPerBand = Math.max(1, Math.floor(bandPixels / width));
    for (let row = first; row < end; row += rowsPerBand) {
      const rows = Math.min(rowsPerBand, end - row);
      this.#put(colours.subarray(row * width, (row + rows) * width), 0, row, width, rows);
    }
  }

  #put(colours, x, y, width, height) {
    const isOne = width === 1 && height === 1;
    const image = isOne ? this.onePixel : this.backing.createImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    for (let pixel = 0; pixel < colours.length; pixel += 1) words[pixel] = this.colourWords[colours[pixel]];
    this.backing.putImageData(image, x, y);
  }

  #copyBoard(viewport) {
    const { context } = this;
    const { scale, origin } = viewport;
    const left = Math.max(0, Math.floor(-origin.x / scale));
    const top = Math.max(0, Math.floor(-origin.y / scale));
    const right = Math.min(this.grid.width, Math.ceil((viewport.width - origin.x) / scale));
    const bottom = Math.min(this.grid.height, Math.ceil((viewport.height - origin.y) / scale));
    if (right <= left || bottom <= top) return;
    context.imageSmoothingEnabled = scale < 1;
    context.imageSmoothingQuality = "medium";
    context.drawImage(
      this.backing.canvas,
      left, top, right - left, bottom - top,
      origin.x + left * scale, origin.y + top * scale, (right - left) * scale, (bottom - top) * scale,
    );
  }

  #drawGridLines(viewport) {
    const { context, grid } = this;
    const { scale, origin, width, height } = viewport;
    const left = Math.max(0, origin.x);
    const top = Math.max(0, origin.y);
    const right = Math.min(width, origin.x + grid.width * scale);
    const bottom = Math.min(height, origin.y + grid.height * scale);
    context.beginPath();
    for (let x = origin.x + Math.ceil((left - origin.x) / scale) * scale; x < right; x += scale) {
      context.moveTo(Math.round(x) + 0.5, top);
      context.lineTo(Math.round(x) + 0.5, bottom);
    }
    for (let y = origin.y + Math.ceil((top - origin.y) / scale) * scale; y < bottom; y += scale) {
      context.moveTo(left, Math.round(y) + 0.5);
      context.lineTo(right, Math.round(y) + 0.5);
    }
    context.lineWidth = 1;
    context.strokeStyle = `rgba(128, 128, 128, ${Math.min(0.28, (scale - gridScaleMin + 4) / 60)})`;
    context.stroke();
  }

  #drawOverlayPixel(viewport, entry) {
    const { context } = this;
    const x = entry.index % this.grid.width;
    const y = Math.floor(entry.index / this.grid.width);
    const box = pixelBox(viewport, x, y);
    context.fillStyle = this.palette[entry.colour] ?? "transparent";
    context.fillRect(box.x, box.y, box.size, box.size);
    if (entry.isAnswered || box.size < 6) return;
    // Not confirmed yet: a dotted edge that shows on any colour.
    context.lineWidth = 1;
    context.strokeStyle = "#fff";
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.size - 1, box.size - 1);
    context.setLineDash([2, 2]);
    context.strokeStyle = "#000";
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.size - 1, box.size - 1);
    context.setLineDash([]);
  }

  #drawCursor(viewport, cursor) {
    const { context } = this;
    const box = pixelBox(viewport, cursor.x, cursor.y);
    if (cursor.colour !== null) {
      context.fillStyle = this.palette[cursor.colour] ?? "transparent";
      context.fillRect(box.x, box.y, box.size, box.size);
    }
    // Black within white is seen on every colour. Small pixels get a wider frame around them.
    const gap = box.size < 8 ? 3 : 0;
    const x = box.x - gap;
    const y = box.y - gap;
    const size = box.size + 2 * gap;
    context.lineWidth = 2;
    context.strokeStyle = "#fff";
    context.strokeRect(x - 2, y - 2, size + 4, size + 4);
    context.strokeStyle = "#111";
    context.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
  }
}

/** Where a pixel lies on the screen; never smaller than one device pixel. */
function pixelBox(viewport, x, y) {
  const { origin, scale } = viewport;
  return {
    x: Math.round(origin.x + x * scale),
    y: Math.round(origin.y + y * scale),
    size: Math.max(1, Math.round(scale)),
  };
}

/** #rrggbb as the little-endian word that image data is made of. */
function colourWord(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  const red = value >>> 16;
  const green = (value >>> 8) & 0xff;
  const blue = value & 0xff;
  return ((0xff << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
