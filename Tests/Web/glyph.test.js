import assert from "node:assert/strict";
import test from "node:test";

import { glyphFor, inkOn } from "../../Web/js/canvas/glyph.js";

test("each of 256 colours has a glyph of its own, of one sign or two", () => {
  const glyphs = Array.from({ length: 256 }, (_, index) => glyphFor(index));
  assert.equal(new Set(glyphs).size, 256);
  assert.ok(glyphs.every((glyph) => /^[0-9A-HJ-NP-Z]{1,2}$/.test(glyph)));
});

test("a palette of 32 has single signs, and the first ten are their numbers", () => {
  for (let index = 0; index < 32; index += 1) assert.equal(glyphFor(index).length, 1);
  for (let index = 0; index < 10; index += 1) assert.equal(glyphFor(index), String(index));
  assert.equal(glyphFor(33), "Z");
  assert.equal(glyphFor(34), "10");
});

test("a glyph is black on light colours and white on dark ones", () => {
  assert.equal(inkOn("#ffffff"), "#000000");
  assert.equal(inkOn("#000000"), "#ffffff");
  assert.equal(inkOn("#ffe14d"), "#000000");
  assert.equal(inkOn("#1f3a9b"), "#ffffff");
});

test("the contrast of a glyph with its colour is never below 4.5", () => {
  const luminanceOf = (level) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4);
  for (let level = 0; level < 256; level += 1) {
    const hex = `#${level.toString(16).padStart(2, "0").repeat(3)}`;
    const luminance = luminanceOf(level / 255);
    const ink = inkOn(hex) === "#ffffff" ? 1 : 0;
    const contrast = (Math.max(ink, luminance) + 0.05) / (Math.min(ink, luminance) + 0.05);
    assert.ok(contrast >= 4.5, hex);
  }
});
