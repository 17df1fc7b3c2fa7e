// Keeping a number where it belongs.

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high not below `low`
 * @returns {number} the value, or the bound that it went past
 */
export function clamp(value, low, high) {
  return Math.max(low, Math.min(value, high));
}
