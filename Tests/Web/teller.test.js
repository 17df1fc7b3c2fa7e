import assert from "node:assert/strict";
import test from "node:test";

import { loadTexts } from "../../Web/js/ui/texts.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const pixel = { x: 3, y: 4 };

test("silence is told in steps, and after eight seconds the connection is doubted", () => {
  const desk = makeDesk();
  const { player, clock, status } = desk;
  const before = status.text;
  player.tap(pixel, "mouse");
  clock.advance(149);
  assert.equal(status.text, before);
  clock.advance(1);
  assert.equal(status.text, "Sending…");
  clock.advance(850);
  assert.equal(status.text, "Sending… 1 s");
  clock.advance(6_000);
  assert.equal(status.text, "Sending… 7 s");
  assert.equal(desk.doubtCount, 0);
  clock.advance(1_000);
  assert.equal(status.text, "Not confirmed yet. It counts only if it stays.");
  assert.equal(desk.doubtCount, 1);
  clock.advance(60_000);
  assert.equal(desk.doubtCount, 1);
});

test("an answer ends the watch; one to another pixel leaves the rest watched", () => {
  const desk = makeDesk({ maxCharges: 3, charges: 3 });
  const { player, clock, answer, status } = desk;
  player.tap(pixel, "mouse");
  clock.advance(1_000);
  player.tap({ x: 9, y: 9 }, "mouse");
  answer({ charges: 2, waitMillis: 60_000 });
  clock.advance(7_000);
  assert.equal(desk.doubtCount, 1);
  player.settle({ tag: 1, status: 0, colour: 1, charges: 1, waitMillis: 60_000, seq: 7 });
  assert.equal(status.text, "Placed red at (3, 4).");
  clock.advance(20_000);
  assert.equal(desk.doubtCount, 1);
});

test("a lost connection ends the watch", () => {
  const desk = makeDesk();
  desk.player.tap(pixel, "mouse");
  desk.player.dropPending();
  desk.clock.advance(20_000);
  assert.equal(desk.doubtCount, 0);
});

test("listeners hear of the wait at sixty, thirty, ten and no seconds, and of nothing between", () => {
  const { player, answer, wait, announcer } = makeDesk({ cooldownMs: 90_000 });
  player.tap(pixel, "mouse");
  answer({ waitMillis: 90_000 });
  announcer.spoken.length = 0;
  wait(90_000);
  assert.deepEqual(announcer.spoken, [
    "Next pixel in 1 min 0 s.", "Next pixel in 30 s.", "Next pixel in 10 s.", "Your pixel is ready.",
  ]);
  wait(10_000);
  assert.equal(announcer.spoken.length, 4);
});

test("what was said along with the pixel is not said again", () => {
  const { player, answer, wait, announcer } = makeDesk({ cooldownMs: 30_000 });
  player.tap(pixel, "mouse");
  answer({ waitMillis: 30_000 });
  announcer.spoken.length = 0;
  wait(30_000);
  assert.deepEqual(announcer.spoken, ["Next pixel in 10 s.", "Your pixel is ready."]);
});

test("a page that slept over a mark does not tell it late", () => {
  const { player, answer, wait, clock, announcer } = makeDesk();
  player.tap(pixel, "mouse");
  answer({});
  announcer.spoken.length = 0;
  clock.advance(37_000);
  wait(250);
  assert.deepEqual(announcer.spoken, []);
});

test("with several charges it is told how many are ready", () => {
  const { wait, status } = makeDesk({ maxCharges: 5, charges: 0 });
  wait(60_250);
  assert.equal(status.text, "1 of 5 pixels ready.");
});

test("without a connection nobody is told to place", () => {
  const { player, wait, announcer } = makeDesk({ charges: 0 });
  wait(250);
  player.setConditions({ link: "offline" });
  announcer.spoken.length = 0;
  wait(60_000);
  assert.ok(!announcer.spoken.includes("Your pixel is ready."));
});

test("the status line counts down only where it tells of the wait", () => {
  const { player, wait, status } = makeDesk({ charges: 0 });
  player.teller.situation(player);
  assert.equal(status.text, "Next pixel in 1:00.");
  wait(1_000);
  assert.equal(status.text, "Next pixel in 0:59.");
  player.tap(pixel, "mouse");
  assert.equal(status.text, "Not yet: 0:59 left.");
  wait(3_000);
  assert.equal(status.text, "Not yet: 0:59 left.");
});

test("each situation has its word", () => {
  const { player, status, teller } = makeDesk({ colour: null });
  const word = () => {
    teller.situation(player);
    return status.text;
  };
  assert.equal(word(), "Pick a colour to place a pixel.");
  player.chooseColour(1);
  assert.equal(word(), "red: click a pixel, or go there with the arrow keys and press Enter.");
  player.aimAt(pixel);
  assert.equal(word(), "red, (3, 4): press Enter or click to place.");
  player.isTouch = true;
  assert.equal(word(), "red: tap a pixel, then press Place.");
  player.setConditions({ link: "loading" });
  assert.equal(word(), "One moment: the canvas is still loading.");
});

test("the past is told when it begins, and the present when it is back", () => {
  const { player, status } = makeDesk();
  player.setLookingBack(true);
  assert.match(status.text, /looking at the past/);
  player.setLookingBack(false);
  assert.match(status.text, /^red: click a pixel/);
});
