// What the reader is about to do and what becomes of it: cursor, chosen colour, placing, and a word on each
// outcome.

import { Status, reasonNotToPlace } from "../canvas/verdicts.js";
import { say, sayRefusal } from "./texts.js";

const sendingAfterMillis = 150;
const unconfirmedAfterMillis = 8_000;

/**
 * @typedef {object} Collaborators
 * @property {{grid: import("../canvas/grid.js").Grid | null, seq: number | null}} board the copy that is
 *   drawn
 * @property {import("../canvas/placements.js").Placements} placements
 * @property {import("../canvas/charges.js").Charges} charges
 * @property {import("../util/clock.js").Clock} clock
 * @property {import("./stage.js").Stage} stage
 * @property {import("./status.js").StatusLine} status
 * @property {import("./palette.js").PaletteView} palette
 * @property {import("./cooldown.js").CooldownView} cooldown
 * @property {boolean} isTouch whether the reader's main pointer is a finger, as far as is known
 * @property {(placement: object) => boolean} send
 * @property {() => void} cursorChanged told after each change of the cursor
 * @property {() => void} doubt the server has not answered for long
 */

export class Player {
  /** @param {Collaborators} collaborators */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    this.colour = null;
    this.colours = [];
    this.names = [];
    /**
     * The pixel under the mouse, and the one chosen by tap, click or keys; the first goes before the second.
     */
    this.hovered = null;
    this.aimed = null;
    /**
     * What is drawn of them: a pixel, and the colour that would go there now.
     * @type {import("./marks.js").Mark | null}
     */
    this.mark = null;
    this.canPlace = false;
    this.boardState = "open";
    this.isLive = false;
    this.isComing = true;
    this.wasReady = true;
    this.cancelWatch = () => {};
  }

  get cursor() {
    return this.hovered ?? this.aimed;
  }

  /** @param {{palette: string[], paletteNames?: string[]}} board */
  setBoard(board) {
    this.colours = board.palette;
    const names = board.paletteNames ?? [];
    this.names = board.palette.map((_, number) => names[number] || say("colourNumber", { number }));
    this.palette.show(board.palette, this.names);
    if (this.colour !== null && this.colour >= board.palette.length) this.colour = null;
    this.#show();
  }

  /** @param {{canPlace: boolean, charges: number, waitMs: number}} you */
  setYou(you) {
    this.canPlace = you.canPlace;
    this.charges.update(you.charges, you.waitMs, this.clock.now());
    this.#show();
  }

  /** @param {{cooldownMs: number, maxCharges: number, state: string}} rules */
  setRules(rules) {
    this.boardState = rules.state;
    this.charges.setRules(rules);
    this.#show();
  }

  /**
   * @param {boolean} isLive whether the copy is in step with the server
   * @param {boolean} isComing whether it will be in a moment
   */
  setConnection(isLive, isComing) {
    this.isLive = isLive;
    this.isComing = isComing;
    this.#show();
  }

  /** The usual word for the situation, once nothing more particular is to be said. */
  describe() {
    if (this.colour === null) this.status.show(say("view"));
    else this.status.show(say(this.isTouch ? "armedTouch" : "armed", { colour: this.names[this.colour] }));
  }

  /** @param {number} colour @returns {boolean} false when the palette has no such colour */
  chooseColour(colour) {
    if (colour >= this.colours.length) return false;
    this.colour = colour;
    this.palette.mark(colour);
    this.describe();
    this.#show();
    return true;
  }

  /** Lets go of the colour first, of the pixel then. */
  dismiss() {
    if (this.colour !== null) this.colour = null;
    else this.aimed = null;
    this.palette.mark(this.colour);
    this.describe();
    this.#show();
  }

  /** @param {{x: number, y: number} | null} pixel under the mouse */
  hover(pixel) {
    const { grid } = this.board;
    this.hovered = pixel !== null && grid !== null && grid.contains(pixel.x, pixel.y) ? pixel : null;
    this.#showCursor();
  }

  /**
   * A tap or click: a finger only aims, for it hides what it points at; a mouse with a colour places.
   * @param {{x: number, y: number}} pixel
   * @param {string} kind of pointer
   */
  tap(pixel, kind) {
    this.isTouch = kind === "touch";
    if (this.board.grid === null) return;
    if (!this.board.grid.contains(pixel.x, pixel.y)) {
      this.status.refuse(sayRefusal(Status.outside, { waitMillis: 0 }));
      return;
    }
    this.aimed = pixel;
    this.hovered = null;
    if (!this.isTouch && this.colour !== null) this.place();
    else if (this.colour !== null) this.status.show(say("aimed", pixel));
    else this.describe();
    this.#show();
  }

  /** @param {number} deltaX @param {number} deltaY */
  moveCursor(deltaX, deltaY) {
    const { grid } = this.board;
    if (grid === null) return;
    const viewport = this.stage.viewport;
    const from = this.cursor ?? viewport.pixelAt(this.stage.middle);
    this.aimed = {
      x: Math.min(grid.width - 1, Math.max(0, from.x + deltaX)),
      y: Math.min(grid.height - 1, Math.max(0, from.y + deltaY)),
    };
    this.hovered = null;
    this.stage.change(() => viewport.reveal(this.aimed.x, this.aimed.y));
    this.#show();
  }

  place() {
    const refusal = this.#refusal();
    if (refusal !== null) {
      this.status.refuse(refusal);
      return;
    }
    const { cursor, colour } = this;
    const index = this.board.grid.indexOf(cursor.x, cursor.y);
    const tag = this.placements.add(index, colour, this.clock.now());
    if (tag === null || !this.send({ ...cursor, colour, tag })) {
      if (tag !== null) this.placements.remove(tag);
      this.status.refuse(sayRefusal(Status.busy, { waitMillis: 0 }));
      return;
    }
    this.#watch();
    this.#show();
  }

  /**
   * @param {{tag: number, status: number, colour: number, charges: number, waitMillis: number, seq: number}}
   *   result
   */
  settle(result) {
    const answered = this.placements.settle(result, this.board.seq);
    this.charges.update(result.charges, result.waitMillis, this.clock.now());
    if (this.placements.unansweredCount === 0) this.cancelWatch();
    if (answered !== null) this.#report(result, answered);
    this.#show();
  }

  /** The board moved on: placements that it shows by now leave the overlay. */
  advance() {
    const countBefore = this.placements.entries.length;
    this.placements.advance(this.board.seq);
    if (this.placements.entries.length < countBefore) this.stage.invalidateBoard({ isOwn: true });
    this.stage.invalidate();
  }

  /** What was unanswered never will be: it goes, and the reader is told. */
  dropPending() {
    this.cancelWatch();
    if (this.placements.clear().length > 0) this.status.refuse(say("lost"));
    this.#show();
  }

  /** @param {boolean} isReady called by the ring as time goes by */
  tick(isReady) {
    if (isReady && !this.wasReady && this.isLive) this.status.show(say("ready"));
    if (isReady !== this.wasReady) this.#showCursor();
    this.wasReady = isReady;
  }

  #refusal() {
    if (!this.isLive) return say(this.isComing ? "stillLoading" : "offline");
    if (this.colour === null) return say("noColour");
    if (this.cursor === null) return say("noPlace");
    const now = this.clock.now();
    const reason = reasonNotToPlace({
      canPlace: this.canPlace,
      isOpen: this.boardState === "open",
      grid: this.board.grid,
      placements: this.placements,
      cursor: this.cursor,
      colour: this.colour,
      charges: this.charges.available(now),
    });
    if (reason === null) return null;
    if (reason === Status.notOpen) return say(this.boardState === "closed" ? "closed" : "frozen");
    if (reason === Status.coolingDown && this.placements.unansweredCount > 0) return say("sending");
    return sayRefusal(reason, { waitMillis: this.charges.waitMillis(now) });
  }

  #report(result, { index, wanted }) {
    if (result.status !== Status.placed) {
      this.status.refuse(sayRefusal(result.status, result));
      return;
    }
    const { width } = this.board.grid;
    const pixel = { x: index % width, y: Math.floor(index / width) };
    this.status.show(say("placed", { colour: this.names[wanted], ...pixel }));
  }

  /** Silence is told to the reader in two steps; after the second it is time to doubt the connection. */
  #watch() {
    this.cancelWatch();
    this.cancelWatch = this.clock.schedule(sendingAfterMillis, () => {
      this.status.show(say("sending"));
      this.cancelWatch = this.clock.schedule(unconfirmedAfterMillis - sendingAfterMillis, () => {
        this.status.refuse(say("unconfirmed"));
        this.doubt();
      });
    });
  }

  #show() {
    this.cooldown.showColour(this.colour === null ? null : this.colours[this.colour]);
    this.cooldown.block(this.#obstacle());
    this.#showCursor();
  }

  #obstacle() {
    if (!this.isLive) return say(this.isComing ? "placeLoading" : "placeOffline");
    if (!this.canPlace) return say("placeWatching");
    return this.boardState === "open" ? null : say("placeFrozen");
  }

  #showCursor() {
    const isArmed = this.colour !== null && this.isLive && this.canPlace && this.boardState === "open"
      && this.charges.available(this.clock.now()) > this.placements.unansweredCount;
    const { cursor } = this;
    this.mark = cursor === null ? null : { ...cursor, colour: isArmed ? this.colour : null };
    this.cursorChanged();
    this.stage.invalidate();
  }
}
