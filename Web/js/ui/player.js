// What the reader is about to do and what becomes of it: cursor, chosen colour, placing, taking back. What an
// act means is decided by canvas/placing.js; this carries it out, and the teller says a word on each outcome.

import { Ground } from "../canvas/ground.js";
import { factsAfter, meaningOf, stateOf } from "../canvas/placing.js";
import { Status, reasonNotToPlace } from "../canvas/verdicts.js";
import { Afterwards } from "./afterwards.js";
import { Aim } from "./aim.js";
import { Hand } from "./hand.js";

/**
 * @typedef {object} Collaborators
 * @property {{grid: import("../canvas/grid.js").Grid | null, seq: number | null}} board the copy that is
 *   drawn
 * @property {import("../canvas/placements.js").Placements} placements
 * @property {import("../canvas/charges.js").Charges} charges
 * @property {import("../util/clock.js").Clock} clock
 * @property {import("./stage.js").Stage} stage
 * @property {import("./palette.js").PaletteView} palette
 * @property {import("./teller.js").Teller} teller
 * @property {import("../util/emitter.js").Emitter} emitter
 * @property {(placement: object) => boolean} send
 * @property {(pixel: object) => boolean} takeBack
 * @property {() => void} changed something that buttons and marks show may be another
 */

export class Player {
  /** @param {Collaborators} collaborators */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    this.hand = new Hand(collaborators.palette, (colour) => this.#colourChanged(colour));
    /** Under the mouse, or else chosen by tap, click or keys. */
    this.hovered = null;
    this.aimed = null;
    this.aim = new Aim(collaborators.clock, () => this.changed());
    this.isTouch = false;
    /** Whether a finger places at once, as a mouse does. */
    this.isOneTap = false;
    /** Whether the next tap picks a colour up. */
    this.isPicking = false;
    this.afterwards = new Afterwards(collaborators);
    this.ground = new Ground();
    this.conditions = {
      link: "loading", isLookingBack: false, canPlace: false, isBanned: false, isStaff: false,
      mustSolve: false, board: "open",
    };
  }

  /** @returns {number | null} the chosen one */
  get colour() {
    return this.hand.colour;
  }

  get names() { return this.hand.names; }
  get colours() { return this.hand.colours; }

  get cursor() { return this.hovered ?? this.aimed; }

  /** @returns {{x: number, y: number}} the cursor; without one, the pixel in the middle of the view */
  get whereabouts() {
    const { viewport } = this.stage;
    return this.cursor ?? viewport.nearestPixel(viewport.middle);
  }

  /** @returns {import("../canvas/placing.js").Facts} */
  get facts() {
    return {
      ...this.conditions,
      isLocked: !this.conditions.isStaff && this.ground.isLocked(this.cursor, this.clock.now()),
      colour: this.colour,
      isAiming: this.aim.isHeld,
      unanswered: this.placements.unansweredCount,
      charges: this.charges.available(this.clock.now()),
    };
  }

  /** @returns {string} one of the states of canvas/placing.js */
  get state() {
    return stateOf(this.facts);
  }

  /** @param {Partial<import("../canvas/placing.js").Facts>} conditions that are others now */
  setConditions(conditions) {
    Object.assign(this.conditions, conditions);
    this.changed();
  }

  /** @param {boolean} isLookingBack */
  setLookingBack(isLookingBack) {
    this.setConditions({ isLookingBack });
    this.teller.situation(this);
  }

  /**
   * @param {{canPlace: boolean, charges: number, waitMs: number, gateMs?: number, puzzle?: boolean}} you
   * @param {boolean} [isBanned] if a ban that nothing is said of still holds, the next answer tells
   */
  setYou(you, isBanned = false) {
    this.charges.update(you.charges, you.waitMs, this.clock.now());
    this.charges.setGate(you.gateMs, this.clock.now());
    // That nobody places while the board is paused is told as the board's matter, not as the reader's.
    const canPlace = you.canPlace || typeof you.id === "string";
    const isStaff = you.role === "moderator";
    this.setConditions({ canPlace, isBanned, isStaff, mustSolve: you.puzzle === true });
  }

  /** @param {{cooldownMs: number, maxCharges: number, state: string}} rules */
  setRules(rules) {
    this.charges.setRules(rules);
    this.setConditions({ board: rules.state });
  }

  /** @param {number} colour @returns {boolean} false when the palette has no such colour */
  chooseColour(colour) {
    return this.hand.choose(colour);
  }

  /** The colour of the pixel at the cursor becomes the chosen one. @param {{x: number, y: number}} [pixel] */
  pick(pixel = this.cursor) {
    this.setPicking(false);
    const { grid } = this.board;
    if (pixel === null || grid === null || !grid.contains(pixel.x, pixel.y)) return;
    const index = grid.indexOf(pixel.x, pixel.y);
    this.hand.choose(this.placements.colourAt(index) ?? grid.colours[index]);
    this.teller.picked(this.names[this.colour]);
  }

  setPicking(isPicking) {
    this.isPicking = isPicking;
    this.changed();
  }

  /** Lets go of what is held: the aimed pixel, else the colour, else the cursor. */
  dismiss() {
    if (this.isPicking) {
      this.setPicking(false);
      return;
    }
    const meaning = meaningOf(this.facts, "cancel");
    this.aim.letGo();
    if (meaning !== "drop" && this.colour !== null) {
      this.hand.letGo();
      return;
    }
    this.aimed = null;
    this.#cursorMoved();
    this.teller.situation(this);
  }

