import assert from "node:assert/strict";
import test from "node:test";

import { Grid } from "../../Web/js/canvas/grid.js";
import { nearestIn } from "../../Web/js/canvas/template/nearest.js";
import { Tally } from "../../Web/js/canvas/template/tally.js";
import {
  boundedCorner, convert, isSizeAllowed, nothing, translated,
} from "../../Web/js/canvas/template/template.js";

const palette = ["#ffffff", "#000000", "#c4182e", "#2fa348", "#2a7ff0", "#ffe14d"];

/** A generator of numbers from 0 up to (not with) a bound, the same each time. */
function numbers(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function randomTemplate(random, { width, height, x, y }) {
  const colours = Uint16Array.from({ length: width * height }, () =>
    random(4) === 0 ? nothing : random(palette.length));
  return { width, height, x, y, colours };
}

function randomGrid(random, width, height) {
  const grid = new Grid(width, height);
  grid.write(0, Uint8Array.from({ length: width * height }, () => random(palette.length)));
  return grid;
}

test("a colour of the palette stays what it is", () => {
  const channel = (hex, at) => Number.parseInt(hex.slice(at, at + 2), 16);
  const rgba = palette.flatMap((hex) => [channel(hex, 1), channel(hex, 3), channel(hex, 5), 255]);
  assert.deepEqual([...convert(Uint8Array.from(rgba), nearestIn(palette))], [0, 1, 2, 3, 4, 5]);
});

test("other colours become the ones that look most alike", () => {
  const nearest = nearestIn(palette);
  assert.equal(nearest(0xf8f8f0), 0);
  assert.equal(nearest(0x101014), 1);
  assert.equal(nearest(0xa00010), 2);
  assert.equal(nearest(0x20c060), 3);
  assert.equal(nearest(0x0000ff), 4);
  assert.equal(nearest(0xfff0a0), 5);
});

test("what is remembered of other colours never changes an answer", () => {
  const random = numbers(7);
  const remembering = nearestIn(palette);
  const questions = Array.from({ length: 100_000 }, () => random(2 ** 24));
  for (const rgb of questions) remembering(rgb);
  for (const rgb of questions.slice(0, 100)) assert.equal(remembering(rgb), nearestIn(palette)(rgb));
});

test("of equal colours the first is taken", () => {
  assert.equal(nearestIn(["#000000", "#ff0000", "#ff0000"])(0xff0000), 1);
});

test("what is more than half transparent is nothing", () => {
  const rgba = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 0, 128, 0, 0, 0, 255);
  assert.deepEqual([...convert(rgba, nearestIn(palette))], [nothing, nothing, 1, 1]);
});

test("another palette gets the nearest of its colours, and nothing stays nothing", () => {
  const colours = Uint16Array.of(0, 2, nothing, 300);
  assert.deepEqual([...translated(colours, palette, ["#ee1122", "#fefefe"])], [1, 0, nothing, nothing]);
});

test("sizes and corners have bounds", () => {
  assert.ok(isSizeAllowed(1, 4096));
  for (const side of [0, 4097, -1, 1.5, Number.NaN]) assert.ok(!isSizeAllowed(side, 10), String(side));
  assert.equal(boundedCorner(1e9), 4096);
  assert.equal(boundedCorner(-1e9), -4096);
  assert.equal(boundedCorner(Number.NaN), 0);
  assert.equal(boundedCorner(2.6), 3);
});

test("a count tells what is wanted, what is right, and what lies outside", () => {
  const grid = new Grid(3, 2);
  grid.write(0, Uint8Array.of(0, 1, 2, 0, 0, 0));
  const tally = new Tally({ width: 2, height: 2, x: 2, y: 0, colours: Uint16Array.of(2, 1, 5, nothing) });
  tally.recount(grid);
  assert.deepEqual({ total: tally.total, left: tally.left, done: tally.done, outside: tally.outside },
    { total: 2, left: 1, done: 1, outside: 1 });
  assert.equal(tally.percent, 50);
  assert.deepEqual(tally.counts, [{ colour: 5, total: 1, left: 1 }, { colour: 2, total: 1, left: 0 }]);
});

