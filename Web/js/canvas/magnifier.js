// Where the magnifier of an aimed pixel goes and how much it enlarges. Pure.

import { clamp } from "../util/clamp.js";

const radiusCSS = 48;
/** From the middle of the pixel to the edge of the glass: about what a finger hides. */
const fingerCSS = 36;
const marginCSS = 8;
const enlargement = 4;
/** CSS pixels per board pixel in the glass: enough to see one, and never so many that its neighbours go. */
const scaleMinCSS = 16;
const scaleMaxCSS = 32;

/**
 * @typedef {{x: number, y: number, radius: number, scale: number}} Magnifier all in device pixels; `x`, `y`
 *   is its middle on the screen, `scale` is per board pixel
 */

/**
 * @param {{x: number, y: number}} pixel
 * @param {import("./viewport.js").Viewport} viewport
 * @param {number} unit device pixels per CSS pixel
 * @returns {Magnifier | null} null when the pixel is out of sight
 */
export function magnifierAt(pixel, viewport, unit) {
  const { scale, width, height, insets } = viewport;
  const point = viewport.pointOf(pixel);
  if (!viewport.shows(point)) return null;
  const { x, y } = point;
  const radius = radiusCSS * unit;
  const room = radius + marginCSS * unit;
  const distance = radius + Math.max(fingerCSS * unit, scale / 2);
  // What floats at the upper edge is small and may be covered for a moment; the dock is what one presses
  // next.
  const isAbove = y - distance >= insets.top + room || y + distance > height - insets.bottom - room;
  return {
    x: Math.round(clamp(x, room, width - room)),
    y: Math.round(clamp(isAbove ? y - distance : y + distance, room, height - room)),
    radius,
    scale: Math.round(clamp(scale * enlargement, scaleMinCSS * unit, scaleMaxCSS * unit)),
  };
}
