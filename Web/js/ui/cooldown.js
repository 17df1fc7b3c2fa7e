// The Place button with the ring around the chosen colour, and the Undo button beside it: how long until
// the next pixel, how many are ready, how long the last one can be taken back. Ticks only while there is
// something to wait for.

import { setHidden } from "./dom.js";
import { minutes, say } from "./texts.js";

const tickMillis = 250;

/** What the button says where a state of canvas/placing.js lets nothing be placed. */
const obstacles = Object.freeze({
  loading: "placeLoading", offline: "placeOffline", restarting: "placeOffline", ended: "placeOffline",
  past: "placePast", watching: "placeWatching", banned: "placeWatching", frozen: "placeFrozen",
  closed: "placeClosed", locked: "placeLocked", challenge: "placeChallenge",
});

export class CooldownView {
  /**
   * @param {{button: HTMLElement, label: HTMLElement, count: HTMLElement, ring: SVGElement,
   *   undo: HTMLElement, cancel: HTMLElement}} parts
   * @param {import("../canvas/charges.js").Charges} charges
   * @param {import("../util/clock.js").Clock} clock
   */
  constructor(parts, charges, clock) {
    Object.assign(this, { parts, charges, clock });
    this.player = null;
    this.ticked = () => {};
    this.shown = {};
    this.cancelTick = () => {};
  }

  /**
   * @param {import("./player.js").Player} player
   * @param {(isReady: boolean, waitMillis: number, share: number) => void} ticked
   */
  bind(player, ticked) {
    Object.assign(this, { player, ticked });
  }

  /** Shows what is true now, and comes back as long as that changes by itself. */
  refresh() {
    this.cancelTick();
    const now = this.clock.now();
    const { state, colour, colours, afterwards } = this.player;
    const waitMillis = this.charges.waitMillis(now);
    const charges = this.charges.available(now);
    const isReady = charges > 0;
    const obstacle = obstacles[state];
    const isPlaceable = obstacle === undefined && isReady;
    this.#write("label", this.parts.label, this.#label(state, obstacle, isReady, waitMillis));
    this.#write("count", this.parts.count, this.#count(charges, waitMillis));
    const { button, ring, undo, cancel } = this.parts;
    button.classList.toggle("is-ready", isPlaceable);
    button.classList.toggle("is-empty", colour === null);
    button.setAttribute("aria-disabled", String(!isPlaceable));
    button.style.setProperty("--colour", colour === null ? "transparent" : colours[colour]);
    const share = this.#share(waitMillis);
    ring.style.setProperty("--share", String(share));
    const undoMillis = afterwards.remainingMillis;
    setHidden(undo, undoMillis <= 0 || state === "aim", button);
    if (undoMillis > 0) {
      this.#write("undo", undo, say("undoOffer", { seconds: Math.ceil(undoMillis / 1000) }));
    }
    setHidden(cancel, state !== "aim", button);
    this.ticked(isReady, waitMillis, share);
    this.#comeBack(waitMillis, undoMillis);
  }

  #comeBack(waitMillis, undoMillis) {
    const delays = [waitMillis, undoMillis].filter((millis) => millis > 0);
    if (delays.length === 0) return;
    this.cancelTick = this.clock.schedule(Math.min(tickMillis, ...delays), () => this.refresh());
  }

  #label(state, obstacle, isReady, waitMillis) {
    if (obstacle !== undefined) return say(obstacle);
    if (state === "aim") return say("placeHere");
    return isReady ? say("place") : minutes(waitMillis);
  }

  #count(charges, waitMillis) {
    const { max } = this.charges;
    if (max <= 1) return "";
    const isFull = waitMillis <= 0 || charges === 0;
    return say(isFull ? "charges" : "nextCharge", { charges, max, wait: minutes(waitMillis) });
  }

  /** Elements are touched only when what they say changes. */
  #write(name, element, text) {
    if (this.shown[name] === text) return;
    this.shown[name] = text;
    element.textContent = text;
  }

  /** How much of the way to the next charge is done. */
  #share(waitMillis) {
    if (waitMillis <= 0) return 1;
    const whole = Math.max(this.charges.cooldownMillis, waitMillis);
    return 1 - waitMillis / whole;
  }
}
