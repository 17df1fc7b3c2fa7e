// Chance that is the same each time.

/** @param {number} seed @returns {(below: number) => number} whole numbers from 0 on */
export function randomSource(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
