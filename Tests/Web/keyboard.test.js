import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "../../Web/js/input/keyboard.js";
import { ManualClock } from "./support/manual-clock.js";

function keysOf({ colours = 32 } = {}) {
  const seen = [];
  const record = (name) => (...values) => seen.push([name, ...values]);
  const clock = new ManualClock();
  const names = [
    "moveCursor", "panScreens", "place", "zoomStep", "fit", "oneToOne", "dismiss", "menu", "opacityStep",
    "previousColour", "nextColour", "who", "pick", "undo", "toggleTemplate", "nextWrong", "toggleGrid",
    "toggleHeat", "copyLink", "toggleLock", "toggleSound", "replay", "help",
  ];
  const intents = {
    ...Object.fromEntries(names.map((name) => [name, record(name)])),
    chooseColour: (number) => {
      if (number >= colours) return false;
      seen.push(["colour", number]);
      return true;
    },
  };
  const keys = new Keys(intents, clock);
  const press = (key, modifiers = {}) =>
    keys.press({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...modifiers });
  return { seen, clock, press, keys };
}

test("arrows move the cursor, with Shift by ten", () => {
  const { seen, press } = keysOf();
  press("ArrowLeft");
  press("ArrowDown", { shiftKey: true });
  assert.deepEqual(seen, [["moveCursor", -1, 0], ["moveCursor", 0, 10]]);
});

test("Enter and Space place, plus and minus zoom, Home fits, Escape lets go", () => {
  const { seen, press } = keysOf();
  for (const key of ["Enter", " ", "+", "=", "-", "Home", "Escape"]) assert.ok(press(key), key);
  assert.deepEqual(seen.map(([name, value]) => (value === undefined ? name : `${name} ${value}`)), [
    "place", "place", "zoomStep 1", "zoomStep 1", "zoomStep -1", "fit", "dismiss",
  ]);
});

test("two digits in time name one colour, two slow ones name two", () => {
  const { seen, clock, press } = keysOf();
  press("2");
  clock.advance(400);
  press("7");
  clock.advance(600);
  press("3");
  clock.advance(600);
  press("1");
  assert.deepEqual(seen, [["colour", 2], ["colour", 27], ["colour", 3], ["colour", 1]]);
});

test("two digits that name no colour are two colours", () => {
  const { seen, press } = keysOf({ colours: 16 });
  press("4");
  press("9");
  assert.deepEqual(seen, [["colour", 4], ["colour", 9]]);
});

test("keys with Ctrl, Alt or Meta, and keys without a meaning, stay the browser's", () => {
  const { seen, press } = keysOf();
  assert.ok(!press("+", { ctrlKey: true }));
  assert.ok(!press("ArrowLeft", { altKey: true }));
  assert.ok(!press("c", { ctrlKey: true }));
  assert.ok(!press("z", { ctrlKey: true, altKey: true }));
  assert.ok(!press("Tab"));
  assert.ok(!press("constructor"));
  assert.deepEqual(seen, []);
});

test("letters act by what they say, movement by where the key lies", () => {
  const { seen, press } = keysOf();
  press("z", { code: "KeyW" });
  press("q", { code: "KeyA" });
  press("w", { code: "KeyW" });
  for (const key of ["j", "k", "i", "v", "n", "g", "h", "C", "l", "m", "r", "?"]) assert.ok(press(key), key);
  const up = ["panScreens", 0, -0.15];
  assert.deepEqual(seen.slice(0, 3), [up, ["panScreens", -0.15, 0], up]);
  assert.deepEqual(seen.slice(3).map(([name]) => name), [
    "previousColour", "nextColour", "who", "toggleTemplate", "nextWrong", "toggleGrid", "toggleHeat",
    "copyLink", "toggleLock", "toggleSound", "replay", "help",
  ]);
});

test("Ctrl+Z takes back, Shift+I picks up, Ctrl+arrows go a screen, Alt+1 shows one to one", () => {
  const { seen, press } = keysOf();
  press("z", { ctrlKey: true });
  press("z", { metaKey: true });
  press("I", { shiftKey: true });
  press("ArrowRight", { ctrlKey: true });
  press("&", { altKey: true, code: "Digit1" });
  press("F10", { shiftKey: true });
  assert.deepEqual(seen, [["undo"], ["undo"], ["pick"], ["panScreens", 1, 0], ["oneToOne"], ["menu"]]);
});

test("on a keyboard whose digits need Shift the row of digits counts without it", () => {
  const { seen, clock, press } = keysOf();
  press("é", { code: "Digit2" });
  press("è", { code: "Digit7" });
  clock.advance(600);
  press("-", { code: "Digit6" });
  assert.deepEqual(seen, [["colour", 2], ["colour", 27], ["zoomStep", -1]]);
});

test("letters and digits can be switched off; arrows and Enter cannot", () => {
  const { seen, press, keys } = keysOf();
  keys.hasLetters = false;
  for (const key of ["g", "5", "?"]) assert.ok(!press(key), key);
  assert.ok(press("ArrowUp"));
  assert.ok(press("Enter"));
  assert.deepEqual(seen.map(([name]) => name), ["moveCursor", "place"]);
});
