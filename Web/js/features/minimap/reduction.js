// The whole board made small: each cell of the small picture is the mean of the pixels beneath it. Only cells
// beneath which something changed are computed again. Pure.

/** Of large boards, a cell looks at this many pixels in each direction; more would not be seen. */
const samplesMax = 4;

export class Reduction {
  /**
   * @param {number} width @param {number} height of the board
   * @param {number} side how large the small picture may be; never larger than the board
   */
  constructor(width, height, side) {
    Object.assign(this, { boardWidth: width, boardHeight: height });
    const scale = Math.min(1, side / Math.max(width, height));
    this.width = Math.max(1, Math.round(width * scale));
    this.height = Math.max(1, Math.round(height * scale));
    /** The columns and rows of the board that those of the small picture look at. */
    this.across = Array.from({ length: this.width }, (_, column) => samples(column, this.width, width));
    this.down = Array.from({ length: this.height }, (_, row) => samples(row, this.height, height));
    this.isStale = new Uint8Array(this.width * this.height);
    /** @type {number[]} the cells that are to be computed again */
    this.stale = [];
    this.markAll();
  }

  /** @param {{width: number, height: number}} board @returns {boolean} whether it is made for such a board */
  isOf({ width, height }) {
    return width === this.boardWidth && height === this.boardHeight;
  }

  markAll() {
    this.isStale.fill(1);
    this.stale = Array.from(this.isStale, (_, cell) => cell);
  }

  /** @param {Uint32Array} indexes of pixels that changed */
  mark(indexes) {
    for (const index of indexes) {
      const cell = this.#cellOf(index);
      if (this.isStale[cell] === 1) continue;
      this.isStale[cell] = 1;
      this.stale.push(cell);
    }
  }

  /**
   * @param {Uint8Array} colours of the board
   * @param {Uint8Array} channels red, green and blue of each colour
   * @param {Uint8ClampedArray} picture red, green, blue and opacity of each cell, written
   * @returns {{top: number, bottom: number} | null} the rows that changed, without `bottom`; null: none did
   */
  paint(colours, channels, picture) {
    if (this.stale.length === 0) return null;
    let top = this.height;
    let bottom = 0;
    for (const cell of this.stale) {
      const row = Math.floor(cell / this.width);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
      this.isStale[cell] = 0;
      this.#paintCell(cell % this.width, row, colours, channels, picture);
    }
    this.stale = [];
    return { top, bottom };
  }

  #cellOf(index) {
    const x = index % this.boardWidth;
    const y = (index - x) / this.boardWidth;
    const column = Math.floor((x * this.width) / this.boardWidth);
    return Math.floor((y * this.height) / this.boardHeight) * this.width + column;
  }

  #paintCell(column, row, colours, channels, picture) {
    const xs = this.across[column];
    const ys = this.down[row];
    let red = 0;
    let green = 0;
    let blue = 0;
    for (const y of ys) {
      for (const x of xs) {
        const channel = colours[y * this.boardWidth + x] * 3;
        red += channels[channel];
        green += channels[channel + 1];
        blue += channels[channel + 2];
      }
    }
    const count = xs.length * ys.length;
    const place = (row * this.width + column) * 4;
    picture[place] = red / count;
    picture[place + 1] = green / count;
    picture[place + 2] = blue / count;
    picture[place + 3] = 255;
  }
}

/** Which pixels a cell looks at, in one direction: all beneath it, or as many as count, evenly. */
function samples(cell, cells, pixels) {
  const start = Math.ceil((cell * pixels) / cells);
  const length = Math.ceil(((cell + 1) * pixels) / cells) - start;
  const count = Math.min(length, samplesMax);
  return Array.from({ length: count }, (_, number) => start + Math.floor(((number + 0.5) * length) / count));
}

/**
 * The part of the board in view, in shares of the board.
 * @param {import("../../canvas/viewport.js").Viewport} viewport
 * @returns {{left: number, top: number, width: number, height: number}} cut at the board's edges
 */
export function viewShares(viewport) {
  const { origin, scale, boardWidth, boardHeight } = viewport;
  const along = (start, length, size) => {
    const low = Math.min(1, Math.max(0, -start / scale / size));
    const high = Math.max(low, Math.min(1, (length - start) / scale / size));
    return { low, length: high - low };
  };
  const across = along(origin.x, viewport.width, boardWidth);
  const down = along(origin.y, viewport.height, boardHeight);
  return { left: across.low, top: down.low, width: across.length, height: down.length };
}
