// Everything that can be done on the board, by what it is done with: the content of the help. Keys that are
// meant by their place on the keyboard are named by code, `{KeyW}`, others by what they say. Pure.

/**
 * @typedef {object} Intent
 * @property {string} name its text is `helpDo` and this
 * @property {string[]} [keys] combinations, each as words joined by "+"
 * @property {boolean} [isMouse] whether there is a text for it, `helpMouse` and the name
 * @property {boolean} [isTouch] whether there is a text for it, `helpTouch` and the name
 */

/** @type {readonly {name: string, intents: readonly Intent[]}[]} */
export const groups = Object.freeze([
  {
    name: "Place",
    intents: [
      { name: "Colour", isMouse: true, isTouch: true, keys: ["0…9", "J", "K"] },
      { name: "Aim", isMouse: true, isTouch: true, keys: ["arrows", "Shift+arrows"] },
      { name: "Put", isMouse: true, isTouch: true, keys: ["Enter", "Space"] },
      { name: "Undo", isMouse: true, isTouch: true, keys: ["Ctrl+Z"] },
      { name: "Drop", isMouse: true, isTouch: true, keys: ["Shift+I"] },
      { name: "Leave", isTouch: true, keys: ["Esc"] },
    ],
  },
  {
    name: "Look",
    intents: [
      { name: "Pan", isMouse: true, isTouch: true, keys: ["{KeyW}{KeyA}{KeyS}{KeyD}", "Ctrl+arrows"] },
      { name: "Zoom", isMouse: true, isTouch: true, keys: ["+", "−"] },
      { name: "Fit", isMouse: true, isTouch: true, keys: ["Home"] },
      { name: "Same", keys: ["Alt+1"] },
      { name: "Grid", keys: ["G"] },
      { name: "Lock", keys: ["L"] },
    ],
  },
  {
    name: "Know",
    intents: [
      { name: "Who", isMouse: true, isTouch: true, keys: ["I"] },
      { name: "Menu", isMouse: true, isTouch: true, keys: ["Shift+F10"] },
      { name: "Link", isMouse: true, isTouch: true, keys: ["C"] },
      { name: "Heat", isMouse: true, isTouch: true, keys: ["H"] },
      { name: "Replay", isMouse: true, isTouch: true, keys: ["R"] },
    ],
  },
  {
    name: "Template",
    intents: [
      { name: "Show", isMouse: true, isTouch: true, keys: ["V"] },
      { name: "Move", isMouse: true, isTouch: true },
      { name: "Opacity", isMouse: true, isTouch: true, keys: ["PageUp", "PageDown"] },
      { name: "Next", isMouse: true, isTouch: true, keys: ["N"] },
    ],
  },
  {
    name: "Else",
    intents: [
      { name: "Mute", isMouse: true, isTouch: true, keys: ["M"] },
      { name: "Help", isMouse: true, isTouch: true, keys: ["?"] },
    ],
  },
]);

/** Keys whose names differ by language or that are better drawn. */
const named = new Set([
  "arrows", "Shift", "Ctrl", "Alt", "Enter", "Space", "Esc", "Home", "PageUp", "PageDown",
]);

/**
 * @param {string} combination such as "Shift+arrows" or "{KeyW}{KeyA}"
 * @param {(code: string) => string} labelOf what is written on a key
 * @param {(name: string) => string} nameOf what a named key is called
 * @returns {string[]} the keys, one after the other
 */
export function keysOf(combination, labelOf, nameOf) {
  const codes = [...combination.matchAll(/\{(\w+)\}/g)].map(([, code]) => code);
  if (codes.length > 0) return codes.map(labelOf);
  if (combination === "+") return ["+"];
  return combination.split("+").map((key) => (named.has(key) ? nameOf(key) : key));
}
