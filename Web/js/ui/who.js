// Who placed this: asked when the reader points at a pixel for a while, or wants to know; the answer stands
// at the pixel. At most one question is under way, and the newest wins.

import { ago, say } from "./texts.js";

const dwellMillis = 400;
const shownMillis = 6_000;
/** With something to do in it. */
const offeredMillis = 12_000;
/** Pixels smaller than this are not what a resting mouse means. */
const dwellScaleMin = 4;

/**
 * @typedef {object} Placed what the server says of a pixel
 * @property {number} x
 * @property {number} y
 * @property {number} colour
 * @property {string | null} name
 * @property {number | null} at null where nobody has placed yet
 * @property {boolean} [staff] whether a moderator placed it
 */

/**
 * @param {Placed} placed
 * @param {object | null} you
 * @returns {boolean} whether it is somebody else's, and the reader somebody who can be answered
 */
export function isReportable({ name, at, staff }, you) {
  const hasSession = typeof you?.id === "string";
  return hasSession && at !== null && typeof name === "string" && name !== you.name && staff !== true;
}

export class Who {
  /**
   * @param {object} collaborators
   * @param {import("../util/clock.js").Clock} collaborators.clock
   * @param {import("./callout.js").Callout} collaborators.callout
   * @param {import("./status.js").Announcer} collaborators.announcer
   * @param {import("./player.js").Player} collaborators.player
   * @param {import("./stage.js").Stage} collaborators.stage
   * @param {(message: object) => boolean} collaborators.ask sends a text message
   * @param {() => number} collaborators.wallMillis
   * @param {() => boolean} collaborators.isOff whether what is seen is not what the answer would be about
   * @param {() => object | null} collaborators.you who the reader is, as the server says
   * @param {(placed: Placed) => void} collaborators.report the reader wants to report it
   * @param {(placed: Placed) => void} collaborators.heard the reader was told of something to be reported
   */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    /** @type {{x: number, y: number, isSpoken: boolean} | null} */
    this.asked = null;
    this.cancelDwell = () => {};
    /** What the reader was told last, if they asked. @type {Placed | null} */
    this.told = null;
    /** What has become of the reader's own report of it; null where there is none. */
    this.noteOf = () => null;
  }

  /** The mouse moved to a pixel, or away. @param {{x: number, y: number} | null} pixel */
  point(pixel) {
    this.cancelDwell();
    if (this.asked !== null && !this.asked.isSpoken) this.#forget();
    if (pixel === null || this.isOff() || this.stage.viewport.scale / this.stage.unit < dwellScaleMin) return;
    this.cancelDwell = this.clock.schedule(dwellMillis, () => this.#ask(pixel, false));
  }

  /** The reader wants to know. @param {{x: number, y: number} | null} pixel */
  tell(pixel) {
    this.cancelDwell();
    if (pixel === null) this.player.teller.sayNo("noPlace");
    else if (this.isOff()) this.player.teller.sayNo("past");
    else if (!this.#ask(pixel, true)) this.player.teller.sayNo("whoUnknown");
  }

  /** The server's answer. @param {Placed} message */
  answer(message) {
    const { asked } = this;
    const { x, y, at } = message;
    if (asked === null || asked.x !== x || asked.y !== y) return;
    const values = this.#valuesOf(message);
    if (!asked.isSpoken) {
      this.#show(message, values, {});
      return;
    }
    this.asked = null;
    this.told = message;
    const note = this.#tell();
    const spoken = say(at === null ? "whoSpokenNobody" : "whoSpoken", values);
    this.announcer.say(note === null ? spoken : `${spoken}. ${note}`);
    if (isReportable(message, this.you())) this.heard(message);
  }

  /** The answer once more, if it is still there: more is known of the reader's report by now. */
  refresh() {
    const { told, callout } = this;
    if (told !== null && callout.pixel?.x === told.x && callout.pixel.y === told.y) this.#tell();
  }

  /** @returns {string | null} what has become of the reader's report */
  #tell() {
    const { told } = this;
    const note = this.noteOf(told);
    const mayReport = note === null && isReportable(told, this.you());
    this.#show(told, this.#valuesOf(told), {
      note,
      millis: mayReport ? offeredMillis : shownMillis,
      action: mayReport ? { label: say("report"), act: () => this.report(told) } : null,
    });
    return note;
  }

  #show({ x, y, at, staff }, values, options) {
    const text = say(at === null ? "whoNobody" : "who", values);
    this.callout.show({ x, y }, text, { ...options, isStaff: staff === true });
  }

  #valuesOf({ x, y, colour, name, at }) {
    const when = at === null ? "" : ago(at, this.wallMillis());
    return { x, y, colour: this.player.names[colour] ?? String(colour), name: name ?? "?", when };
  }

  #ask(pixel, isSpoken) {
    if (!this.ask({ type: "pixel", x: pixel.x, y: pixel.y })) return false;
    this.asked = { ...pixel, isSpoken };
    this.told = null;
    return true;
  }

  #forget() {
    this.asked = null;
    this.callout.hide();
  }
}
