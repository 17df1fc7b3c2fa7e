import assert from "node:assert/strict";
import test from "node:test";

import { Grid } from "../../Web/js/canvas/grid.js";
import { Placements } from "../../Web/js/canvas/placements.js";
import { Status, reasonNotToPlace } from "../../Web/js/canvas/verdicts.js";

function attempt(changes = {}) {
  const placements = new Placements();
  const cursor = { x: 1, y: 1 };
  const grid = new Grid(4, 4);
  return { canPlace: true, isOpen: true, grid, placements, cursor, colour: 2, charges: 1, ...changes };
}

test("a good placement has nothing against it", () => {
  assert.equal(reasonNotToPlace(attempt()), null);
});

test("of several reasons the one that the server would tell comes first", () => {
  const hopeless = { canPlace: false, isOpen: false, cursor: { x: 9, y: 9 }, charges: 0 };
  assert.equal(reasonNotToPlace(attempt(hopeless)), Status.watching);
  assert.equal(reasonNotToPlace(attempt({ ...hopeless, canPlace: true })), Status.notOpen);
  assert.equal(reasonNotToPlace(attempt({ cursor: { x: 9, y: 9 }, charges: 0 })), Status.outside);
  assert.equal(reasonNotToPlace(attempt({ colour: 0, charges: 0 })), Status.unchanged);
  assert.equal(reasonNotToPlace(attempt({ charges: 0 })), Status.coolingDown);
});

test("what is shown but not yet confirmed counts: for the colour and for the charges", () => {
  const placements = new Placements();
  placements.add(5, 2, 0);
  assert.equal(reasonNotToPlace(attempt({ placements, charges: 2 })), Status.unchanged);
  assert.equal(reasonNotToPlace(attempt({ placements, colour: 3, charges: 1 })), Status.coolingDown);
  assert.equal(reasonNotToPlace(attempt({ placements, colour: 3, charges: 2 })), null);
});
