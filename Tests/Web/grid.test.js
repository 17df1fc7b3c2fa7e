import assert from "node:assert/strict";
import test from "node:test";

import { Grid, digestOf } from "../../Web/js/canvas/grid.js";

test("the digest of six pixels in six colours is the one of the protocol", () => {
  assert.equal(digestOf([0, 1, 2, 3, 4, 5]), 1133128592);
});

test("the digest of a fresh board of a million pixels is the one of the protocol", () => {
  assert.equal(digestOf(new Uint8Array(1_000_000)), 3509928684);
});

test("a board written in parts has the digest of the whole", () => {
  const grid = new Grid(3, 2);
  grid.write(0, Uint8Array.of(0, 1));
  grid.write(2, Uint8Array.of(2, 3, 4));
  grid.write(5, Uint8Array.of(5));
  assert.equal(grid.digest, 1133128592);
  assert.deepEqual([...grid.colours], [0, 1, 2, 3, 4, 5]);
});

test("writing from the start again forgets the digest of what was there", () => {
  const grid = new Grid(3, 2);
  grid.write(0, Uint8Array.of(9, 9, 9));
  grid.write(0, Uint8Array.of(0, 1, 2, 3, 4, 5));
  assert.equal(grid.digest, 1133128592);
});

test("changes carry the digest along, whatever their order and number", () => {
  const grid = new Grid(16, 16);
  grid.write(0, new Uint8Array(256));
  let seed = 7;
  const random = (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let round = 0; round < 200; round += 1) {
    const indexes = Uint32Array.from({ length: random(9) }, () => random(256));
    grid.apply(indexes, Uint8Array.from(indexes, () => random(32)));
    assert.equal(grid.digest, digestOf(grid.colours));
  }
});

test("a grid contains its pixels and nothing around them", () => {
  const grid = new Grid(3, 2);
  assert.ok(grid.contains(0, 0) && grid.contains(2, 1));
  for (const [x, y] of [[-1, 0], [0, -1], [3, 0], [0, 2]]) assert.ok(!grid.contains(x, y));
  assert.equal(grid.indexOf(2, 1), 5);
});
