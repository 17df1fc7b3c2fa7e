import assert from "node:assert/strict";
import test from "node:test";

import { Dirt, framePixelsMax } from "../../Web/js/canvas/dirt.js";

function take(dirt) {
  const pieces = [];
  const isBehind = dirt.take((x, y, width, height) => pieces.push([x, y, width, height]));
  return { pieces, isBehind };
}

test("nothing changed, nothing is handed over", () => {
  const dirt = new Dirt(100, 100);
  assert.ok(dirt.isEmpty);
  assert.deepEqual(take(dirt), { pieces: [], isBehind: false });
});

test("neighbours in a row go together, others by themselves", () => {
  const dirt = new Dirt(100, 100);
  dirt.markPixels(Uint32Array.of(205, 206, 207, 290));
  dirt.markPixels(Uint32Array.of(105, 206));
  assert.deepEqual(take(dirt), {
    pieces: [[5, 1, 1, 1], [5, 2, 3, 1], [90, 2, 1, 1]],
    isBehind: false,
  });
  assert.ok(dirt.isEmpty);
});

test("what lies between two near changes goes with them", () => {
  const dirt = new Dirt(100, 100);
  dirt.markPixels(Uint32Array.of(10, 20, 60));
  assert.deepEqual(take(dirt).pieces, [[10, 0, 11, 1], [60, 0, 1, 1]]);
});

test("a piece ends with its row", () => {
  const dirt = new Dirt(100, 100);
  dirt.markPixels(Uint32Array.of(98, 99, 100, 101));
  assert.deepEqual(take(dirt).pieces, [[98, 0, 2, 1], [0, 1, 2, 1]]);
});

test("runs go as whole rows, and pixels in them not once more", () => {
  const dirt = new Dirt(100, 100);
  dirt.markPixels(Uint32Array.of(110, 510));
  dirt.markRun(50, 250);
  assert.deepEqual(take(dirt).pieces, [[10, 5, 1, 1], [0, 0, 100, 3]]);
});

test("rows that did not change between two that did stay where they are", () => {
  const dirt = new Dirt(100, 100);
  dirt.markRun(0, 100);
  dirt.markRun(900, 1000);
  assert.deepEqual(take(dirt).pieces, [[0, 0, 100, 1], [0, 9, 100, 1]]);
});

test("a whole board goes in bands, within the budget of a frame, until it is there", () => {
  const dirt = new Dirt(2000, 2000);
  dirt.markAll();
  const seen = new Uint8Array(2000);
  let frameCount = 0;
  for (let isBehind = true; isBehind; frameCount += 1) {
    const frame = take(dirt);
    isBehind = frame.isBehind;
    let pixelCount = 0;
    for (const [x, y, width, height] of frame.pieces) {
      assert.ok(x === 0 && width === 2000 && width * height <= 65_536);
      for (let row = y; row < y + height; row += 1) seen[row] += 1;
      pixelCount += width * height;
    }
    assert.ok(pixelCount < framePixelsMax + 65_536);
  }
  assert.ok(frameCount >= 7 && frameCount <= 8);
  assert.ok(seen.every((count) => count === 1));
});

test("very many scattered changes become rows, in pieces of bounded number and none forgotten", () => {
  const dirt = new Dirt(1000, 1000);
  const changed = new Set();
  let seed = 7;
  for (let round = 0; round < 40; round += 1) {
    const indexes = Uint32Array.from({ length: 1000 }, () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % 1_000_000;
    }).sort();
    for (const index of indexes) changed.add(index);
    dirt.markPixels(indexes);
  }
  for (let isBehind = true; isBehind;) {
    const frame = take(dirt);
    isBehind = frame.isBehind;
    assert.ok(frame.pieces.length < 4096);
    for (const [x, y, width, height] of frame.pieces) {
      for (let index = y * 1000 + x; index < (y + height - 1) * 1000 + x + width; index += 1) {
        changed.delete(index);
      }
    }
  }
  assert.equal(changed.size, 0);
});