test("carried along over 1,000 frames, the counts are those of a recount", () => {
  const random = numbers(2026);
  const grid = randomGrid(random, 40, 30);
  const template = randomTemplate(random, { width: 32, height: 20, x: -5, y: 14 });
  const tally = new Tally(template);
  tally.recount(grid);
  for (let frame = 0; frame < 1_000; frame += 1) {
    const indexes = Uint32Array.from(new Set(Array.from({ length: random(12) }, () => random(1_200)))).sort();
    const after = Uint8Array.from(indexes, () => random(palette.length));
    const wasWrong = tally.states.slice();
    grid.apply(indexes, after);
    const turned = tally.apply(indexes, after);
    const fresh = new Tally(template);
    fresh.recount(grid);
    assert.deepEqual(tally.states, fresh.states);
    assert.deepEqual([tally.total, tally.left, tally.outside], [fresh.total, fresh.left, fresh.outside]);
    assert.deepEqual(tally.lefts, fresh.lefts);
    const expected = [...wasWrong.keys()].filter((pixel) => wasWrong[pixel] !== tally.states[pixel]);
    assert.deepEqual(turned.sort((one, other) => one - other), expected);
  }
});

test("the next pixel is the nearest wrong one", () => {
  const random = numbers(11);
  const grid = randomGrid(random, 30, 30);
  const tally = new Tally(randomTemplate(random, { width: 20, height: 20, x: 4, y: 6 }));
  tally.recount(grid);
  const distance = (one, other) => Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y));
  for (let round = 0; round < 100; round += 1) {
    const from = { x: random(60) - 15, y: random(60) - 15 };
    const colour = random(2) === 0 ? null : random(palette.length);
    const isInside = from.x >= 4 && from.x < 24 && from.y >= 6 && from.y < 26;
    if (isInside && tally.isWrong((from.y - 6) * 20 + from.x - 4)) continue;
    const wrong = [...tally.states.keys()].filter((pixel) => tally.isWrong(pixel, colour))
      .map((pixel) => ({ x: 4 + (pixel % 20), y: 6 + Math.floor(pixel / 20) }));
    const found = tally.next(from, colour);
    assert.ok(wrong.some(({ x, y }) => x === found.x && y === found.y));
    if (colour !== null) assert.equal(found.colour, colour);
    assert.equal(distance(found, from), Math.min(...wrong.map((pixel) => distance(pixel, from))));
  }
});

test("from a wrong pixel it goes on in reading order, around the end", () => {
  const grid = new Grid(4, 4);
  const tally = new Tally({ width: 2, height: 2, x: 1, y: 1, colours: Uint16Array.of(3, 0, 2, 3) });
  tally.recount(grid);
  assert.deepEqual(tally.next({ x: 1, y: 1 }), { x: 1, y: 2, colour: 2 });
  assert.deepEqual(tally.next({ x: 1, y: 2 }), { x: 2, y: 2, colour: 3 });
  assert.deepEqual(tally.next({ x: 2, y: 2 }), { x: 1, y: 1, colour: 3 });
  assert.deepEqual(tally.next({ x: 1, y: 1 }, 3), { x: 2, y: 2, colour: 3 });
});

test("where nothing is left there is no next pixel", () => {
  const grid = new Grid(4, 4);
  const tally = new Tally({ width: 2, height: 1, x: 0, y: 0, colours: Uint16Array.of(0, 1) });
  tally.recount(grid);
  assert.equal(tally.next({ x: 3, y: 3 }, 0), null);
  assert.equal(tally.next({ x: 3, y: 3 }, 7), null);
  assert.deepEqual(tally.next({ x: 3, y: 3 }), { x: 1, y: 0, colour: 1 });
  tally.apply(Uint32Array.of(1), Uint8Array.of(1));
  assert.equal(tally.next({ x: 3, y: 3 }), null);
  assert.equal(tally.percent, 100);
});
