// How old what is shown may be: since when the board has not been live, and whether that is long.

import { limits } from "./limits.js";

export class Freshness {
  #cancel = () => {};

  /**
   * @param {import("../util/clock.js").Clock} clock
   * @param {() => void} turnedStale called once it has been too long
   */
  constructor(clock, turnedStale) {
    this.clock = clock;
    this.turnedStale = turnedStale;
    /** @type {number | null} when the board was last known to be live; null while it is, or never was */
    this.since = null;
    this.isStale = false;
  }

  live() {
    this.#cancel();
    this.since = null;
    this.isStale = false;
  }

  /** The board that is shown is not followed any more; of use once, until it is live again. */
  lost() {
    if (this.since !== null) return;
    this.since = this.clock.now();
    this.#cancel = this.clock.schedule(limits.staleMillis, () => {
      this.isStale = true;
      this.turnedStale();
    });
  }

  /** What is shown was kept from another time. */
  kept() {
    this.since = this.clock.now();
    this.isStale = true;
  }
}
