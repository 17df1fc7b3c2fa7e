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

/**
 * @param {string} rest of an address
 * @param {string} name
 * @returns {string | null} what stands behind `NAME=` in it
 */
export function partOf(rest, name) {
  const part = rest.split("&").find((each) => each.startsWith(`${name}=`));
  return part === undefined ? null : part.slice(name.length + 1);
}

/**
 * @param {string} rest of an address
 * @param {string} name
 * @param {string | null} value null takes it away
 * @returns {string} the rest with that and all else that was in it
 */
export function withPart(rest, name, value) {
  const others = rest.split("&").filter((each) => each !== "" && !each.startsWith(`${name}=`));
  return (value === null ? others : [...others, `${name}=${value}`]).join("&");
}
