// Asking for one thing after another while the reader cannot decide: at most one question is out, and when it
// is answered only the newest wish is asked next. Pure: what asks and what counts time are handed in.

/** Somebody who drags rests at least this long before the server is bothered. */
const restMillis = 120;
const attemptsMax = 8;
const retryMillis = 2_000;
const retryMillisMax = 30_000;

/** Too much to do, or too much asked: worth while to ask again. */
const isPassing = (error) => error.status === 503 || error.status === 429;

/**
 * @template Key, Answer
 */
export class NewestWins {
  /**
   * @param {object} options
   * @param {(key: Key, cancelled: AbortSignal) => Promise<Answer>} options.load
   * @param {(key: Key, answer: Answer) => void} options.done told in the order of asking; answers to older
   *   questions still come while newer ones wait
   * @param {(key: Key, error: unknown, isGivenUp: boolean) => void} options.failed
   * @param {import("../../util/clock.js").Clock} options.clock
   */
  constructor({ load, done, failed, clock }) {
    Object.assign(this, { load, done, failed, clock });
    /** @type {AbortController | null} of the question that is out */
    this.asking = null;
    /** @type {{key: Key, attempts: number} | null} what to ask next */
    this.wish = null;
    this.cancelRest = () => {};
    this.isResting = false;
  }

  /** @returns {boolean} whether an answer is still to come */
  get isBusy() {
    return this.asking !== null || this.wish !== null;
  }

  /**
   * @param {Key} key
   * @param {{rests?: boolean}} [options] `rests`: more wishes are likely to follow at once
   */
  ask(key, { rests = false } = {}) {
    this.wish = { key, attempts: 0 };
    this.#rest(rests ? restMillis : 0);
  }

  /** Nobody wants anything any more. */
  stop() {
    this.cancelRest();
    this.isResting = false;
    this.wish = null;
    this.asking?.abort();
    this.asking = null;
  }

  #rest(millis) {
    this.cancelRest();
    this.isResting = millis > 0;
    if (millis === 0) {
      this.#next();
      return;
    }
    this.cancelRest = this.clock.schedule(millis, () => {
      this.isResting = false;
      this.#next();
    });
  }

  async #next() {
    if (this.asking !== null || this.isResting || this.wish === null) return;
    const { key, attempts } = this.wish;
    this.wish = null;
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await this.load(key, asking.signal);
      if (this.#settle(asking)) this.done(key, answer);
    } catch (error) {
      if (this.#settle(asking)) this.#fail(key, attempts + 1, error);
    }
    this.#next();
  }

  /** @returns {boolean} whether this question still counts */
  #settle(asking) {
    if (this.asking !== asking) return false;
    this.asking = null;
    return true;
  }

  #fail(key, attempts, error) {
    const isGivenUp = !isPassing(error) || attempts >= attemptsMax;
    if (this.wish === null && !isGivenUp) {
      this.wish = { key, attempts };
      const asked = Number.isFinite(error?.retryAfterMillis) ? error.retryAfterMillis : retryMillis;
      this.#rest(Math.min(retryMillisMax, Math.max(restMillis, asked)));
    }
    this.failed(key, error, isGivenUp);
  }
}