  /** @param {{x: number, y: number} | null} pixel under the mouse */
  hover(pixel) {
    const { grid } = this.board;
    const next = pixel !== null && grid !== null && grid.contains(pixel.x, pixel.y) ? pixel : null;
    if (next?.x === this.hovered?.x && next?.y === this.hovered?.y) return;
    this.hovered = next;
    this.#cursorMoved();
  }

  /**
   * A tap or click: a finger only aims, for it hides what it points at; a mouse with a colour places.
   * @param {{x: number, y: number}} pixel
   * @param {string} kind of pointer
   */
  tap(pixel, kind) {
    this.isTouch = kind === "touch";
    const { grid } = this.board;
    if (grid === null) return;
    if (this.isPicking) {
      this.pick(pixel);
      return;
    }
    if (!grid.contains(pixel.x, pixel.y)) {
      this.teller.refuse(Status.outside, this, pixel);
      return;
    }
    this.aimed = pixel;
    this.hovered = null;
    this.#act(meaningOf(this.facts, this.isTouch && !this.isOneTap ? "tap" : "click"));
    this.#cursorMoved();
  }

  place() {
    this.#act(meaningOf(this.facts, "confirm"));
    this.changed();
  }

  /** @param {{x: number, y: number}} pixel where the cursor is from now on */
  aimAt(pixel) {
    this.aimed = pixel;
    this.hovered = null;
    this.#cursorMoved();
  }

  /** @param {number} deltaX @param {number} deltaY */
  moveCursor(deltaX, deltaY) {
    const { grid } = this.board;
    if (grid === null) return;
    const from = this.whereabouts;
    this.aimAt(grid.nearest({ x: from.x + deltaX, y: from.y + deltaY }));
    this.stage.change((viewport) => viewport.reveal(this.aimed.x, this.aimed.y));
  }

  /** Takes the newest pixel back, as long as that is possible. */
  undo() {
    this.afterwards.undo(this);
    this.changed();
  }

  /** @param {import("../wire/messages.js").Result} result */
  settle(result) {
    this.charges.settle(result, this.clock.now());
    if (!this.afterwards.settle(result, this)) {
      const answered = this.placements.settle(result, this.board.seq);
      if (answered !== null) this.#report(result, answered);
    }
    this.teller.answered(this.placements.oldestSentAt);
    this.changed();
  }

  /** The board moved on: placements that it shows by now leave the overlay. */
  advance() {
    const countBefore = this.placements.entries.length;
    if (countBefore === 0) return;
    this.placements.advance(this.board.seq);
    // What leaves the overlay has to be seen on the board in the same frame.
    if (this.placements.entries.length < countBefore) this.stage.invalidateBoard({ isOwn: true });
    this.changed();
  }

  /** What was unanswered never will be: it goes, and once connected again it is seen what became of it. */
  dropPending() {
    this.afterwards.drop(this.placements.clear());
    this.teller.answered(null);
    this.changed();
  }

  #act(meaning) {
    if (meaning === "send") this.#send();
    else if (meaning === "aim") this.aim.hold();
    else if (meaning === "refuse") this.#refuse();
    else if (meaning === "raise") this.palette.raise();
    if (["aim", "raise", "select"].includes(meaning)) this.teller.situation(this);
  }

  /** Who has to wait learns first what waiting would not help against. */
  #refuse() {
    this.emitter.emit("refused", this.state);
    const isKnown = this.state === "cooling" && this.cursor !== null && this.colour !== null;
    const reason = isKnown ? reasonNotToPlace(this) : null;
    if (reason === null) this.teller.refuseState(this);
    else this.teller.refuse(reason, this, this.cursor);
  }

  #send() {
    const { cursor, colour } = this;
    if (cursor === null) {
      this.teller.sayNo("noPlace");
      return;
    }
    const reason = reasonNotToPlace(this);
    if (reason !== null) {
      this.teller.refuse(reason, this, cursor);
      return;
    }
    const index = this.board.grid.indexOf(cursor.x, cursor.y);
    const tag = this.placements.add(index, colour, this.clock.now());
    if (tag === null || !this.send({ ...cursor, colour, tag })) {
      if (tag !== null) this.placements.remove(tag);
      this.teller.refuse(Status.busy, this, cursor);
      return;
    }
    this.aim.letGo();
    this.afterwards.lost = null;
    this.teller.sent(this.placements.oldestSentAt);
  }

  #report(result, { index, wanted, sentAt }) {
    this.emitter.emit("answered", this.clock.now() - sentAt);
    const pixel = this.board.grid.pixelOf(index);
    if (result.status === Status.placed) {
      this.afterwards.reprieve.begin(pixel, sentAt);
      this.teller.placed(this, this.names[wanted], pixel);
      this.emitter.emit("placed", pixel);
      return;
    }
    this.setConditions(factsAfter(result.status));
    this.teller.refuse(result.status, this, pixel, result.waitMillis);
  }

  #colourChanged(colour) {
    this.teller.situation(this);
    this.emitter.emit("colour", colour);
    this.changed();
  }

  #cursorMoved() {
    this.emitter.emit("cursor", this.cursor);
    this.changed();
  }
}
