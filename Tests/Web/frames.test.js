import assert from "node:assert/strict";
import test from "node:test";

import { Frames } from "../../Web/js/ui/frames.js";
import { ManualClock } from "./support/manual-clock.js";

function setUp() {
  const clock = new ManualClock();
  const asked = [];
  const drawn = [];
  const behind = { frames: 0 };
  const frames = new Frames({
    requestFrame: (work) => asked.push(work),
    clock,
    draw: ({ view, pixels, marks }) => {
      drawn.push(`${view ? "view " : ""}${pixels ? "pixels " : ""}${marks ? "marks" : ""}`.trim());
      behind.frames -= 1;
      return behind.frames >= 0;
    },
  });
  const tick = () => asked.splice(0).forEach((work) => work());
  return { clock, asked, drawn, behind, frames, tick };
}

test("what changed is drawn once, in the next frame, and a quiet board asks for none", () => {
  const { asked, drawn, frames, tick } = setUp();
  assert.equal(asked.length, 0);
  frames.askPixels(false);
  frames.askPixels(false);
  frames.askMarks();
  assert.equal(asked.length, 1);
  tick();
  assert.deepEqual(drawn, ["pixels marks"]);
  assert.equal(asked.length, 0);
});

test("marks alone leave the board alone, and pixels the marks", () => {
  const { drawn, frames, tick } = setUp();
  frames.askMarks();
  tick();
  frames.askPixels(false);
  tick();
  frames.askView();
  tick();
  assert.deepEqual(drawn, ["marks", "pixels", "view marks"]);
});

test("pixels that did not fit into a frame get another one", () => {
  const { asked, drawn, behind, frames, tick } = setUp();
  behind.frames = 2;
  frames.askPixels(false);
  for (let count = 0; count < 5; count += 1) tick();
  assert.deepEqual(drawn, ["pixels", "pixels", "pixels"]);
  assert.equal(asked.length, 0);
});

test("what was drawn at once is not drawn again by the frame that was asked for", () => {
  const { drawn, frames, tick } = setUp();
  frames.askView();
  frames.flush();
  tick();
  assert.deepEqual(drawn, ["view marks"]);
});

test("calm: pixels of others twice a second, the view and the reader's own at once", () => {
  const { clock, drawn, frames, tick } = setUp();
  frames.isCalm = true;
  for (let millis = 0; millis < 2000; millis += 20) {
    frames.askPixels(false);
    tick();
    clock.advance(20);
  }
  tick();
  assert.deepEqual(drawn, Array(5).fill("pixels"), "at 0, 500, 1000, 1500 and 2000");
  frames.askView();
  tick();
  frames.askPixels(true);
  tick();
  assert.deepEqual(drawn.slice(5), ["view marks", "pixels"]);
});

test("calm: a change between two turns is not forgotten", () => {
  const { clock, drawn, frames, tick } = setUp();
  frames.isCalm = true;
  frames.askPixels(false);
  tick();
  clock.advance(100);
  frames.askPixels(false);
  tick();
  assert.equal(drawn.length, 1);
  clock.advance(400);
  tick();
  assert.equal(drawn.length, 2);
});

test("a frame that kept the page busy is followed by a rest; the reader's own changes do not wait", () => {
  const { clock, drawn, frames, tick } = setUp();
  frames.askPixels(false);
  tick();
  // Painting holds up whatever was to run next.
  clock.time += 100;
  clock.advance(0);
  frames.askPixels(false);
  tick();
  assert.deepEqual(drawn, ["pixels"]);
  frames.askPixels(true);
  tick();
  assert.deepEqual(drawn, ["pixels", "pixels"]);
  clock.advance(299);
  tick();
  assert.equal(drawn.length, 2);
  clock.advance(1);
  tick();
  assert.equal(drawn.length, 3);
});
