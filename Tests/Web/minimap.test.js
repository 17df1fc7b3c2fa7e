import assert from "node:assert/strict";
import { test } from "node:test";

import { Viewport } from "../../Web/js/canvas/viewport.js";
import { Reduction, viewShares } from "../../Web/js/features/minimap/reduction.js";
import { channelsOf } from "../../Web/js/util/colour.js";

const channels = channelsOf(["#000000", "#ffffff", "#ff0000"]);

function paint(reduction, colours) {
  const picture = new Uint8ClampedArray(reduction.width * reduction.height * 4);
  return { rows: reduction.paint(colours, channels, picture), picture };
}

test("the small picture has the board's shape and is never larger than it", () => {
  const size = ({ width, height }) => [width, height];
  assert.deepEqual(size(new Reduction(1000, 500, 160)), [160, 80]);
  assert.deepEqual(size(new Reduction(20, 30, 160)), [20, 30]);
  assert.deepEqual(size(new Reduction(4096, 3, 160)), [160, 1]);
});

test("a cell is the mean of the pixels beneath it", () => {
  const reduction = new Reduction(4, 4, 2);
  const colours = Uint8Array.of(0, 1, 2, 2, 1, 0, 2, 2, 1, 1, 0, 0, 1, 1, 0, 0);
  const { picture, rows } = paint(reduction, colours);
  assert.deepEqual(rows, { top: 0, bottom: 2 });
  const cell = (number) => [...picture.subarray(number * 4, number * 4 + 4)];
  assert.deepEqual(cell(0), [128, 128, 128, 255]);
  assert.deepEqual([cell(1), cell(2), cell(3)], [[255, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 255]]);
});

test("only what changed is computed again", () => {
  const reduction = new Reduction(300, 200, 150);
  const colours = new Uint8Array(300 * 200);
  paint(reduction, colours);
  assert.equal(paint(reduction, colours).rows, null);
  colours[100 * 300 + 7] = 1;
  reduction.mark(Uint32Array.of(100 * 300 + 7, 100 * 300 + 6));
  assert.equal(reduction.stale.length, 1);
  const { rows, picture } = paint(reduction, colours);
  assert.deepEqual(rows, { top: 50, bottom: 51 });
  assert.equal(picture[(50 * 150 + 3) * 4], 64);
});

test("each pixel is beneath the cell that is computed when it changes, at odd sizes too", () => {
  for (const [width, height, side] of [[7, 5, 3], [101, 37, 40], [33, 64, 63]]) {
    const reduction = new Reduction(width, height, side);
    const colours = new Uint8Array(width * height);
    paint(reduction, colours);
    for (let index = 0; index < colours.length; index += 1) {
      colours[index] = 1;
      reduction.mark(Uint32Array.of(index));
      const { picture } = paint(reduction, colours);
      const isSeen = picture.some((value, place) => place % 4 === 0 && value > 0);
      assert.ok(isSeen, `${index} of ${width}x${height}`);
      colours[index] = 0;
      reduction.mark(Uint32Array.of(index));
      paint(reduction, colours);
    }
  }
});

test("a view is told in shares of the board, cut at its edges", () => {
  const viewport = new Viewport();
  viewport.reshape(100, 100);
  viewport.resize(200, 200, { top: 0, right: 0, bottom: 0, left: 0 });
  assert.deepEqual(viewShares(viewport), { left: 0, top: 0, width: 1, height: 1 });
  viewport.zoomBy(2, { x: 100, y: 100 });
  assert.deepEqual(viewShares(viewport), { left: 0.25, top: 0.25, width: 0.5, height: 0.5 });
  viewport.panBy(-200, 0);
  assert.deepEqual(viewShares(viewport), { left: 0.75, top: 0.25, width: 0.25, height: 0.5 });
});
