// The place that an address names behind its `#`: `#x,y,zoom`, where zoom is CSS pixels a board pixel. What
// follows after `&` belongs to others (a template, say, which may be all of 8 KiB) and is kept.

const form = /^#?(-?\d{1,4}),(-?\d{1,4})(?:,(\d{1,3}(?:\.\d{1,3})?))?(?:&(.*))?$/s;
const restMax = 8_000;

/**
 * @typedef {{x: number, y: number, zoom: number | null, rest: string}} Place
 */

/**
 * @param {string} hash
 * @returns {Place | null} null where it names no place
 */
export function parseLink(hash) {
  const found = form.exec(hash);
  if (found === null) return null;
  const zoom = found[3] === undefined ? null : Number(found[3]);
  const rest = found[4] ?? "";
  return {
    x: Number(found[1]),
    y: Number(found[2]),
    zoom: zoom === null || zoom > 0 ? zoom : null,
    rest: rest.length <= restMax ? rest : "",
  };
}

/** @param {Place} place @returns {string} with its `#` */
export function formatLink({ x, y, zoom, rest = "" }) {
  const scale = zoom === null ? "" : `,${Number(zoom.toFixed(zoom < 1 ? 3 : 1))}`;
  return `#${x},${y}${scale}${rest === "" ? "" : `&${rest}`}`;
}
