// The board as the client holds it: one byte per pixel, the truth that everything drawn comes from.

import { clamp } from "../util/clamp.js";

/**
 * The bijection under the digest, in 32-bit arithmetic.
 * @param {number} value
 * @returns {number}
 */
export function mix(value) {
  let mixed = value;
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  mixed ^= mixed >>> 16;
  return mixed >>> 0;
}

/**
 * What a run of pixels contributes to the digest of its board; runs are joined by XOR.
 * @param {Uint8Array | number[]} colours
 * @param {number} [offset] index of the first of them
 * @returns {number}
 */
export function digestOf(colours, offset = 0) {
  let digest = 0;
  for (let index = 0; index < colours.length; index += 1) {
    digest ^= mix((offset + index) * 256 + colours[index]);
  }
  return digest >>> 0;
}

export class Grid {
  /**
   * @param {number} width 1 to 4096
   * @param {number} height 1 to 4096
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.colours = new Uint8Array(width * height);
    /** Digest of what has been written; of use once a whole board has. */
    this.digest = 0;
  }

  /** @param {number} x @param {number} y @returns {boolean} */
  contains(x, y) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  /** @param {number} x @param {number} y @returns {number} */
  indexOf(x, y) {
    return y * this.width + x;
  }

  /** @param {number} index @returns {{x: number, y: number}} */
  pixelOf(index) {
    return { x: index % this.width, y: Math.floor(index / this.width) };
  }

  /** @param {{x: number, y: number}} pixel @returns {{x: number, y: number}} the nearest on the board */
  nearest({ x, y }) {
    return { x: clamp(x, 0, this.width - 1), y: clamp(y, 0, this.height - 1) };
  }

  /**
   * Writes a run of a whole board. Offset 0 starts a new one.
   * @param {number} offset
   * @param {Uint8Array} colours
   */
  write(offset, colours) {
    if (offset === 0) this.digest = 0;
    this.colours.set(colours, offset);
    this.digest = (this.digest ^ digestOf(colours, offset)) >>> 0;
  }

  /**
   * Changes single pixels and carries the digest along. Indexes must lie on the board.
   * @param {Uint32Array} indexes
   * @param {Uint8Array} colours
   * @returns {Uint8Array} what these pixels showed before
   */
  apply(indexes, colours) {
    const before = new Uint8Array(indexes.length);
    let digest = this.digest;
    for (let change = 0; change < indexes.length; change += 1) {
      const index = indexes[change];
      before[change] = this.colours[index];
      digest ^= mix(index * 256 + before[change]) ^ mix(index * 256 + colours[change]);
      this.colours[index] = colours[change];
    }
    this.digest = digest >>> 0;
    return before;
  }
}
