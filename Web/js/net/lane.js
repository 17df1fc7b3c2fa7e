// Work that must be done in order, a piece at a time, and of which only so much may wait.

export class Lane {
  #waiting = [];
  #isBusy = false;

  /** @param {number} waitingMax pieces that may wait behind the one being done */
  constructor(waitingMax) {
    this.waitingMax = waitingMax;
  }

  /**
   * @param {() => Promise<void>} work that does not fail
   * @returns {boolean} whether it will be done; false when too much waits already
   */
  add(work) {
    if (this.#waiting.length >= this.waitingMax) return false;
    this.#waiting.push(work);
    if (!this.#isBusy) this.#drain();
    return true;
  }

  /** Forgets what waits. */
  clear() {
    this.#waiting = [];
  }

  async #drain() {
    this.#isBusy = true;
    while (this.#waiting.length > 0) await this.#waiting.shift()();
    this.#isBusy = false;
  }
}
