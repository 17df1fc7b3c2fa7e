// What the menu of a pixel offers, and how keys move about in it, as menus everywhere do. Pure.

/** @typedef {{name: string, symbol: string}} Entry its text is `menu` and the name */

/** @type {readonly Entry[]} */
export const entries = Object.freeze([
  { name: "Who", symbol: "who" },
  { name: "History", symbol: "past" },
  { name: "Replay", symbol: "replay" },
  { name: "Pick", symbol: "dropper" },
  { name: "Link", symbol: "share" },
  { name: "Report", symbol: "flag" },
]);

/**
 * @param {string} key that was pressed
 * @param {number} current index of the entry with the focus
 * @param {readonly string[]} labels of all entries
 * @returns {number | null} index of the entry that gets the focus; null where the key means nothing
 */
export function entryAfter(key, current, labels) {
  const count = labels.length;
  switch (key) {
    case "ArrowDown":
      return (current + 1) % count;
    case "ArrowUp":
      return (current - 1 + count) % count;
    case "Home":
    case "PageUp":
      return 0;
    case "End":
    case "PageDown":
      return count - 1;
    default:
      return beginningWith(key, current, labels);
  }
}

/** The next entry that begins with a letter. */
function beginningWith(key, current, labels) {
  if (!/^\p{L}$/u.test(key)) return null;
  const letter = key.toLowerCase();
  const order = labels.map((_, number) => (current + 1 + number) % labels.length);
  return order.find((number) => labels[number].toLowerCase().startsWith(letter)) ?? null;
}

/**
 * Where a box goes that belongs to a point: below and right of it, or wherever there is room.
 * @param {{x: number, y: number}} point
 * @param {{width: number, height: number}} box
 * @param {{width: number, height: number}} page
 * @returns {{left: number, top: number}} the box lies within the page, as far as it fits
 */
export function placeNear(point, box, page, gap = 8) {
  const fit = (at, size, room) => {
    const after = at + 2;
    const wanted = after + size + gap <= room ? after : at - 2 - size;
    return Math.max(gap, Math.min(wanted, room - size - gap));
  };
  return { left: fit(point.x, box.width, page.width), top: fit(point.y, box.height, page.height) };
}
