import assert from "node:assert/strict";
import test from "node:test";

import { footprintAt, lineOpacityAt, tapsMax } from "../../Web/js/canvas/footprint.js";

test("at natural size and above a device pixel stands for one pixel of the board", () => {
  for (const scale of [1, 1.5, 128]) assert.deepEqual(footprintAt(scale), { span: 1, stride: 1 });
});

test("below, every pixel of the footprint is read while they are few", () => {
  assert.deepEqual(footprintAt(1 / 4), { span: 4, stride: 1 });
  assert.deepEqual(footprintAt(1 / tapsMax), { span: tapsMax, stride: 1 });
});

test("wide footprints are read with gaps, and never cost more", () => {
  assert.deepEqual(footprintAt(1 / 17), { span: 17, stride: 2 });
  for (let scale = 0.5; scale > 0.001; scale *= 0.93) {
    const { span, stride } = footprintAt(scale);
    assert.ok(span / stride <= tapsMax);
  }
});

test("lines fade in from six device pixels on", () => {
  assert.equal(lineOpacityAt(5.9), 0);
  assert.ok(lineOpacityAt(6) > 0 && lineOpacityAt(6) < lineOpacityAt(10));
  assert.equal(lineOpacityAt(16), lineOpacityAt(128));
});
