import assert from "node:assert/strict";
import test from "node:test";

import { duration, sentences } from "../../Web/js/features/help/rules.js";

const board = { width: 10, height: 20, palette: ["#000000", "#ffffff"] };
const keys = (rules) => sentences({ cooldownMs: 30_000, maxCharges: 1, state: "open", ...rules }, board, {
  say: (key) => key, language: "en", nowMillis: 0,
});

test("the rules of a board in sentences", () => {
  assert.deepEqual(keys({}), ["helpWait", "helpUndo", "helpSame", "helpSize"]);
  assert.deepEqual(keys({ cooldownMs: 0, maxCharges: 5 }), [
    "helpNoWait", "helpUndo", "helpSame", "helpSize",
  ]);
  assert.deepEqual(keys({ maxCharges: 5, baseCooldownMs: 10_000 }).slice(0, 3), [
    "helpWait", "helpBusy", "helpCharges",
  ]);
  assert.deepEqual(keys({ state: "closed", opensInMs: 5, closesInMs: 9 }).slice(0, 3), [
    "helpClosed", "helpOpens", "helpCloses",
  ]);
  assert.equal(keys({ state: "frozen" })[0], "helpFrozen");
});

test("durations are told in whole words", () => {
  assert.equal(duration(30_000, "en"), "30 seconds");
  assert.equal(duration(1_000, "en"), "1 second");
  assert.equal(duration(150_000, "en"), "2 minutes 30 seconds");
  assert.equal(duration(300_000, "fr"), "5 minutes");
  assert.equal(duration(3_600_000, "en"), "1 hour");
  assert.equal(duration(500, "en"), "0.5 seconds");
  assert.equal(duration(0, "en"), "0 seconds");
});
