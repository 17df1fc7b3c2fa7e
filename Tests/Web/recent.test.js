import assert from "node:assert/strict";
import { test } from "node:test";

import { membersOf, squareAround } from "../../Web/js/canvas/area.js";
import { Grid } from "../../Web/js/canvas/grid.js";
import { Recent } from "../../Web/js/canvas/recent.js";
import { Film } from "../../Web/js/features/replay/film.js";
import { randomSource } from "./support/chance.js";

const everywhere = () => true;
const bytes = (...values) => Uint8Array.from(values);

/** Changes a grid at random places and tells `recent`; returns the state before, by time. */
function paintAtRandom(grid, recent, { batches, sizeMax, random }) {
  const states = [{ at: 0, colours: grid.colours.slice() }];
  let at = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    at += random(3);
    const places = new Set(Array.from({ length: random(sizeMax) }, () => random(grid.colours.length)));
    const indexes = Uint32Array.from([...places].sort((one, other) => one - other));
    const before = Uint8Array.from(indexes, (index) => grid.colours[index]);
    const after = Uint8Array.from(indexes, () => random(32));
    grid.apply(indexes, after);
    recent.add(at, indexes, before, after);
    states.push({ at, colours: grid.colours.slice() });
  }
  return states;
}

test("nothing is kept before something changes", () => {
  const recent = new Recent(0);
  recent.add(5, new Uint32Array(0), bytes(), bytes());
  assert.equal(recent.ring, null);
  assert.equal(recent.clip(-Infinity, everywhere).times.length, 0);
});

test("the oldest changes make room, and what they led to is where memory begins", () => {
  const recent = new Recent(-Infinity, { capacity: 4 });
  recent.add(10, Uint32Array.of(1, 2, 3), bytes(0, 0, 0), bytes(1, 1, 1));
  assert.equal(recent.beginsAt, -Infinity);
  recent.add(20, Uint32Array.of(4, 5), bytes(0, 0), bytes(2, 2));
  assert.equal(recent.beginsAt, 10);
  assert.deepEqual([...recent.clip(-Infinity, everywhere).indexes], [2, 3, 4, 5]);
  assert.deepEqual([...recent.clip(10, everywhere).indexes], [4, 5]);
  assert.deepEqual([...recent.clip(20, everywhere).indexes], []);
});

test("more than fits at once: the last of it stays, and nothing before it can be told", () => {
  const recent = new Recent(-Infinity, { capacity: 3 });
  recent.add(10, Uint32Array.of(9), bytes(0), bytes(1));
  recent.add(30, Uint32Array.of(1, 2, 3, 4, 5), bytes(0, 0, 0, 0, 0), bytes(1, 2, 3, 4, 5));
  assert.deepEqual([...recent.clip(-Infinity, everywhere).after], [3, 4, 5]);
  assert.equal(recent.beginsAt, 30);
});

test("a replaced board is a new beginning", () => {
  const recent = new Recent(-Infinity, { capacity: 4 });
  recent.add(10, Uint32Array.of(1), bytes(0), bytes(1));
  recent.forget(15);
  assert.equal(recent.length, 0);
  assert.equal(recent.beginsAt, 15);
  assert.equal(recent.clip(-Infinity, everywhere).times.length, 0);
});

test("wound back and forth, random histories give each state that there was", () => {
  const random = randomSource(7);
  for (let round = 0; round < 60; round += 1) {
    const grid = new Grid(1 + random(12), 1 + random(12));
    const recent = new Recent(-Infinity, { capacity: 1 + random(60) });
    const states = paintAtRandom(grid, recent, { batches: 30, sizeMax: 9, random });
    const area = { x: 0, y: 0, width: grid.width, height: grid.height };
    const changes = recent.clip(recent.beginsAt, membersOf(area, grid.width));
    const endsAt = states.at(-1).at;
    const film = new Film({ area, grid, changes, beginsAt: recent.beginsAt, endsAt });
    for (let step = 0; step < 40; step += 1) {
      const moment = states[random(states.length)].at;
      if (moment < recent.beginsAt) continue;
      film.wind(moment);
      const wanted = states.filter((state) => state.at <= moment).at(-1);
      assert.deepEqual(film.colours, wanted.colours);
    }
    film.wind(endsAt);
    assert.deepEqual(film.colours, grid.colours);
  }
});

test("a film of an area is that part of the board", () => {
  const random = randomSource(11);
  const grid = new Grid(20, 15);
  const recent = new Recent(-Infinity, { capacity: 1000 });
  const states = paintAtRandom(grid, recent, { batches: 40, sizeMax: 12, random });
  const area = { x: 5, y: 3, width: 7, height: 9 };
  const changes = recent.clip(-Infinity, membersOf(area, grid.width));
  const film = new Film({ area, grid, changes, beginsAt: 0, endsAt: states.at(-1).at });
  assert.equal(film.wind(0), true);
  const first = states.filter((state) => state.at === 0).at(-1).colours;
  film.colours.forEach((colour, number) => {
    const x = area.x + (number % area.width);
    const y = area.y + Math.floor(number / area.width);
    assert.equal(colour, first[y * grid.width + x]);
  });
  assert.equal(film.wind(0), false);
});

test("the square around a pixel stays on the board", () => {
  const board = { width: 100, height: 40 };
  assert.deepEqual(squareAround({ x: 50, y: 20 }, 64, board), { x: 18, y: 0, width: 64, height: 40 });
  assert.deepEqual(squareAround({ x: 0, y: 39 }, 16, board), { x: 0, y: 24, width: 16, height: 16 });
  assert.deepEqual(squareAround({ x: 99, y: 0 }, 16, board), { x: 84, y: 0, width: 16, height: 16 });
});
