// Keeps the client's copy of the board in step with the server: which exact state is held, which frame fits
// it, and when the copy must be given up. Pure: bytes come decoded, what to do about a bad copy is the
// connection's business.

import { Grid } from "../canvas/grid.js";

/**
 * @typedef {object} ReplicaListener
 * @property {(grid: Grid, board: object) => void} reshaped another board to draw: size, palette or past
 *   changed
 * @property {(indexes: Uint32Array, before: Uint8Array, after: Uint8Array) => void} changed these pixels
 *   changed, from and to these colours
 * @property {(start: number, end: number) => void} written this run of a whole board has come
 */

/** What became of a frame. `wrong` means: the copy is not (or no longer) one that the server's frames fit. */
export const Outcome = Object.freeze({
  applied: "applied",
  partial: "partial",
  ignored: "ignored",
  wrong: "wrong",
});

export class Replica {
  /** @param {ReplicaListener} listener */
  constructor(listener) {
    this.listener = listener;
    /** @type {Grid | null} */
    this.grid = null;
    /** What the server says of the board that the grid is of; null as long as there is none. */
    this.board = null;
    this.epoch = 0;
    /** The seq of the held state; null while nothing sound is held, whatever the grid still shows. */
    this.seq = null;
    /** Where the next part of a BOARD must start, and what it belongs to; null outside of one. */
    this.incoming = null;
    this.shape = "";
  }

  /** @returns {{epoch: number, seq: number} | null} the exact state held, to resume from */
  get held() {
    return this.seq === null ? null : { epoch: this.epoch, seq: this.seq };
  }

  /** @returns {number} share of a whole board that has come, 0 to 1 */
  get progress() {
    if (this.seq !== null) return 1;
    return this.incoming === null ? 0 : this.incoming.next / this.incoming.total;
  }

  /**
   * A `hello`: a board of another shape, palette or epoch ends the claim to the old copy.
   * @param {{epoch: number, board: {width: number, height: number, palette: string[]}}} hello
   * @returns {boolean} whether the past was cut off: nothing said about the old board holds any more
   */
  greet(hello) {
    this.incoming = null;
    const { width, height, palette } = hello.board;
    const shape = `${width}x${height} ${palette.join(" ")}`;
    const isNewPast = hello.epoch !== this.epoch;
    if (isNewPast) this.seq = null;
    this.epoch = hello.epoch;
    if (shape !== this.shape) {
      this.seq = null;
      this.shape = shape;
      if (this.grid === null || this.grid.width !== width || this.grid.height !== height) {
        this.grid = new Grid(width, height);
      }
      this.board = hello.board;
      this.listener.reshaped(this.grid, hello.board);
    }
    return isNewPast;
  }

  /** The socket is gone: parts of a BOARD that it still owed will never come. */
  disconnect() {
    this.incoming = null;
  }

  /**
   * @param {import("../wire/messages.js").BoardPart} part
   * @returns {string} an `Outcome`
   */
  take(part) {
    if (this.grid === null || part.total !== this.grid.colours.length) return this.#drop();
    if (part.offset === 0) {
      this.seq = null;
      this.incoming = { next: 0, total: part.total, seq: part.seq, digest: part.digest };
    }
    const incoming = this.incoming;
    if (incoming === null) return Outcome.ignored;
    if (part.offset !== incoming.next || part.seq !== incoming.seq || part.digest !== incoming.digest) {
      return this.#drop();
    }
    this.grid.write(part.offset, part.colours);
    incoming.next += part.colours.length;
    this.listener.written(part.offset, incoming.next);
    if (incoming.next < incoming.total) return Outcome.partial;
    this.incoming = null;
    if (this.grid.digest !== part.digest) return this.#drop();
    this.seq = part.seq;
    return Outcome.applied;
  }

  /**
   * @param {import("../wire/messages.js").Delta} delta
   * @returns {string} an `Outcome`
   */
  apply(delta) {
    if (this.seq !== delta.seq - delta.advance) return this.#drop();
    const { indexes, colours } = delta;
    // Ascending, so that the last one speaks for all.
    if (indexes.length > 0 && indexes[indexes.length - 1] >= this.grid.colours.length) return this.#drop();
    const before = this.grid.apply(indexes, colours);
    this.listener.changed(indexes, before, colours);
    if (this.grid.digest !== delta.digest) return this.#drop();
    this.seq = delta.seq;
    return Outcome.applied;
  }

  #drop() {
    this.seq = null;
    this.incoming = null;
    return Outcome.wrong;
  }
}
