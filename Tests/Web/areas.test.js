import assert from "node:assert/strict";
import test from "node:test";

import { Grid } from "../../Web/js/canvas/grid.js";
import { Areas, areaOf } from "../../Web/js/ui/areas.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { fakeAnnouncer, fakeStage, fakeStatus } from "./support/desk.js";

await loadTexts("core");

function areasOf() {
  const stage = fakeStage();
  const told = [];
  let focusCount = 0;
  const areas = new Areas({
    stage, board: { grid: new Grid(20, 20) }, status: fakeStatus(), announcer: fakeAnnouncer(),
    focus: () => ({
      focus() {
        focusCount += 1;
      },
    }),
  });
  areas.selecting = (isSelecting) => told.push(isSelecting);
  return { areas, stage, told, focusCount: () => focusCount };
}

test("an area holds both of its corners, in whichever order, as far as they are on the board", () => {
  const grid = new Grid(20, 20);
  const expected = { x: 2, y: 3, width: 4, height: 2 };
  assert.deepEqual(areaOf(grid, { x: 2, y: 3 }, { x: 5, y: 4 }), expected);
  assert.deepEqual(areaOf(grid, { x: 5, y: 3 }, { x: 2, y: 4 }), expected);
  assert.deepEqual(areaOf(grid, { x: 7, y: 7 }, { x: 7, y: 7 }), { x: 7, y: 7, width: 1, height: 1 });
  assert.deepEqual(areaOf(grid, { x: -9, y: 15 }, { x: 99, y: 99 }), { x: 0, y: 15, width: 20, height: 5 });
});

test("choosing says how and takes the keys; a drag chooses", async () => {
  const { areas, stage, told, focusCount } = areasOf();
  const chosen = areas.select();
  assert.ok(areas.isSelecting);
  assert.match(areas.status.text, /^Drag over an area/);
  assert.deepEqual(areas.announcer.spoken, [areas.status.text]);
  assert.deepEqual([focusCount(), stage.layers.size], [1, 1]);
  areas.drag({ x: 12, y: 12 }, { x: 35, y: 18 }, false);
  assert.deepEqual(areas.area, { x: 1, y: 1, width: 3, height: 1 });
  areas.drag({ x: 12, y: 12 }, { x: 55, y: 28 }, true);
  assert.deepEqual(await chosen, { x: 1, y: 1, width: 5, height: 2 });
  assert.deepEqual([areas.isSelecting, stage.layers.size, told], [false, 0, [true, false]]);
});

test("two corners choose, by tap or by Enter, with the area following the cursor between", async () => {
  const { areas } = areasOf();
  const chosen = areas.select();
  areas.follow({ x: 9, y: 9 });
  assert.equal(areas.area, null);
  areas.drag({ x: 41, y: 41 }, { x: 42, y: 43 }, true);
  areas.follow({ x: 6, y: 5 });
  assert.deepEqual(areas.area, { x: 4, y: 4, width: 3, height: 2 });
  areas.follow(null);
  areas.mark({ x: 2, y: 8 });
  assert.deepEqual(await chosen, { x: 2, y: 4, width: 3, height: 5 });
});

test("thinking better of it gives nothing, and a second wish ends the first", async () => {
  const { areas, stage } = areasOf();
  const first = areas.select();
  areas.mark({ x: 1, y: 1 });
  const second = areas.select();
  assert.equal(await first, null);
  assert.equal(areas.corner, null);
  areas.cancel();
  assert.equal(await second, null);
  assert.equal(stage.layers.size, 0);
  areas.cancel();
  assert.ok(!areas.isSelecting);
});
