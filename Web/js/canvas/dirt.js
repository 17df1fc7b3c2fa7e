// What of the board changed since it was last drawn, and how to hand that over in few pieces: single pixels
// as short runs within a row, much at once as bands of whole rows, never more than a budget a frame. Pure.

/** Single pixels remembered between two frames; past that (a hidden or slow page) whole rows are. */
const pixelsMax = 16_384;
/** Pieces of single pixels handed over in a frame: from there on a band costs less than its pixels. */
const runsMax = 2_048;
/** Pixels nearer to each other than this go as one piece: what lies between costs less than a second one. */
const gapMax = 32;
/** Pixels of one piece at most, so that no piece holds up a frame. */
const bandPixelsMax = 65_536;
/** Pixels of all whole rows of a frame at most; the rest waits for the next one. */
export const framePixelsMax = 524_288;

/** @typedef {(x: number, y: number, width: number, height: number) => void} Put takes one piece */

export class Dirt {
  /** @param {number} width @param {number} height of the board */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(pixelsMax);
    this.pixelCount = 0;
    /** Whether a row is to be handed over whole, and the range in which such rows are. */
    this.rows = new Uint8Array(height);
    this.#forgetRows();
  }

  /** @returns {boolean} */
  get isEmpty() {
    return this.pixelCount === 0 && this.rowFirst >= this.rowEnd;
  }

  /** @param {Uint32Array} indexes */
  markPixels(indexes) {
    if (this.pixelCount + indexes.length <= pixelsMax) {
      this.pixels.set(indexes, this.pixelCount);
      this.pixelCount += indexes.length;
      return;
    }
    for (let position = 0; position < indexes.length; position += 1) {
      const row = Math.floor(indexes[position] / this.width);
      this.#markRows(row, row + 1);
    }
  }

  /** @param {number} start @param {number} end index after the last */
  markRun(start, end) {
    this.#markRows(Math.floor(start / this.width), Math.ceil(end / this.width));
  }

  markAll() {
    this.#markRows(0, this.height);
  }

  /**
   * Hands over what changed, and forgets it.
   * @param {Put} put
   * @returns {boolean} whether something was left for the next frame
   */
  take(put) {
    if (this.pixelCount > 0) this.#takePixels(put);
    if (this.rowFirst < this.rowEnd) this.#takeRows(put);
    return !this.isEmpty;
  }

  #forgetRows() {
    this.rowFirst = this.height;
    this.rowEnd = 0;
  }

  #markRows(first, end) {
    this.rows.fill(1, first, end);
    this.rowFirst = Math.min(this.rowFirst, first);
    this.rowEnd = Math.max(this.rowEnd, end);
  }

  #takePixels(put) {
    const { width, rows } = this;
    // Each frame of the server is ascending by itself; several of them since the last draw are not.
    const pixels = this.pixels.subarray(0, this.pixelCount).sort();
    this.pixelCount = 0;
    let runCount = 0;
    let position = 0;
    while (position < pixels.length) {
      const start = pixels[position];
      const row = Math.floor(start / width);
      const rowEnd = (row + 1) * width;
      let last = start;
      position += 1;
      while (position < pixels.length && pixels[position] < rowEnd && pixels[position] - last <= gapMax) {
        last = pixels[position];
        position += 1;
      }
      if (rows[row] === 1) continue;
      runCount += 1;
      if (runCount > runsMax) this.#markRows(row, row + 1);
      else put(start - row * width, row, last - start + 1, 1);
    }
  }

  #takeRows(put) {
    const { width, rows } = this;
    const bandRowsMax = Math.max(1, Math.floor(bandPixelsMax / width));
    let row = this.rowFirst;
    let pixelsLeft = framePixelsMax;
    while (row < this.rowEnd && pixelsLeft > 0) {
      if (rows[row] === 0) {
        row += 1;
        continue;
      }
      let end = row + 1;
      while (end < this.rowEnd && rows[end] === 1 && end - row < bandRowsMax) end += 1;
      put(0, row, width, end - row);
      rows.fill(0, row, end);
      pixelsLeft -= (end - row) * width;
      row = end;
    }
    if (row < this.rowEnd) this.rowFirst = row;
    else this.#forgetRows();
  }
}
