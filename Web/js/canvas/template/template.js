// A template: what a part of the board is to become, as one palette colour for each pixel, or none. And how
// an image becomes one. Pure.

import { nearestIn, rgbOf } from "./nearest.js";

/** Of pixels where nothing is wanted. */
export const nothing = 0xffff;

export const limits = Object.freeze({
  /** As large as a board may be. */
  sideMax: 4096,
  fileBytesMax: 8 * 1024 * 1024,
  /** How far outside of the board its corner may lie. */
  cornerMax: 4096,
});

/** Less opaque than half is as good as not there: pixels of a board have no transparency. */
const alphaMin = 128;

/**
 * @typedef {object} Template
 * @property {number} width
 * @property {number} height
 * @property {number} x of its top left corner on the board; may be negative
 * @property {number} y
 * @property {Uint16Array} colours
 */

/** @param {number} width @param {number} height @returns {boolean} */
export function isSizeAllowed(width, height) {
  const isSide = (side) => Number.isInteger(side) && side >= 1 && side <= limits.sideMax;
  return isSide(width) && isSide(height);
}

/** @param {number} position of a corner, from anywhere @returns {number} a whole one within the limits */
export function boundedCorner(position) {
  if (!Number.isFinite(position)) return 0;
  return Math.max(-limits.cornerMax, Math.min(limits.cornerMax, Math.round(position)));
}

/**
 * @param {Uint8ClampedArray | Uint8Array} rgba four bytes for each pixel
 * @param {(rgb: number) => number} nearest finds the colour of the palette, see `nearestIn`
 * @returns {Uint16Array} a colour of the palette for each pixel, or `nothing`
 */
export function convert(rgba, nearest) {
  const colours = new Uint16Array(rgba.length >> 2);
  for (let pixel = 0, byte = 0; pixel < colours.length; pixel += 1, byte += 4) {
    colours[pixel] = rgba[byte + 3] < alphaMin
      ? nothing
      : nearest((rgba[byte] << 16) | (rgba[byte + 1] << 8) | rgba[byte + 2]);
  }
  return colours;
}

/**
 * The same picture in another palette.
 * @param {Uint16Array} colours numbers beyond `from` become `nothing`
 * @param {readonly string[]} from the palette that they are of
 * @param {readonly string[]} to
 * @returns {Uint16Array}
 */
export function translated(colours, from, to) {
  const nearest = nearestIn(to);
  const table = new Uint16Array(nothing + 1).fill(nothing);
  from.forEach((hex, colour) => {
    table[colour] = nearest(rgbOf(hex));
  });
  return colours.map((colour) => table[colour]);
}
