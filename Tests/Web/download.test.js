import assert from "node:assert/strict";
import { test } from "node:test";

import { areaInView, coloursOf } from "../../Web/js/canvas/area.js";
import { Viewport } from "../../Web/js/canvas/viewport.js";
import { fileName, largestScale, sizeOf } from "../../Web/js/features/download/picture.js";
import { channelsOf, paintColours } from "../../Web/js/util/colour.js";

test("what is in view is what lies between that which floats over the edges", () => {
  const viewport = new Viewport();
  viewport.reshape(100, 80);
  viewport.resize(400, 400, { top: 40, right: 20, bottom: 100, left: 20 });
  assert.deepEqual(areaInView(viewport), { x: 0, y: 0, width: 100, height: 80 });
  viewport.zoomBy(8, { x: 200, y: 200 });
  const { x, y, width, height } = areaInView(viewport);
  const corner = viewport.pixelAt({ x: 20, y: 40 });
  const last = viewport.pixelAt({ x: 379, y: 299 });
  assert.deepEqual([x, y], [corner.x, corner.y]);
  assert.deepEqual([x + width - 1, y + height - 1], [last.x, last.y]);
});

test("a view beside the board still names a pixel of it", () => {
  const viewport = new Viewport();
  viewport.reshape(10, 10);
  viewport.resize(400, 400, { top: 390, right: 0, bottom: 0, left: 0 });
  viewport.panBy(5000, 5000);
  const { x, y, width, height } = areaInView(viewport);
  assert.ok(x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= 10 && y + height <= 10);
});

test("scales go as far as a picture may be large", () => {
  const board = { x: 0, y: 0, width: 4096, height: 4096 };
  assert.deepEqual(sizeOf(board, 2), { width: 8192, height: 8192, isTooLarge: true });
  assert.equal(largestScale(board), 1);
  assert.equal(largestScale({ ...board, width: 1000, height: 1000 }), 8);
  assert.equal(largestScale({ ...board, width: 10, height: 10 }), 16);
  assert.equal(largestScale({ ...board, width: 1000, height: 1000 }, 4_000_000), 2);
});

test("a file is called after its board and the moment that it shows", () => {
  assert.equal(fileName("main", new Date(2026, 0, 5, 7, 9, 59)), "main-20260105-0709.png");
});

test("a part of the board is painted in its colours", () => {
  const grid = { width: 3, colours: Uint8Array.of(0, 1, 0, 1, 0, 1) };
  const picture = new Uint8ClampedArray(2 * 2 * 4);
  const colours = coloursOf({ x: 1, y: 0, width: 2, height: 2 }, grid);
  paintColours(colours, channelsOf(["#010203", "#fffefd"]), picture);
  assert.deepEqual([...picture], [255, 254, 253, 255, 1, 2, 3, 255, 1, 2, 3, 255, 255, 254, 253, 255]);
});
