// The reader's own reports, and what has become of each. Pure.

/** As many as the server tells of. */
export const reportsMax = 50;
export const textCharactersMax = 200;
const noteKeys = {
  open: "reportOpen", seen: "reportSeen", acted: "reportActed", dismissed: "reportDismissed",
};

/**
 * @typedef {object} Report
 * @property {string} id
 * @property {number} x
 * @property {number} y
 * @property {"open" | "seen" | "acted" | "dismissed"} state
 * @property {number} at milliseconds since 1970
 */

/** @param {string} text @returns {"reportEmpty" | "reportTooLong" | null} the key of why it cannot be sent */
export function problemOf(text) {
  const { length } = [...text.trim()];
  if (length === 0) return "reportEmpty";
  return length > textCharactersMax ? "reportTooLong" : null;
}

/** @param {string} state @returns {string | null} the key of how it is told */
export function noteKey(state) {
  return Object.hasOwn(noteKeys, state) ? noteKeys[state] : null;
}

/**
 * What went wrong, as the key of a text that says what to do.
 * @param {{status: number, code: string}} error
 * @returns {string}
 */
export function troubleKey({ status, code }) {
  if (status === 0) return "reportUnreachable";
  if (status === 429) return "reportTooMany";
  const keys = { "no-session": "reportNoSession", nobody: "reportNobody", "own-pixel": "reportOwn" };
  return Object.hasOwn(keys, code) ? keys[code] : "reportFailed";
}

export class Reports {
  constructor() {
    /** @type {Map<string, Report>} oldest first */
    this.byID = new Map();
  }

  /** @param {unknown} list as the server tells it, newest first */
  take(list) {
    if (!Array.isArray(list)) return;
    for (const value of list.slice(0, reportsMax).reverse()) this.add(value);
  }

  /** @param {unknown} value */
  add(value) {
    const { id, x, y, state, at } = value ?? {};
    const isSound = typeof id === "string" && Number.isSafeInteger(x) && Number.isSafeInteger(y)
      && noteKey(state) !== null && Number.isFinite(at);
    if (!isSound) return;
    this.byID.delete(id);
    this.byID.set(id, { id, x, y, state, at });
    if (this.byID.size > reportsMax) this.byID.delete(this.byID.keys().next().value);
  }

  /** @param {{id: string, state: string}} change @returns {Report | null} the report, if it is known */
  change({ id, state }) {
    const report = this.byID.get(id);
    if (report === undefined || noteKey(state) === null) return null;
    report.state = state;
    return report;
  }

  /**
   * @param {{x: number, y: number, at: number | null}} placed
   * @returns {Report | null} the newest one of it: what was placed there later is something else
   */
  about({ x, y, at }) {
    if (at === null) return null;
    const isAboutIt = (report) => report.x === x && report.y === y && report.at >= at;
    return [...this.byID.values()].findLast(isAboutIt) ?? null;
  }
}
