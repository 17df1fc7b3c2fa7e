// How far a template has come: which of its pixels are right on the board, counted by colour. Counted in
// whole when the board or the template's place changes, pixel by pixel when pixels do. Pure.

import { nothing } from "./template.js";

const State = Object.freeze({ unwanted: 0, right: 1, wrong: 2 });
const colourCountMax = 256;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * @typedef {object} Count
 * @property {number} colour
 * @property {number} total pixels that the template wants in it, on the board
 * @property {number} left of those, the ones that the board has in another
 */

export class Tally {
  /** @param {import("./template.js").Template} template */
  constructor(template) {
    this.template = template;
    this.states = new Uint8Array(template.colours.length);
    this.totals = new Uint32Array(colourCountMax);
    this.lefts = new Uint32Array(colourCountMax);
    this.total = 0;
    this.left = 0;
    /** Wanted pixels that lie outside of the board, where nobody can draw them. */
    this.outside = 0;
    this.boardWidth = 0;
    this.boardHeight = 0;
  }

  /** @param {{width: number, height: number, colours: Uint8Array}} grid the board, all of it */
  recount(grid) {
    const { template, states, totals, lefts } = this;
    totals.fill(0);
    lefts.fill(0);
    Object.assign(this, { outside: 0, boardWidth: grid.width, boardHeight: grid.height });
    let pixel = 0;
    for (let row = 0; row < template.height; row += 1) {
      const y = template.y + row;
      const start = y * grid.width + template.x;
      // The columns of this row that lie on the board.
      const first = y >= 0 && y < grid.height ? Math.max(0, -template.x) : template.width;
      const end = Math.min(template.width, grid.width - template.x);
      for (let column = 0; column < template.width; column += 1, pixel += 1) {
        const wanted = template.colours[pixel];
        states[pixel] = State.unwanted;
        if (wanted === nothing) continue;
        if (column < first || column >= end) {
          this.outside += 1;
          continue;
        }
        totals[wanted] += 1;
        const isRight = grid.colours[start + column] === wanted;
        states[pixel] = isRight ? State.right : State.wrong;
        if (!isRight) lefts[wanted] += 1;
      }
    }
    this.total = sum(totals);
    this.left = sum(lefts);
  }

  /**
   * @param {Uint32Array} indexes of board pixels that changed
   * @param {Uint8Array} after their colours now
   * @returns {number[]} the template pixels that became right or wrong
   */
  apply(indexes, after) {
    const { template, states, boardWidth } = this;
    const turned = [];
    for (let change = 0; change < indexes.length; change += 1) {
      const column = (indexes[change] % boardWidth) - template.x;
      const row = Math.floor(indexes[change] / boardWidth) - template.y;
      if (column < 0 || row < 0 || column >= template.width || row >= template.height) continue;
      const pixel = row * template.width + column;
      if (states[pixel] === State.unwanted) continue;
      const wanted = template.colours[pixel];
      const state = wanted === after[change] ? State.right : State.wrong;
      if (state === states[pixel]) continue;
      states[pixel] = state;
      const step = state === State.wrong ? 1 : -1;
      this.left += step;
      this.lefts[wanted] += step;
      turned.push(pixel);
    }
    return turned;
  }

  /** @returns {number} pixels that are as the template wants them */
  get done() {
    return this.total - this.left;
  }

  /** @returns {number} of all, in whole percent, rounded down so that 100 means done */
  get percent() {
    return this.total === 0 ? 100 : Math.floor((this.done * 100) / this.total);
  }

  /** @returns {Count[]} of the colours that the template wants, those with most to do first */
  get counts() {
    return Array.from(this.totals, (total, colour) => ({ colour, total, left: this.lefts[colour] }))
      .filter(({ total }) => total > 0)
      .sort((one, other) => other.left - one.left || other.total - one.total || one.colour - other.colour);
  }

  /** @param {number} pixel of the template @param {number | null} [colour] @returns {boolean} */
  isWrong(pixel, colour = null) {
    return this.states[pixel] === State.wrong && (colour === null || this.template.colours[pixel] === colour);
  }

  /**
   * The pixel to draw next. From a pixel that is right by now (or outside) it is the nearest wrong one; from
   * one that is wrong, which the reader means to leave, the one that follows in reading order.
   * @param {{x: number, y: number}} from on the board
   * @param {number | null} [colour] of this one only
   * @returns {{x: number, y: number, colour: number} | null} null where none is left
   */
  next(from, colour = null) {
    const left = colour === null ? this.left : this.lefts[colour];
    if (!(left > 0)) return null;
    const { template } = this;
    const column = from.x - template.x;
    const row = from.y - template.y;
    const isInside = column >= 0 && row >= 0 && column < template.width && row < template.height;
    const isLeaving = isInside && this.isWrong(row * template.width + column);
    const pixel = isLeaving ? this.#following(row * template.width + column, colour)
      : this.#nearest(column, row, colour);
    return {
      x: template.x + (pixel % template.width),
      y: template.y + Math.floor(pixel / template.width),
      colour: template.colours[pixel],
    };
  }

  #following(pixel, colour) {
    const { length } = this.states;
    for (let step = 1; step <= length; step += 1) {
      const candidate = (pixel + step) % length;
      if (this.isWrong(candidate, colour)) return candidate;
    }
    return pixel;
  }

  /** Looks at squares around a position, each one pixel further out, and takes the best of the first hit. */
  #nearest(column, row, colour) {
    const { width, height } = this.template;
    const reach = Math.max(Math.abs(column), Math.abs(column - width), Math.abs(row), Math.abs(row - height));
    let best = -1;
    let bestDistance = Infinity;
    const look = (x, y) => {
      const pixel = y * width + x;
      const distance = (x - column) ** 2 + (y - row) ** 2;
      if (distance < bestDistance && this.isWrong(pixel, colour)) {
        best = pixel;
        bestDistance = distance;
      }
    };
    for (let radius = 0; radius <= reach && best < 0; radius += 1) {
      const left = Math.max(0, column - radius);
      const right = Math.min(width - 1, column + radius);
      for (const y of radius === 0 ? [row] : [row - radius, row + radius]) {
        if (y < 0 || y >= height) continue;
        for (let x = left; x <= right; x += 1) look(x, y);
      }
      for (const x of radius === 0 ? [] : [column - radius, column + radius]) {
        if (x < 0 || x >= width) continue;
        const bottom = Math.min(height - 1, row + radius - 1);
        for (let y = Math.max(0, row - radius + 1); y <= bottom; y += 1) look(x, y);
      }
    }
    return best;
  }
}
