// Every gesture and key in one table: what, with the mouse, with a finger, with the keyboard.

import { make } from "../../ui/dom.js";
import { groups, keysOf } from "./gestures.js";

/**
 * @param {(key: string) => string} say
 * @param {import("./layout.js").LayoutGuess} layout
 * @returns {HTMLElement}
 */
export function makeTable(say, layout) {
  const columns = ["helpWhat", "helpMouse", "helpTouch", "helpKeyboard"];
  // The roles are said because narrow pages lay the table out as blocks, which would make it none.
  return make("table", { className: "help-table", role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" },
      ...columns.map((key) => make("th", { scope: "col", role: "columnheader" }, say(key))))),
    ...groups.map(({ name, intents }) => make("tbody", { role: "rowgroup" },
      make("tr", { role: "row", className: "help-group" },
        make("th", { scope: "rowgroup", role: "rowheader", colSpan: 4 }, say(`helpGroup${name}`))),
      ...intents.map((intent) => row(intent, say, layout)))));
}

function row({ name, isMouse = false, isTouch = false, keys = [] }, say, layout) {
  const cell = (label, ...content) => make("td", {
    role: "cell", className: content.length === 0 ? "is-empty" : "", "data-label": say(label),
  }, make("span", {}, ...content));
  return make("tr", { role: "row" },
    make("th", { scope: "row", role: "rowheader" }, say(`helpDo${name}`)),
    cell("helpMouse", ...(isMouse ? [say(`helpMouse${name}`)] : [])),
    cell("helpTouch", ...(isTouch ? [say(`helpTouch${name}`)] : [])),
    cell("helpKeyboard", ...keys.flatMap((combination, number) => [
      number > 0 ? " · " : "", combinationOf(combination, say, layout)])));
}

function combinationOf(combination, say, layout) {
  const names = keysOf(combination, (code) => layout.labelOf(code), (name) => say(`helpKey${name}`));
  return make("span", { className: "combination" },
    ...names.flatMap((name, number) => [number > 0 ? " " : "", make("kbd", {}, name)]));
}
