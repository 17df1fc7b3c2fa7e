// The reasons for which a placement is refused, and those that the client can tell by itself, so that a
// hopeless one never leaves the page. The server alone decides; this only spares the reader the way.

/** Statuses of a RESULT, as PROTOCOL numbers them. */
export const Status = Object.freeze({
  placed: 0,
  coolingDown: 1,
  outside: 2,
  noSuchColour: 3,
  unchanged: 4,
  notOpen: 5,
  protected: 6,
  banned: 7,
  flooding: 8,
  challenge: 9,
  newcomer: 10,
  busy: 11,
  watching: 12,
  tooLate: 15,
});

/**
 * @typedef {object} Attempt
 * @property {boolean} canPlace whether the server gave this reader a session that may place
 * @property {boolean} isOpen whether the board takes placements at all
 * @property {import("./grid.js").Grid} grid
 * @property {import("./placements.js").Placements} placements
 * @property {{x: number, y: number}} cursor
 * @property {number} colour
 * @property {number} charges left, those of unanswered placements not taken off
 */

/**
 * @param {Attempt} attempt
 * @returns {number | null} the first reason not to send, in the server's order; null when there is none to be
 *   seen from here
 */
export function reasonNotToPlace({ canPlace, isOpen, grid, placements, cursor, colour, charges }) {
  if (!canPlace) return Status.watching;
  if (!isOpen) return Status.notOpen;
  if (!grid.contains(cursor.x, cursor.y)) return Status.outside;
  const index = grid.indexOf(cursor.x, cursor.y);
  if ((placements.colourAt(index) ?? grid.colours[index]) === colour) return Status.unchanged;
  if (charges - placements.unansweredCount < 1) return Status.coolingDown;
  return null;
}
