import assert from "node:assert/strict";
import test from "node:test";

import { Placements, unansweredMax } from "../../Web/js/canvas/placements.js";

const placed = { status: 0, colour: 3, charges: 0, waitMillis: 0, seq: 10 };
const result = (tag, changes) => ({ tag, ...placed, ...changes });

test("a placement shows at once", () => {
  const placements = new Placements();
  placements.add(7, 3, 0);
  assert.equal(placements.colourAt(7), 3);
  assert.equal(placements.colourAt(8), null);
});

test("RESULT before DELTA: it shows until the board has caught up", () => {
  const placements = new Placements();
  const tag = placements.add(7, 3, 0);
  assert.deepEqual(placements.settle(result(tag), 9), { index: 7, wanted: 3, sentAt: 0 });
  assert.equal(placements.colourAt(7), 3);
  placements.advance(9);
  assert.equal(placements.colourAt(7), 3);
  placements.advance(10);
  assert.equal(placements.colourAt(7), null);
});

test("DELTA before RESULT: the board knows better at once", () => {
  const placements = new Placements();
  const tag = placements.add(7, 3, 0);
  placements.settle(result(tag), 12);
  assert.equal(placements.colourAt(7), null);
});

test("a refusal shows the true colour, even one that the board has yet to hear of", () => {
  const placements = new Placements();
  const tag = placements.add(7, 3, 0);
  placements.settle(result(tag, { status: 1, colour: 5, seq: 20 }), 15);
  assert.equal(placements.colourAt(7), 5);
  placements.advance(20);
  assert.equal(placements.colourAt(7), null);
});

test("while no sound board is held, answers wait for one", () => {
  const placements = new Placements();
  const tag = placements.add(7, 3, 0);
  placements.settle(result(tag), null);
  placements.advance(null);
  assert.equal(placements.colourAt(7), 3);
  placements.advance(11);
  assert.equal(placements.colourAt(7), null);
});

test("of two placements at one pixel the later shows, before and after its answer", () => {
  const placements = new Placements();
  const first = placements.add(7, 3, 0);
  const second = placements.add(7, 4, 0);
  assert.equal(placements.colourAt(7), 4);
  placements.settle(result(first), 9);
  assert.equal(placements.colourAt(7), 4);
  placements.settle(result(second, { colour: 4, seq: 11 }), 10);
  assert.equal(placements.colourAt(7), 4);
});

test("an answer to nobody changes nothing", () => {
  const placements = new Placements();
  const tag = placements.add(7, 3, 0);
  assert.equal(placements.settle(result(tag + 1), 9), null);
  assert.equal(placements.unansweredCount, 1);
  placements.settle(result(tag), 9);
  assert.equal(placements.settle(result(tag), 9), null);
});

test("a lost connection drops what is unanswered and says how much that was", () => {
  const placements = new Placements();
  const tag = placements.add(1, 3, 0);
  placements.add(2, 3, 0);
  placements.settle(result(tag), 9);
  assert.deepEqual(placements.clear().map((entry) => entry.index), [2]);
  assert.equal(placements.colourAt(1), null);
  assert.equal(placements.colourAt(2), null);
});

test("there is an end to what goes unanswered, and tags come round", () => {
  const placements = new Placements();
  placements.nextTag = 0xffff;
  const tags = Array.from({ length: unansweredMax }, (_, index) => placements.add(index, 1, 0));
  assert.deepEqual(tags.slice(0, 3), [0xffff, 0, 1]);
  assert.equal(placements.add(99, 1, 0), null);
  placements.remove(tags[0]);
  assert.notEqual(placements.add(99, 1, 0), null);
});

test("a board that does not move on is not waited for without end", () => {
  const placements = new Placements();
  let count = 0;
  for (let tag = placements.add(count, 1, 0); tag !== null && count < 10_000; count += 1) {
    placements.settle(result(tag, { seq: 1_000 }), 9);
    tag = placements.add(count, 1, 0);
  }
  assert.equal(placements.entries.length, 256);
  placements.advance(1_000);
  assert.notEqual(placements.add(0, 1, 0), null);
});
