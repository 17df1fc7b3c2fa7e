// A reader at a small board: the real player and all that it decides with, and in place of what is seen and
// heard a list of what would have been.

import { Charges } from "../../../Web/js/canvas/charges.js";
import { Grid } from "../../../Web/js/canvas/grid.js";
import { Placements } from "../../../Web/js/canvas/placements.js";
import { Viewport } from "../../../Web/js/canvas/viewport.js";
import { Player } from "../../../Web/js/ui/player.js";
import { Teller } from "../../../Web/js/ui/teller.js";
import { Emitter } from "../../../Web/js/util/emitter.js";
import { ManualClock } from "./manual-clock.js";

export const palette = ["#ffffff", "#e50000", "#0000ea"];
const names = ["white", "red", "blue"];
const side = 20;

/** @returns {object} a stage on which one board pixel is ten on the screen */
export function fakeStage() {
  const viewport = new Viewport();
  viewport.resize(side * 10, side * 10, { top: 0, right: 0, bottom: 0, left: 0 });
  viewport.reshape(side, side);
  return {
    viewport,
    unit: 1,
    redrawnCount: 0,
    ownCount: 0,
    layers: new Set(),
    change: (work) => work(viewport),
    invalidate() {
      this.redrawnCount += 1;
    },
    invalidateBoard({ isOwn = false } = {}) {
      this.ownCount += isOwn ? 1 : 0;
    },
    addLayer(layer) {
      this.layers.add(layer);
      return { remove: () => this.layers.delete(layer), invalidate() {} };
    },
  };
}

/** @returns {object} a status line that keeps what it was told last */
export function fakeStatus() {
  return {
    text: "",
    isRefusal: false,
    action: null,
    show(text) {
      Object.assign(this, { text, isRefusal: false, action: null });
    },
    refuse(text, action = null) {
      Object.assign(this, { text, isRefusal: true, action });
    },
  };
}

/** @returns {object} a callout that keeps where it stands and what it says; `pixel` is null while hidden */
export function fakeCallout() {
  return {
    pixel: null,
    text: "",
    options: {},
    show(pixel, text, options = {}) {
      Object.assign(this, { pixel, text, options });
    },
    hide() {
      this.pixel = null;
    },
  };
}

/** @returns {object} an announcer that keeps everything it was told */
export function fakeAnnouncer() {
  return {
    spoken: [],
    say(text) {
      this.spoken.push(text);
    },
  };
}

/** @returns {object} a palette that keeps what it was made to show */
export function fakePalette() {
  return {
    shown: [],
    marked: null,
    raisedCount: 0,
    show(colours) {
      this.shown = colours;
    },
    mark(colour) {
      this.marked = colour;
    },
    raise() {
      this.raisedCount += 1;
    },
  };
}

/**
 * Connected to an open board, with one charge and red in hand.
 * @param {{cooldownMs?: number, maxCharges?: number, charges?: number, colour?: number | null}} [options]
 * @returns {object} the player as `player`, what is around it, and what was `sent` and `takenBack`
 */
export function makeDesk({ cooldownMs = 60_000, maxCharges = 1, charges = 1, colour = 1 } = {}) {
  const clock = new ManualClock();
  const board = { grid: new Grid(side, side), seq: 5 };
  const desk = {
    clock, board, placements: new Placements(), charges: new Charges(), stage: fakeStage(),
    palette: fakePalette(), status: fakeStatus(), callout: fakeCallout(), announcer: fakeAnnouncer(),
    emitter: new Emitter(), sent: [], takenBack: [], isSendable: true, doubtCount: 0,
  };
  const { status, callout, announcer } = desk;
  desk.teller = new Teller({
    status, callout, announcer, clock, charges: desk.charges,
    doubt: () => {
      desk.doubtCount += 1;
    },
  });
  const sendTo = (list) => (message) => {
    if (desk.isSendable) list.push(message);
    return desk.isSendable;
  };
  const player = new Player({
    board, placements: desk.placements, charges: desk.charges, clock, stage: desk.stage,
    palette: desk.palette, teller: desk.teller, emitter: desk.emitter, send: sendTo(desk.sent),
    takeBack: sendTo(desk.takenBack), changed: () => {},
  });
  player.hand.setBoard({ palette, paletteNames: names });
  player.setRules({ cooldownMs, maxCharges, state: "open" });
  player.setConditions({ link: "live" });
  player.setYou({ canPlace: true, charges, waitMs: charges >= maxCharges ? 0 : cooldownMs });
  if (colour !== null) player.chooseColour(colour);
  /** What the page shows at a pixel: the overlay, or else the board. */
  const seenAt = (x, y) => {
    const index = board.grid.indexOf(x, y);
    return desk.placements.colourAt(index) ?? board.grid.colours[index];
  };
  /** The server answers the newest message. */
  const answer = (changes) => {
    const tag = Math.max(...[...desk.sent, ...desk.takenBack].map((message) => message.tag));
    player.settle({ tag, status: 0, colour: 1, charges: 0, waitMillis: cooldownMs, seq: 6, ...changes });
  };
  /** Time goes by as the Place button counts it: four times a second. */
  const wait = (millis) => {
    for (let past = 0; past < millis; past += 250) {
      clock.advance(Math.min(250, millis - past));
      const now = clock.now();
      desk.teller.tick(player, desk.charges.available(now) > 0, desk.charges.waitMillis(now));
    }
  };
  return Object.assign(desk, { player, seenAt, answer, wait });
}
