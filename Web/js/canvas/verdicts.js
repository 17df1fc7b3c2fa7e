// The reasons for which a placement is refused, and those that are seen by looking at the board, so that a
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
 * @param {object} attempt
 * @param {{grid: import("./grid.js").Grid}} attempt.board
 * @param {import("./placements.js").Placements} attempt.placements
 * @param {{x: number, y: number}} attempt.cursor
 * @param {number} attempt.colour
 * @returns {number | null} the first reason not to send, in the server's order; null when there is none to be
 *   seen from here
 */
export function reasonNotToPlace({ board: { grid }, placements, cursor, colour }) {
  if (!grid.contains(cursor.x, cursor.y)) return Status.outside;
  const index = grid.indexOf(cursor.x, cursor.y);
  return (placements.colourAt(index) ?? grid.colours[index]) === colour ? Status.unchanged : null;
}
