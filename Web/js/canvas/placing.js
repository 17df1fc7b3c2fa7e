// What the reader may do with a pixel right now, as one table: a state follows from the facts, and what a
// click, a tap, a confirmation or a cancellation means follows from the state. Pure: time comes in as an
// argument, what is to be done goes out as a word.
//
//   loading -> view -> armed -> (aim, on touch) -> sending -> cooling -> armed
//
// The colour, the view and the cursor survive every state.

import { Status } from "./verdicts.js";

/**
 * @typedef {"loading" | "offline" | "restarting" | "ended" | "live"} Link how things stand with the server
 */

/**
 * @typedef {object} Facts
 * @property {Link} link
 * @property {boolean} isLookingBack whether the past is shown instead of the present
 * @property {boolean} canPlace whether the server gave this reader a session that may place
 * @property {boolean} isBanned
 * @property {"open" | "frozen" | "closed"} board
 * @property {boolean} mustSolve whether the server wants a puzzle solved first
 * @property {boolean} isLocked whether the moderators do not let the reader place at the cursor
 * @property {number | null} colour
 * @property {boolean} isAiming whether a finger holds a pixel that waits for its confirmation
 * @property {number} unanswered placements under way
 * @property {number} charges left, those of unanswered placements not taken off
 */

/** @param {Facts} facts @returns {string} the state that they make */
export function stateOf(facts) {
  if (facts.link !== "live") return facts.link;
  if (facts.isLookingBack) return "past";
  if (facts.isBanned) return "banned";
  if (!facts.canPlace) return "watching";
  if (facts.board !== "open") return facts.board;
  if (facts.mustSolve) return "challenge";
  if (facts.isLocked) return "locked";
  const isCharged = facts.charges - facts.unanswered >= 1;
  if (facts.unanswered > 0 && !isCharged) return "sending";
  if (!isCharged) return "cooling";
  if (facts.colour === null) return "view";
  return facts.isAiming ? "aim" : "armed";
}

/**
 * What an act of the reader means:
 *   send       the pixel goes out        aim      it is held until it is confirmed
 *   select     only the cursor moves     raise    the same, and the palette draws attention to itself
 *   refuse     the reader is told why    ignore   nothing: an answer is on its way
 *   letGo      the colour goes, else the pixel     drop     the aimed pixel goes, the colour stays
 */
const refused = { click: "refuse", tap: "refuse", confirm: "refuse", cancel: "letGo" };

export const meanings = Object.freeze({
  loading: { click: "ignore", tap: "ignore", confirm: "refuse", cancel: "letGo" },
  view: { click: "raise", tap: "raise", confirm: "refuse", cancel: "letGo" },
  armed: { click: "send", tap: "aim", confirm: "send", cancel: "letGo" },
  aim: { click: "send", tap: "aim", confirm: "send", cancel: "drop" },
  sending: { click: "select", tap: "select", confirm: "ignore", cancel: "letGo" },
  cooling: { click: "refuse", tap: "refuse", confirm: "refuse", cancel: "letGo" },
  past: refused,
  banned: refused,
  watching: refused,
  frozen: refused,
  locked: refused,
  challenge: refused,
  closed: refused,
  offline: refused,
  restarting: refused,
  ended: refused,
});

/** @param {number} status of a RESULT @returns {Partial<Facts>} what is known of the reader by it */
export function factsAfter(status) {
  if (status === Status.banned) return { isBanned: true };
  return status === Status.challenge ? { mustSolve: true } : {};
}

/**
 * @param {Facts} facts
 * @param {"click" | "tap" | "confirm" | "cancel"} act
 * @returns {string} one of the meanings above
 */
export function meaningOf(facts, act) {
  return meanings[stateOf(facts)][act];
}
