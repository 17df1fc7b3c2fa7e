// A sign for each colour, for those to whom colours look alike: the same on swatch and board. Pure.

/** Digits and capitals without those that are taken for others: I and O. */
const signs = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/**
 * The first 34 colours have one sign each, those after them two: a number in that many digits, so that no two
 * are the same.
 * @param {number} index of a colour, 0 to 255
 * @returns {string}
 */
export function glyphFor(index) {
  const last = signs[index % signs.length];
  return index < signs.length ? last : signs[Math.floor(index / signs.length)] + last;
}

/**
 * What is read best on a colour: the one of black and white whose contrast with it is greater (WCAG 2).
 * @param {string} hex #rrggbb
 * @returns {"#000000" | "#ffffff"}
 */
export function inkOn(hex) {
  const luminance = luminanceOf(hex);
  const onBlack = (luminance + 0.05) / 0.05;
  const onWhite = 1.05 / (luminance + 0.05);
  return onBlack > onWhite ? "#000000" : "#ffffff";
}

/** @returns {number} relative luminance, 0 to 1 */
function luminanceOf(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  const [red, green, blue] = [value >>> 16, (value >>> 8) & 0xff, value & 0xff].map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
