// When the pixel becomes ready, as told again and again: which of that is news. Pure.

/** Two readings of one deadline differ by less: clocks tick and durations are rounded. */
const sameMillis = 400;
/** What is shorter is over before anybody looked away: not worth a word. */
const shortestMillis = 2_000;

export class Deadline {
  constructor() {
    this.at = null;
    this.wasReady = true;
    this.isLong = false;
  }

  /**
   * @param {{isReady: boolean, waitMillis: number}} reading
   * @param {number} nowMillis
   * @returns {{kind: "none"} | {kind: "wait", millis: number} | {kind: "ready", isNews: boolean}} what to do:
   *   nothing; wait anew; say that it is ready, if somebody waited long enough for that to be news
   */
  read({ isReady, waitMillis }, nowMillis) {
    if (isReady || !Number.isFinite(waitMillis)) {
      const isNews = isReady && !this.wasReady && this.isLong;
      const isChange = this.at !== null || isNews;
      this.at = null;
      this.wasReady = isReady;
      return isChange ? { kind: "ready", isNews } : { kind: "none" };
    }
    const at = nowMillis + waitMillis;
    const isSame = this.at !== null && Math.abs(this.at - at) < sameMillis;
    if (this.wasReady || this.at === null) this.isLong = waitMillis >= shortestMillis;
    this.wasReady = false;
    if (isSame) return { kind: "none" };
    this.at = at;
    return { kind: "wait", millis: waitMillis };
  }
}

/** The ring of the icon goes in so many steps. */
const ringSteps = 20;

/** @param {number} share of the wait that is over @returns {number} the share to draw, in steps of 5 % */
export function ringShare(share) {
  return Math.floor(Math.min(1, Math.max(0, share || 0)) * ringSteps) / ringSteps;
}
