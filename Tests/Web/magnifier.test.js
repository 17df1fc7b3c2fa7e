import assert from "node:assert/strict";
import test from "node:test";

import { magnifierAt } from "../../Web/js/canvas/magnifier.js";
import { Viewport } from "../../Web/js/canvas/viewport.js";

function viewport(scale) {
  const view = new Viewport();
  view.reshape(200, 200);
  view.resize(780, 1688, { top: 120, right: 24, bottom: 300, left: 24 });
  const { origin } = view;
  view.zoomBy(scale / view.scale, { x: origin.x + 100 * view.scale, y: origin.y + 100 * view.scale });
  return view;
}

test("the glass is above the finger, in the middle of the pixel's column", () => {
  const view = viewport(4);
  const pixel = view.pixelAt({ x: 390, y: 900 });
  const glass = magnifierAt(pixel, view, 2);
  assert.ok(Math.abs(glass.x - 390) <= 4);
  assert.ok(glass.y + glass.radius <= 900 - 60);
  assert.equal(glass.radius, 96);
});

test("it enlarges fourfold, at least to 16 and at most to 32 CSS pixels", () => {
  assert.equal(magnifierAt({ x: 100, y: 100 }, viewport(2), 2).scale, 32);
  assert.equal(magnifierAt({ x: 100, y: 100 }, viewport(12), 2).scale, 48);
  assert.equal(magnifierAt({ x: 100, y: 100 }, viewport(64), 2).scale, 64);
});

test("without room above it goes below, and it never leaves the screen", () => {
  const view = viewport(4);
  for (const point of [{ x: 2, y: 130 }, { x: 778, y: 200 }, { x: 390, y: 5 }, { x: 5, y: 1680 }]) {
    const glass = magnifierAt(view.pixelAt(point), view, 2);
    if (glass === null) continue;
    assert.ok(glass.x - glass.radius >= 0 && glass.x + glass.radius <= view.width);
    assert.ok(glass.y - glass.radius >= 0 && glass.y + glass.radius <= view.height);
    assert.ok(point.y > 400 || glass.y > point.y);
  }
});

test("a pixel out of sight has no glass", () => {
  const view = viewport(64);
  assert.equal(magnifierAt({ x: 0, y: 0 }, view, 2), null);
});
