// What the moderators decided, in words: of an area, of a pause, of a ban. Pure but for the texts.

import { moment, say } from "../../ui/texts.js";

const dayMillis = 86_400_000;

/**
 * @param {number | null} endsAt by the clock
 * @param {{now: number, wallMillis: number}} times by the clock and since 1970, of one instant
 * @returns {string} when that is: the time of today, with the day for later ones; empty where nobody knows
 */
export function whenOf(endsAt, { now, wallMillis }) {
  if (endsAt === null) return "";
  const at = wallMillis + endsAt - now;
  // What the calendar cannot hold is for good, as far as anybody here is concerned.
  if (!(Math.abs(at) < 8.64e15)) return "";
  const isSoon = endsAt - now < dayMillis && new Date(at).getDate() === new Date(wallMillis).getDate();
  return moment(at, isSoon ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

/**
 * @param {import("../../canvas/ground.js").GroundArea} area
 * @param {{now: number, wallMillis: number}} times
 * @returns {string} what it means for the reader, until when, and why
 */
export function sayArea(area, times) {
  const { mode, why, factor, cooldownMillis } = area;
  const keys = { frozen: "areaFrozen", staff: "areaStaff", slower: "areaSlower", cooldown: "areaCooldown" };
  const wait = say("areaWait", { seconds: Number((cooldownMillis / 1000).toFixed(1)) });
  return closed(say(keys[mode], { when: whenOf(area.endsAt, times), factor, wait }), why);
}

/**
 * @param {{why: string, endsAt: number | null}} pause
 * @param {{now: number, wallMillis: number}} times
 * @returns {string}
 */
export function sayPause({ why, endsAt }, times) {
  const when = whenOf(endsAt, times);
  const words = closed(say("pauseWords"), why);
  return when === "" ? words : `${words} ${say("pauseEnds", { when })}`;
}

/**
 * @param {import("../../canvas/restriction.js").Restriction} restriction
 * @param {{now: number, wallMillis: number}} times
 * @returns {string} that the reader may not, and until when
 */
export function sayBan({ kind, endsAt }, times) {
  return say(kind === "ban" ? "banWords" : "muteWords", { when: whenOf(endsAt, times) });
}

/**
 * @param {import("../../canvas/restriction.js").Restriction} restriction
 * @param {{now: number, wallMillis: number}} times
 * @returns {string} what the reader may not, until when, why, and how to contest it
 */
export function sayRestriction(restriction, times) {
  const { reason, message, appeal } = restriction;
  const parts = [sayBan(restriction, times)];
  if (reason !== null) parts.push(say("reasonWords", { reason: say(ruleKey(reason)) }));
  if (message !== "") parts.push(closed(message, ""));
  if (appeal !== null) parts.push(say("appealWords", { code: appeal }));
  return parts.join(" ");
}

/** @param {string} code of a rule @returns {string} the key of what it is called */
export function ruleKey(code) {
  return `rule${code[0].toUpperCase()}${code.slice(1)}`;
}

/** A sentence, with its reason behind a colon if there is one, and one full stop. */
function closed(sentence, why) {
  const words = why === "" ? sentence : say("withWhy", { sentence, why });
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
