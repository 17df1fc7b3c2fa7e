import assert from "node:assert/strict";
import test from "node:test";

import { Keys } from "../../Web/js/input/keyboard.js";
import { ManualClock } from "./support/manual-clock.js";

function keysOf({ colours = 32 } = {}) {
  const seen = [];
  const record = (name) => (...values) => seen.push([name, ...values]);
  const clock = new ManualClock();
  const intents = {
    moveCursor: record("moveCursor"),
    place: record("place"),
    zoomStep: record("zoomStep"),
    fit: record("fit"),
    dismiss: record("dismiss"),
    chooseColour: (number) => {
      if (number >= colours) return false;
      seen.push(["colour", number]);
      return true;
    },
  };
  const keys = new Keys(intents, clock);
  const press = (key, modifiers = {}) =>
    keys.press({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...modifiers });
  return { seen, clock, press };
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
  assert.ok(!press("Tab"));
  assert.ok(!press("constructor"));
  assert.deepEqual(seen, []);
});
