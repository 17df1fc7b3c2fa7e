import assert from "node:assert/strict";
import test from "node:test";

import { Ground, areasMax, endOf, isLocking, lineOf, readAreas } from "../../Web/js/canvas/ground.js";
import { readRestriction } from "../../Web/js/canvas/restriction.js";
import { randomSource } from "./support/chance.js";

const square = { id: "A1", x: 2, y: 3, width: 4, height: 2, mode: "frozen" };

test("an area is read as the server tells it", () => {
  assert.deepEqual(readAreas([{ ...square, endsInMs: 500, why: " attack\n on the cat " }], 1_000), [{
    ...square, factor: 1, cooldownMillis: 0, endsAt: 1_500, why: "attack on the cat",
  }]);
  const [slower] = readAreas([{ ...square, mode: "slower", factor: 4 }], 0);
  const [own] = readAreas([{ ...square, mode: "cooldown", cooldownMs: 9_000 }], 0);
  assert.deepEqual([slower.factor, slower.endsAt, own.cooldownMillis], [4, null, 9_000]);
});

test("garbage is passed over, and what is sound beside it is kept", () => {
  const garbage = [
    null, 3, "A1", [], {}, { ...square, id: 1 }, { ...square, x: -1 }, { ...square, x: 0.5 },
    { ...square, y: "3" }, { ...square, width: 0 }, { ...square, height: 5000 },
    { ...square, mode: "toString" },
    { ...square, mode: "slower", factor: 0 }, { ...square, mode: "slower", factor: 1e9 },
    { ...square, mode: "slower", factor: "many" }, { ...square, mode: "cooldown", cooldownMs: -1 },
  ];
  assert.deepEqual(readAreas([...garbage, square], 0).map(({ id }) => id), ["A1"]);
  for (const list of [undefined, null, {}, "areas", 4]) assert.deepEqual(readAreas(list, 0), []);
  assert.equal(readAreas(Array(1000).fill(square), 0).length, areasMax);
  assert.equal([...lineOf("é🦊".repeat(500))].length, 200);
  for (const value of ["5", NaN, Infinity, -1, undefined]) assert.equal(endOf(value, 7), null);
});

test("of several areas the strictest holds, each up to its edges and its end", () => {
  const ground = new Ground();
  const whole = { ...square, id: "A2", x: 0, y: 0, width: 20, height: 20, mode: "slower", factor: 2 };
  ground.areas = readAreas([whole, { ...square, endsInMs: 100 }], 0);
  const at = (x, y, now = 0) => ground.at({ x, y }, now)?.id ?? null;
  assert.deepEqual([at(2, 3), at(5, 4), at(1, 3), at(6, 3), at(2, 5)], ["A1", "A1", "A2", "A2", "A2"]);
  assert.equal(at(20, 0), null);
  assert.equal(at(2, 3, 100), "A2", "its time is over");
  assert.deepEqual([ground.isLocked({ x: 2, y: 3 }, 0), ground.isLocked({ x: 0, y: 0 }, 0)], [true, false]);
  assert.equal(ground.at(null, 0), null);
  assert.ok(isLocking({ mode: "staff" }) && !isLocking({ mode: "cooldown" }) && !isLocking(null));
});

test("whatever the list, a pixel is locked where a naive look finds a lock", () => {
  const chance = randomSource(851);
  const modes = ["frozen", "staff", "slower", "cooldown"];
  for (let round = 0; round < 100; round += 1) {
    const list = Array.from({ length: chance(8) }, (_, number) => ({
      id: `A${number}`, x: chance(10), y: chance(10), width: 1 + chance(6), height: 1 + chance(6),
      mode: modes[chance(4)], factor: 2,
    }));
    const ground = new Ground();
    ground.areas = readAreas(list, 0);
    const pixel = { x: chance(12), y: chance(12) };
    const isIn = ({ x, y, width, height }) =>
      pixel.x >= x && pixel.x < x + width && pixel.y >= y && pixel.y < y + height;
    const expected = list.some((area) => isIn(area) && (area.mode === "frozen" || area.mode === "staff"));
    assert.equal(ground.isLocked(pixel, 0), expected);
  }
});

test("a restriction is read with care", () => {
  const told = { kind: "ban", reason: "botting", message: "Until then.", endsInMs: 60_000, appeal: "7Q2X" };
  assert.deepEqual(readRestriction(told, 5), {
    kind: "ban", reason: "botting", message: "Until then.", endsAt: 60_005, appeal: "7Q2X",
  });
  assert.deepEqual(readRestriction({ kind: "mute", reason: "mood", appeal: "<b>", message: 4 }, 0), {
    kind: "mute", reason: null, message: "", endsAt: null, appeal: null,
  });
  for (const value of [undefined, null, "ban", 3, {}, { kind: "shadow" }]) {
    assert.equal(readRestriction(value, 0), null);
  }
});
