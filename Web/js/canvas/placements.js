// Placements of this reader that the board does not show yet: an overlay over the grid, never part of it. A
// placement is shown at once; its RESULT puts it right; it leaves the overlay when the grid is at or past the
// state the RESULT speaks of, for from there on the grid knows better. Whether RESULT or DELTA comes first
// makes no difference.

/** More unanswered placements than this are not sent: the server answers in order, so something is amiss. */
export const unansweredMax = 32;
/** So many may wait, answered or not, for a board that does not move on. */
const entriesMax = 256;

/**
 * @typedef {object} Entry
 * @property {number} tag
 * @property {number} index
 * @property {number} colour what the overlay shows
 * @property {number} sentAt
 * @property {boolean} isAnswered
 * @property {number} seq the state from which on the grid knows better; of use once answered
 */

export class Placements {
  constructor() {
    /** @type {Entry[]} in the order of sending: of several at one pixel the last is shown */
    this.entries = [];
    this.nextTag = 1;
  }

  /** @returns {number} */
  get unansweredCount() {
    return this.entries.reduce((count, entry) => count + (entry.isAnswered ? 0 : 1), 0);
  }

  /** @returns {number | null} when the oldest unanswered placement was sent */
  get oldestSentAt() {
    const oldest = this.entries.find((entry) => !entry.isAnswered);
    return oldest === undefined ? null : oldest.sentAt;
  }

  /**
   * @param {number} index
   * @param {number} colour
   * @param {number} now
   * @returns {number | null} the tag to send it with; null when too many are unanswered
   */
  add(index, colour, now) {
    if (this.unansweredCount >= unansweredMax || this.entries.length >= entriesMax) return null;
    const tag = this.takeTag();
    this.entries.push({ tag, index, colour, sentAt: now, isAnswered: false, seq: 0 });
    return tag;
  }

  /** @returns {number} a tag that nothing under way has */
  takeTag() {
    const tag = this.nextTag;
    this.nextTag = (this.nextTag + 1) & 0xffff;
    return tag;
  }

  /**
   * Takes a placement back that could not be sent after all.
   * @param {number} tag
   */
  remove(tag) {
    this.entries = this.entries.filter((entry) => entry.tag !== tag || entry.isAnswered);
  }

  /**
   * @param {import("../wire/messages.js").Result} result
   * @param {number | null} heldSeq the state the grid is in; null while it holds none
   * @returns {{index: number, wanted: number, sentAt: number} | null} the placement it answers; null for a
   *   tag that is not waiting
   */
  settle(result, heldSeq) {
    const entry = this.entries.find((candidate) => !candidate.isAnswered && candidate.tag === result.tag);
    if (entry === undefined) return null;
    const answered = { index: entry.index, wanted: entry.colour, sentAt: entry.sentAt };
    entry.isAnswered = true;
    entry.colour = result.colour;
    entry.seq = result.seq;
    this.advance(heldSeq);
    return answered;
  }

  /**
   * A placement was taken back: what the overlay still shows there is what the pixel shows again.
   * @param {number} index
   * @param {import("../wire/messages.js").Result} result
   */
  takeBack(index, { colour, seq }) {
    for (const entry of this.entries) {
      if (entry.isAnswered && entry.index === index) Object.assign(entry, { colour, seq });
    }
  }

  /**
   * The grid has reached a state: answered placements it knows better about leave the overlay.
   * @param {number | null} heldSeq
   */
  advance(heldSeq) {
    if (heldSeq === null) return;
    this.entries = this.entries.filter((entry) => !entry.isAnswered || entry.seq > heldSeq);
  }

  /**
   * The connection is gone, or the board's past: what was unanswered never will be, and no answer speaks of
   * this board.
   * @returns {Entry[]} the unanswered placements that were dropped
   */
  clear() {
    const dropped = this.entries.filter((entry) => !entry.isAnswered);
    this.entries = [];
    return dropped;
  }

  /**
   * @param {number} index
   * @returns {number | null} the colour the overlay shows at a pixel; null where it shows none
   */
  colourAt(index) {
    for (let position = this.entries.length - 1; position >= 0; position -= 1) {
      if (this.entries[position].index === index) return this.entries[position].colour;
    }
    return null;
  }
}
