// Waiting for a moment that may be days away. Timers of browsers hold no more than 24 days, and those of a
// machine that slept are late: so the way there is taken in steps.

/** How far a single timer looks ahead. */
const stepMillis = 3_600_000;

/**
 * @param {import("./clock.js").Clock} clock
 * @param {number} at by the clock; what is over already is done in the next turn
 * @param {() => void} work done once
 * @returns {() => void} cancels it
 */
export function scheduleAt(clock, at, work) {
  let cancel = () => {};
  const look = () => {
    const restMillis = at - clock.now();
    if (restMillis <= 0) work();
    else cancel = clock.schedule(Math.min(stepMillis, restMillis), look);
  };
  cancel = clock.schedule(Math.max(0, Math.min(stepMillis, at - clock.now())), look);
  return () => cancel();
}
