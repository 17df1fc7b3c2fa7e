import assert from "node:assert/strict";
import test from "node:test";

import { Grid } from "../../Web/js/canvas/grid.js";
import { Placements } from "../../Web/js/canvas/placements.js";
import { Status, reasonNotToPlace } from "../../Web/js/canvas/verdicts.js";

function attempt(changes = {}) {
  return {
    board: { grid: new Grid(4, 4) },
    placements: new Placements(),
    cursor: { x: 1, y: 1 },
    colour: 2,
    ...changes,
  };
}

test("a good placement has nothing against it", () => {
  assert.equal(reasonNotToPlace(attempt()), null);
});

test("what is outside, and what changes nothing, never leaves the page", () => {
  assert.equal(reasonNotToPlace(attempt({ cursor: { x: 4, y: 0 } })), Status.outside);
  assert.equal(reasonNotToPlace(attempt({ cursor: { x: 0, y: -1 } })), Status.outside);
  assert.equal(reasonNotToPlace(attempt({ colour: 0 })), Status.unchanged);
});

test("what is shown but not yet confirmed counts as the pixel's colour", () => {
  const placements = new Placements();
  placements.add(5, 2, 0);
  assert.equal(reasonNotToPlace(attempt({ placements })), Status.unchanged);
  assert.equal(reasonNotToPlace(attempt({ placements, colour: 0 })), null);
});
