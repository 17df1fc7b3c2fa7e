// How much of the board one device pixel stands for, and what follows from it: how many board pixels to read
// for it, and how strongly lines between board pixels show. Pure.

/** Board pixels read along each side of a device pixel's footprint; wider ones are read with gaps. */
export const tapsMax = 16;

/** Device pixels per board pixel at which lines begin to show, and at which they show in full. */
const linesFrom = 6;
const linesFull = 16;
const lineOpacityMax = 0.28;

/**
 * @typedef {object} Footprint
 * @property {number} span side of the footprint in board pixels, with fractions; 1 where the view is not
 *   below its natural size
 * @property {number} stride board pixels that each one that is read stands for, along each side
 */

/**
 * The footprint's edges fall on the same board positions wherever the view is moved to, for the board's
 * corner is on a whole device pixel; so does what is read of it, for it starts at multiples of the stride.
 * That is why a moving board does not shimmer.
 * @param {number} scale device pixels per board pixel
 * @returns {Footprint}
 */
export function footprintAt(scale) {
  if (scale >= 1) return { span: 1, stride: 1 };
  const span = 1 / scale;
  return { span, stride: Math.ceil(span / tapsMax) };
}

/**
 * @param {number} scale device pixels per board pixel
 * @returns {number} 0 where lines would hide more than they show
 */
export function lineOpacityAt(scale) {
  if (scale < linesFrom) return 0;
  return lineOpacityMax * Math.min(1, (scale - linesFrom + 1) / (linesFull - linesFrom + 1));
}
