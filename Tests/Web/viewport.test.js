import assert from "node:assert/strict";
import test from "node:test";

import { Viewport } from "../../Web/js/canvas/viewport.js";

const noInsets = { top: 0, right: 0, bottom: 0, left: 0 };

function viewportOf({ width = 800, height = 600, board = [100, 100], insets = noInsets } = {}) {
  const viewport = new Viewport();
  viewport.resize(width, height, insets);
  viewport.reshape(...board);
  return viewport;
}

test("a small board is fitted at a whole scale, in the middle", () => {
  const viewport = viewportOf();
  assert.equal(viewport.scale, 6);
  assert.deepEqual(viewport.origin, { x: 100, y: 0 });
});

test("a large board is fitted whole", () => {
  const viewport = viewportOf({ board: [1000, 1000] });
  assert.equal(viewport.scale, 0.6);
});

test("what floats over the edges leaves the board uncovered", () => {
  const viewport = viewportOf({ insets: { top: 100, right: 0, bottom: 200, left: 0 } });
  assert.equal(viewport.scale, 3);
  assert.deepEqual(viewport.origin, { x: 250, y: 100 });
});

test("a fitted view stays fitted when the window changes, a chosen one stays where it was", () => {
  const viewport = viewportOf();
  viewport.resize(400, 300, noInsets);
  assert.equal(viewport.scale, 3);
  viewport.step(1, { x: 200, y: 150 });
  const { centreX, centreY, scale } = viewport;
  viewport.resize(800, 600, noInsets);
  assert.deepEqual([viewport.centreX, viewport.centreY, viewport.scale], [centreX, centreY, scale]);
});

test("the pixel under the pointer stays there while zooming", () => {
  const viewport = viewportOf({ board: [1000, 800] });
  const anchor = { x: 613, y: 222 };
  const pixel = viewport.pixelAt(anchor);
  for (let count = 0; count < 12; count += 1) {
    viewport.step(1, anchor);
    const now = viewport.toBoard(anchor);
    assert.ok(Math.abs(now.x - pixel.x - 0.5) < 2 && Math.abs(now.y - pixel.y - 0.5) < 2);
  }
  assert.ok(viewport.scale >= 16);
});

test("every step in is undone by a step out", () => {
  const viewport = viewportOf();
  const anchor = { x: 400, y: 300 };
  viewport.step(1, anchor);
  const { scale } = viewport;
  viewport.step(1, anchor);
  assert.ok(viewport.scale > scale);
  viewport.step(-1, anchor);
  assert.equal(viewport.scale, scale);
});

test("zooming stops at both ends", () => {
  const viewport = viewportOf();
  for (let count = 0; count < 50; count += 1) viewport.step(1, { x: 400, y: 300 });
  assert.equal(viewport.scale, 128);
  for (let count = 0; count < 50; count += 1) viewport.zoomBy(0.5, { x: 400, y: 300 });
  assert.equal(viewport.scale, 0.5);
});

test("fingers leave the board at a whole scale above 1 and at any below", () => {
  const viewport = viewportOf();
  viewport.zoomBy(1.1, { x: 0, y: 0 });
  viewport.settle({ x: 0, y: 0 });
  assert.equal(viewport.scale, 7);
  viewport.zoomBy(0.1, { x: 0, y: 0 });
  const { scale } = viewport;
  viewport.settle({ x: 0, y: 0 });
  assert.equal(viewport.scale, scale);
});

test("the middle of the view never leaves the board", () => {
  const viewport = viewportOf();
  viewport.panBy(100_000, -100_000);
  assert.deepEqual([viewport.centreX, viewport.centreY], [0, 100]);
});

test("a pan moves the board by just as many device pixels", () => {
  const viewport = viewportOf();
  const { origin } = viewport;
  viewport.panBy(17, -9);
  assert.deepEqual(viewport.origin, { x: origin.x + 17, y: origin.y - 9 });
});

test("pixels are found at every point of their square and nowhere else", () => {
  const viewport = viewportOf();
  assert.deepEqual(viewport.pixelAt({ x: 100, y: 0 }), { x: 0, y: 0 });
  assert.deepEqual(viewport.pixelAt({ x: 105.9, y: 5.9 }), { x: 0, y: 0 });
  assert.deepEqual(viewport.pixelAt({ x: 106, y: 6 }), { x: 1, y: 1 });
  assert.deepEqual(viewport.pixelAt({ x: 99, y: 0 }), { x: -1, y: 0 });
});

test("revealing a pixel moves the view only as far as it must", () => {
  const viewport = viewportOf();
  for (let count = 0; count < 6; count += 1) viewport.step(1, { x: 400, y: 300 });
  const before = { ...viewport.origin };
  viewport.reveal(50, 50);
  assert.deepEqual(viewport.origin, before);
  viewport.reveal(99, 50);
  const { x } = viewport.origin;
  assert.ok(x + 99.5 * viewport.scale <= 800 - viewport.scale + 1);
});

test("another board of the same size keeps the view", () => {
  const viewport = viewportOf();
  viewport.step(1, { x: 0, y: 0 });
  const { scale } = viewport;
  viewport.reshape(100, 100);
  assert.equal(viewport.scale, scale);
  viewport.reshape(50, 50);
  assert.equal(viewport.scale, 12);
});

test("looking at a pixel brings it to the middle of the free part, at the scale asked for", () => {
  const viewport = viewportOf({ insets: { top: 100, right: 40, bottom: 200, left: 0 } });
  viewport.lookAt(30, 70, 16);
  assert.equal(viewport.scale, 16);
  assert.deepEqual(viewport.pixelAt(viewport.middle), { x: 30, y: 70 });
  assert.ok(!viewport.isFitted);
});

test("looking without a scale keeps it, but never so small that the pixel is lost", () => {
  const viewport = viewportOf({ board: [1000, 1000] });
  viewport.lookAt(500, 500, null);
  assert.equal(viewport.scale, 8);
  viewport.lookAt(500, 500, 32);
  viewport.lookAt(10, 20, null);
  assert.equal(viewport.scale, 32);
  viewport.lookAt(10, 20, 5.4);
  assert.equal(viewport.scale, 5);
  viewport.lookAt(10, 20, 1e9);
  assert.equal(viewport.scale, 128);
});

test("a screen is what is free of the view", () => {
  const viewport = viewportOf({ board: [1000, 1000], insets: { top: 100, right: 0, bottom: 200, left: 0 } });
  viewport.lookAt(500, 500, 8);
  const { x, y } = viewport.origin;
  viewport.panScreens(0.5, 0);
  assert.deepEqual(viewport.origin, { x: x - 400, y });
  viewport.panScreens(0, -1);
  assert.deepEqual(viewport.origin, { x: x - 400, y: y + 300 });
});

test("the nearest pixel is always on the board", () => {
  const viewport = viewportOf();
  assert.deepEqual(viewport.nearestPixel({ x: 106, y: 6 }), { x: 1, y: 1 });
  assert.deepEqual(viewport.nearestPixel({ x: -5, y: 9_999 }), { x: 0, y: 99 });
});

test("a pixel's middle on the screen is found again, and known to be in sight or not", () => {
  const viewport = viewportOf();
  assert.deepEqual(viewport.pointOf({ x: 1, y: 1 }), { x: 109, y: 9 });
  assert.deepEqual(viewport.pixelAt(viewport.pointOf({ x: 42, y: 17 })), { x: 42, y: 17 });
  assert.ok(viewport.shows({ x: 0, y: 0 }));
  assert.ok(!viewport.shows({ x: 800, y: 0 }));
  assert.ok(!viewport.shows({ x: 0, y: -0.5 }));
});
