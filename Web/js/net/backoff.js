// How long to wait before the next attempt: longer each time, never the same for everybody.

import { busyCodes, limits } from "./limits.js";

export class BackOff {
  #attempts = 0;

  /** @param {() => number} random 0 to 1 */
  constructor(random) {
    this.random = random;
  }

  /** It worked, or somebody asked: the next wait is a short one. */
  reset() {
    this.#attempts = 0;
  }

  /**
   * @param {number} closeCode of the connection that was lost
   * @param {number | null} restartMillis how long the server said that a restart takes
   * @returns {number}
   */
  next(closeCode, restartMillis) {
    const attempts = this.#attempts;
    this.#attempts += 1;
    // After an announced restart everyone would come back at once: each takes a random part of the time
    // announced.
    if (restartMillis !== null) return this.random() * restartMillis;
    const first = busyCodes.has(closeCode) ? limits.backOffBusyMillis : limits.backOffFirstMillis;
    const delayMillis = Math.min(limits.backOffMaxMillis, first * 2 ** attempts);
    return delayMillis * (0.5 + this.random() / 2);
  }
}
