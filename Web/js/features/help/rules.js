// The rules of the board in words, as they are now.

import { moment } from "../../ui/texts.js";

/** @param {number} millis @param {string} language @returns {string} such as "2 minutes 30 seconds" */
export function duration(millis, language) {
  const seconds = Math.max(0, millis) / 1000;
  const units = [["hour", Math.floor(seconds / 3600)], ["minute", Math.floor(seconds / 60) % 60],
    ["second", Number((seconds % 60).toFixed(seconds < 10 ? 1 : 0))]];
  const used = units.filter(([unit, amount]) => amount > 0 || (unit === "second" && seconds === 0));
  return used.map(([unit, amount]) =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount)).join(" ");
}

/**
 * @param {object} rules as the server tells them
 * @param {object} board as the server tells it
 * @param {{say: (key: string, values?: object) => string, language: string, nowMillis: number}} page when the
 *   rules were heard, in milliseconds since 1970
 * @returns {string[]} a sentence each
 */
export function sentences(rules, board, { say, language, nowMillis }) {
  const { cooldownMs, baseCooldownMs, maxCharges, state, opensInMs, closesInMs } = rules;
  const said = [];
  if (state === "frozen") said.push(say("helpFrozen"));
  if (state === "closed") said.push(say("helpClosed"));
  if (opensInMs !== undefined) said.push(say("helpOpens", { when: moment(nowMillis + opensInMs) }));
  if (closesInMs !== undefined) said.push(say("helpCloses", { when: moment(nowMillis + closesInMs) }));
  said.push(cooldownMs > 0 ? say("helpWait", { wait: duration(cooldownMs, language) }) : say("helpNoWait"));
  if (baseCooldownMs !== undefined && baseCooldownMs < cooldownMs) {
    said.push(say("helpBusy", { wait: duration(baseCooldownMs, language) }));
  }
  if (maxCharges > 1 && cooldownMs > 0) said.push(say("helpCharges", { max: maxCharges }));
  said.push(say("helpUndo"), say("helpSame"));
  const { width, height, palette } = board;
  return [...said, say("helpSize", { width, height, colours: palette.length })];
}
