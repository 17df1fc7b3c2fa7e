import assert from "node:assert/strict";
import test from "node:test";

import { readAreas } from "../../Web/js/canvas/ground.js";
import { sayArea, sayPause, sayRestriction, whenOf } from "../../Web/js/features/moderation/words.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { scheduleAt } from "../../Web/js/util/until.js";
import { ManualClock } from "./support/manual-clock.js";

await loadTexts("core");
await loadTexts("moderation");

// Noon, wherever this runs.
const noon = new Date(2026, 10, 28, 12).getTime();
const times = { now: 1_000, wallMillis: noon };
const area = (changes) =>
  readAreas([{ id: "A1", x: 0, y: 0, width: 1, height: 1, mode: "frozen", ...changes }], times.now)[0];
const sayOf = (changes) => sayArea(area(changes), times).replace(/\u202f/g, " ");

test("an area says what, until when and why, as far as that is known", () => {
  assert.equal(sayOf({}), "This area is locked by the moderators.");
  assert.equal(
    sayOf({ endsInMs: 7_320_000, why: "attack on the cat" }),
    "This area is locked by the moderators until 2:02 PM: attack on the cat.",
  );
  assert.equal(sayOf({ mode: "staff", why: "A frame!" }), "Only the moderators draw in this area: A frame!");
  assert.equal(sayOf({ mode: "slower", factor: 4 }), "In this area you wait 4 times as long.");
  assert.equal(
    sayOf({ mode: "cooldown", cooldownMs: 90_500 }),
    "In this area you wait 90.5 s between two pixels.",
  );
});

test("later than today is told with its day, and what no calendar holds not at all", () => {
  assert.match(whenOf(times.now + 86_400_000, times), /Nov 29, 2026/);
  assert.match(whenOf(times.now + 13 * 3_600_000, times), /Nov 29, 2026/);
  assert.equal(whenOf(1e300, times), "");
  assert.equal(whenOf(null, times), "");
});

test("a pause says why and when it goes on", () => {
  assert.equal(sayPause({ why: "", endsAt: null }, times), "The moderators paused the canvas.");
  const words = sayPause({ why: "an attack", endsAt: times.now + 60_000 }, times).replace(/\u202f/g, " ");
  assert.equal(words, "The moderators paused the canvas: an attack. It goes on at 12:01 PM.");
});

test("a ban says until when, why, what the moderators wrote and how to contest it", () => {
  const ban = { kind: "ban", reason: "botting", message: "No scripts here", endsAt: null, appeal: "7Q2X" };
  assert.equal(
    sayRestriction(ban, times),
    "You can no longer place pixels here. Reason: Botting. No scripts here. "
    + "If you think this is wrong, tell the people who run this canvas the code 7Q2X.",
  );
  const mute = { kind: "mute", reason: null, message: "", endsAt: times.now + 60_000, appeal: null };
  assert.match(sayRestriction(mute, times), /^You cannot write in the chat until 12:01.PM\.$/);
});

test("a moment months away is waited for in steps, and cancelled in any of them", () => {
  const clock = new ManualClock();
  const done = [];
  const far = clock.now() + 60 * 86_400_000;
  scheduleAt(clock, far, () => done.push(clock.now()));
  const cancel = scheduleAt(clock, far, () => done.push("never"));
  assert.ok(clock.timers.every(({ at }) => at - clock.now() <= 3_600_000), "a browser's timer holds 24 days");
  clock.advance(59 * 86_400_000);
  cancel();
  clock.advance(2 * 86_400_000);
  assert.deepEqual([done, clock.timers.length], [[far], 0]);
  scheduleAt(clock, 0, () => done.push("late"));
  clock.advance(0);
  assert.equal(done.at(-1), "late");
});
