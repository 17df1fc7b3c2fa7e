// How large a picture of a part of the board becomes, and what it is called. Pure.

/** What the server makes at most, and so we. */
export const pixelsMax = 64_000_000;
export const scaleMax = 16;

/** @typedef {import("../../canvas/area.js").Area} Area */

/**
 * @param {Area} area
 * @param {number} scale
 * @param {number} [countMax] how many pixels a picture may have
 * @returns {{width: number, height: number, isTooLarge: boolean}}
 */
export function sizeOf(area, scale, countMax = pixelsMax) {
  const width = area.width * scale;
  const height = area.height * scale;
  return { width, height, isTooLarge: width * height > countMax };
}

/** @param {Area} area @param {number} [countMax] @returns {number} the largest there can be */
export function largestScale(area, countMax = pixelsMax) {
  let scale = scaleMax;
  while (scale > 1 && sizeOf(area, scale, countMax).isTooLarge) scale -= 1;
  return scale;
}

/**
 * @param {string} boardName
 * @param {Date} moment that the picture shows
 * @returns {string} with the reader's time
 */
export function fileName(boardName, moment) {
  const pad = (part, length = 2) => String(part).padStart(length, "0");
  const day = `${pad(moment.getFullYear(), 4)}${pad(moment.getMonth() + 1)}${pad(moment.getDate())}`;
  return `${boardName}-${day}-${pad(moment.getHours())}${pad(moment.getMinutes())}.png`;
}
