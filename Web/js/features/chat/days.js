// How lines follow one another on the page: a separator where a new day begins. Pure; a day is what the
// reader calls one, so the names of days are handed in.

/**
 * @param {readonly import("../../ui/chat-log.js").ChatLine[]} lines oldest first
 * @param {(atMillis: number) => string} dayOf the name of the day of a moment
 * @param {string | null} [dayBefore] of what stands above them
 * @returns {({kind: "day", day: string, at: number} | {kind: "line", line: object})[]}
 */
export function withDays(lines, dayOf, dayBefore = null) {
  let current = dayBefore;
  return lines.flatMap((line) => {
    const day = dayOf(line.at);
    const isNew = day !== current;
    current = day;
    const item = { kind: "line", line };
    return isNew ? [{ kind: "day", day, at: line.at }, item] : [item];
  });
}
