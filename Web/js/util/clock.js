// Time as an argument: pure modules are handed a clock, tests hand them one that they move by hand.

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds that never go back; their zero means nothing
 * @property {(delayMillis: number, work: () => void) => (() => void)} schedule runs `work` once; returns what
 *   cancels it
 */

/** @type {Clock} */
export const systemClock = Object.freeze({
  now: () => performance.now(),
  schedule(delayMillis, work) {
    const timer = setTimeout(work, delayMillis);
    return () => clearTimeout(timer);
  },
});

/**
 * @param {Clock} clock
 * @param {number} millis
 * @returns {Promise<void>}
 */
export function sleep(clock, millis) {
  return new Promise((wake) => {
    clock.schedule(millis, wake);
  });
}
