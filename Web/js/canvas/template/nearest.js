// Which colour of a palette looks most like a given one: the nearest in OKLab, where distances are what eyes
// see. Pure.

/** The share of light of each of the 256 values of an sRGB channel. */
const light = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Answers that are remembered: images repeat their colours. A power of two. */
const memorySlots = 1 << 16;

/**
 * @param {number} rgb as 0xrrggbb
 * @returns {[number, number, number]} lightness and the two axes of hue
 */
export function oklab(rgb) {
  const red = light[rgb >> 16];
  const green = light[(rgb >> 8) & 255];
  const blue = light[rgb & 255];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

/** @param {string} hex as #rrggbb @returns {number} as 0xrrggbb */
export function rgbOf(hex) {
  return Number.parseInt(hex.slice(1), 16);
}

/**
 * @param {readonly string[]} palette as #rrggbb
 * @returns {(rgb: number) => number} finds the colour that is nearest; of equal ones the first
 */
export function nearestIn(palette) {
  const points = Float64Array.from(palette.flatMap((hex) => oklab(rgbOf(hex))));
  // One slot for each answer, found by a few bits of the question: a later question takes an earlier one's.
  const questions = new Int32Array(memorySlots).fill(-1);
  const answers = new Uint16Array(memorySlots);

  return (rgb) => {
    const slot = (Math.imul(rgb, 0x9e3779b1) >>> 16) & (memorySlots - 1);
    if (questions[slot] !== rgb) {
      questions[slot] = rgb;
      answers[slot] = nearestPoint(points, oklab(rgb));
    }
    return answers[slot];
  };
}

function nearestPoint(points, [lightness, a, b]) {
  let best = 0;
  let bestDistance = Infinity;
  for (let at = 0; at < points.length; at += 3) {
    const distance = (points[at] - lightness) ** 2 + (points[at + 1] - a) ** 2 + (points[at + 2] - b) ** 2;
    if (distance < bestDistance) {
      best = at / 3;
      bestDistance = distance;
    }
  }
  return best;
}
