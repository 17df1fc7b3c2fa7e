// The Place button and the ring around the chosen colour: how long until the next pixel, how many are ready.
// Ticks only while there is something to wait for.

import { minutes, say } from "./texts.js";

const tickMillis = 250;

export class CooldownView {
  /**
   * @param {{button: HTMLElement, label: HTMLElement, count: HTMLElement, ring: SVGElement}} parts
   * @param {import("../canvas/charges.js").Charges} charges
   * @param {import("../util/clock.js").Clock} clock
   * @param {(isReady: boolean, waitMillis: number) => void} ticked
   */
  constructor(parts, charges, clock, ticked) {
    Object.assign(this, { parts, charges, clock, ticked });
    /** Why nothing can be placed for other reasons than time; null when only time matters. */
    this.obstacle = null;
    this.cancelTick = () => {};
  }

  /** @param {string | null} text shown instead of the countdown */
  block(text) {
    this.obstacle = text;
    this.refresh();
  }

  /** @param {string | null} hex the chosen colour */
  showColour(hex) {
    this.parts.button.style.setProperty("--colour", hex ?? "transparent");
    this.parts.button.classList.toggle("is-empty", hex === null);
  }

  /** Shows what is true now, and comes back as long as that changes by itself. */
  refresh() {
    this.cancelTick();
    const now = this.clock.now();
    const available = this.charges.available(now);
    const waitMillis = this.charges.waitMillis(now);
    const isReady = available > 0;
    const isBlocked = this.obstacle !== null;
    const { button, label, count, ring } = this.parts;
    label.textContent = this.obstacle ?? (isReady ? say("place") : minutes(waitMillis));
    const { max } = this.charges;
    count.textContent = max > 1 ? say("charges", { charges: available, max }) : "";
    button.classList.toggle("is-ready", isReady && !isBlocked);
    button.setAttribute("aria-disabled", String(!isReady || isBlocked));
    ring.style.setProperty("--share", String(this.#share(waitMillis)));
    this.ticked(isReady, waitMillis);
    if (waitMillis <= 0) return;
    this.cancelTick = this.clock.schedule(Math.min(tickMillis, waitMillis), () => this.refresh());
  }

  /** How much of the way to the next charge is done. */
  #share(waitMillis) {
    if (waitMillis <= 0) return 1;
    const whole = Math.max(this.charges.cooldownMillis, waitMillis);
    return 1 - waitMillis / whole;
  }
}
