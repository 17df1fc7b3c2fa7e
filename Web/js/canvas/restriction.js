// What the moderators have put on the reader: a ban, or silence in the chat. As the server tells it, read
// with care. Pure.

import { endOf, lineOf } from "./ground.js";

/** The rules that reports and reasons name, in the order in which they are numbered everywhere. */
export const ruleCodes = Object.freeze(["hate", "botting", "nudity", "alts", "spam", "other"]);
const appealPattern = /^[A-Za-z0-9-]{1,16}$/;

/**
 * @typedef {object} Restriction
 * @property {"ban" | "mute"} kind
 * @property {string | null} reason one of the codes
 * @property {string} message a notice in words; may be empty
 * @property {number | null} endsAt by the clock; null: for good
 * @property {string | null} appeal the code to contest it with
 */

/**
 * @param {unknown} value as the server tells it
 * @param {number} now
 * @returns {Restriction | null} null where there is none
 */
export function readRestriction(value, now) {
  const { kind, reason, message, endsInMs, appeal } = value ?? {};
  if (kind !== "ban" && kind !== "mute") return null;
  return {
    kind,
    reason: ruleCodes.includes(reason) ? reason : null,
    message: lineOf(message),
    endsAt: endOf(endsInMs, now),
    appeal: appealPattern.test(appeal ?? "") ? appeal : null,
  };
}
