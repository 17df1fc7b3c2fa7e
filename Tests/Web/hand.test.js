import assert from "node:assert/strict";
import test from "node:test";

import { Reprieve, reprieveMillis } from "../../Web/js/canvas/reprieve.js";
import { Aim } from "../../Web/js/ui/aim.js";
import { Hand } from "../../Web/js/ui/hand.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { fakePalette } from "./support/desk.js";
import { ManualClock } from "./support/manual-clock.js";

await loadTexts("core");

function handOf(count) {
  const palette = fakePalette();
  const told = [];
  const hand = new Hand(palette, (colour) => told.push(colour));
  hand.setBoard({ palette: Array(count).fill("#123456"), paletteNames: ["white"] });
  return { hand, palette, told };
}

test("colours without a name are called by their number", () => {
  const { hand } = handOf(3);
  assert.deepEqual(hand.names, ["white", "Colour 1", "Colour 2"]);
});

test("the chosen colour is marked and told; one that is not there is neither", () => {
  const { hand, palette, told } = handOf(3);
  assert.ok(hand.choose(2));
  assert.ok(!hand.choose(3));
  assert.ok(!hand.choose(-1));
  assert.deepEqual([hand.colour, palette.marked, told], [2, 2, [2]]);
});

test("steps go round, and begin at either end", () => {
  const forwards = handOf(3);
  for (let count = 0; count < 4; count += 1) forwards.hand.step(1);
  assert.deepEqual(forwards.told, [0, 1, 2, 0]);
  const backwards = handOf(3);
  backwards.hand.step(-1);
  backwards.hand.step(-1);
  assert.deepEqual(backwards.told, [2, 1]);
  const none = handOf(0);
  none.hand.step(1);
  assert.deepEqual(none.told, []);
});

test("another palette keeps the colour in hand, unless it has no such colour", () => {
  const { hand, palette } = handOf(3);
  hand.choose(2);
  hand.setBoard({ palette: ["#000000", "#ffffff", "#ff0000"] });
  assert.equal(hand.colour, 2);
  hand.setBoard({ palette: ["#000000", "#ffffff"] });
  assert.deepEqual([hand.colour, palette.marked, palette.shown.length], [null, null, 2]);
});

test("an aim is held for thirty seconds from the last one, and told of once", () => {
  const clock = new ManualClock();
  let expiredCount = 0;
  const aim = new Aim(clock, () => {
    expiredCount += 1;
  });
  aim.hold();
  clock.advance(29_999);
  aim.hold();
  clock.advance(29_999);
  assert.ok(aim.isHeld);
  clock.advance(1);
  assert.deepEqual([aim.isHeld, expiredCount], [false, 1]);
});

test("an aim that was let go does not expire", () => {
  const clock = new ManualClock();
  const aim = new Aim(clock, () => assert.fail());
  aim.hold();
  aim.letGo();
  clock.advance(60_000);
  assert.ok(!aim.isHeld);
});

test("a reprieve counts from the sending and ends with its use", () => {
  const reprieve = new Reprieve();
  assert.equal(reprieve.remaining(0), 0);
  reprieve.begin({ x: 1, y: 2 }, 1_000);
  assert.equal(reprieve.remaining(1_400), reprieveMillis - 400);
  assert.equal(reprieve.remaining(1_000 + reprieveMillis), 0);
  reprieve.tag = 7;
  assert.equal(reprieve.remaining(1_400), 0);
  reprieve.begin({ x: 3, y: 4 }, 2_000);
  assert.deepEqual([reprieve.pixel, reprieve.tag], [{ x: 3, y: 4 }, null]);
  assert.equal(reprieve.remaining(2_000), reprieveMillis);
  reprieve.end();
  assert.equal(reprieve.remaining(2_000), 0);
});
