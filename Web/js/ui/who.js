// Who placed this: asked when the reader points at a pixel for a while, or wants to know; the answer stands
// at the pixel. At most one question is under way, and the newest wins.

import { ago, say } from "./texts.js";

const dwellMillis = 400;
const shownMillis = 6_000;
/** Pixels smaller than this are not what a resting mouse means. */
const dwellScaleMin = 4;

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
   */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    /** @type {{x: number, y: number, isSpoken: boolean} | null} */
    this.asked = null;
    this.cancelDwell = () => {};
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

  /**
   * The server's answer.
   * @param {{x: number, y: number, colour: number, name: string | null, at: number | null}} message
   */
  answer({ x, y, colour, name, at }) {
    const { asked } = this;
    if (asked === null || asked.x !== x || asked.y !== y) return;
    const when = at === null ? "" : ago(at, this.wallMillis());
    const values = { x, y, colour: this.player.names[colour] ?? String(colour), name: name ?? "?", when };
    this.callout.show({ x, y }, say(at === null ? "whoNobody" : "who", values), {
      millis: asked.isSpoken ? shownMillis : undefined,
    });
    if (!asked.isSpoken) return;
    this.announcer.say(say(at === null ? "whoSpokenNobody" : "whoSpoken", values));
    this.asked = null;
  }

  #ask(pixel, isSpoken) {
    if (!this.ask({ type: "pixel", x: pixel.x, y: pixel.y })) return false;
    this.asked = { ...pixel, isSpoken };
    return true;
  }

  #forget() {
    this.asked = null;
    this.callout.hide();
  }
}
