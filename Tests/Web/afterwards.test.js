import assert from "node:assert/strict";
import test from "node:test";

import { loadTexts } from "../../Web/js/ui/texts.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const pixel = { x: 3, y: 4 };

/** A desk at which a pixel was placed a moment ago. */
function afterPlacing(options) {
  const desk = makeDesk(options);
  desk.player.tap(pixel, "mouse");
  desk.answer({});
  return desk;
}

test("within five seconds the newest pixel is taken back, and the charge with it", () => {
  const { player, clock, takenBack, answer, status } = afterPlacing();
  clock.advance(4_999);
  assert.equal(player.afterwards.remainingMillis, 1);
  player.undo();
  assert.deepEqual(takenBack.map(({ x, y }) => ({ x, y })), [pixel]);
  assert.equal(status.text, "Taking it back…");
  assert.equal(player.afterwards.remainingMillis, 0);
  answer({ colour: 0, charges: 1, waitMillis: 0, seq: 7 });
  assert.equal(status.text, "Taken back. The pixel is yours to place again.");
  assert.equal(player.state, "armed");
});

test("what was taken back is seen no more, even where the board never showed it", () => {
  const { player, answer } = makeDesk();
  const shown = () => player.placements.colourAt(player.board.grid.indexOf(pixel.x, pixel.y));
  player.tap(pixel, "mouse");
  answer({ colour: 1, seq: 100_007 });
  assert.equal(shown(), 1);
  player.undo();
  answer({ colour: 0, charges: 1, waitMillis: 0, seq: 100_007 });
  assert.equal(shown(), 0);
});

test("one wish goes out, however often it is made", () => {
  const { player, takenBack } = afterPlacing();
  player.undo();
  player.undo();
  assert.equal(takenBack.length, 1);
});

test("after five seconds nothing is offered and nothing goes out", () => {
  const { player, clock, takenBack } = afterPlacing();
  clock.advance(5_000);
  assert.equal(player.afterwards.remainingMillis, 0);
  player.undo();
  assert.deepEqual(takenBack, []);
});

test("a wish that came too late is told, and the wait goes on", () => {
  const { player, answer, status, callout } = afterPlacing();
  player.undo();
  answer({ status: 15, charges: 0, waitMillis: 57_000 });
  assert.equal(status.text, "Too late to take it back, or somebody painted over it.");
  assert.deepEqual(callout.pixel, pixel);
  assert.equal(player.state, "cooling");
});

test("without a connection nothing is taken back, and what cannot be sent is said", () => {
  const offline = afterPlacing();
  offline.player.setConditions({ link: "offline" });
  offline.player.undo();
  assert.deepEqual(offline.takenBack, []);
  const busy = afterPlacing();
  busy.isSendable = false;
  busy.player.undo();
  assert.equal(busy.status.text, "The server is busy. Your pixel was not counted.");
  assert.equal(busy.player.afterwards.remainingMillis, 5_000);
});

test("a refused pixel is nothing to take back", () => {
  const { player, answer } = makeDesk();
  player.tap(pixel, "mouse");
  answer({ status: 6, colour: 0 });
  assert.equal(player.afterwards.remainingMillis, 0);
});

/** A desk whose connection broke with a pixel under way, and that is connected again. */
function afterBreak({ charges, arrived }) {
  const desk = makeDesk();
  const { player, board } = desk;
  player.tap(pixel, "mouse");
  player.setConditions({ link: "offline" });
  player.dropPending();
  assert.equal(desk.seenAt(3, 4), 0);
  if (arrived) board.grid.colours[board.grid.indexOf(3, 4)] = 1;
  player.setConditions({ link: "live" });
  player.setYou({ canPlace: true, charges, waitMs: charges > 0 ? 0 : 60_000 });
  player.afterwards.resume(player);
  return desk;
}

test("connected again, a pixel that is on the board has arrived", () => {
  const { status, sent, player } = afterBreak({ charges: 0, arrived: true });
  assert.equal(status.text, "Your last pixel arrived after all.");
  assert.equal(sent.length, 1);
  assert.equal(player.afterwards.lost, null);
});

test("one that was not counted is offered again, and only placed when the reader says so", () => {
  const { status, sent, player, announcer } = afterBreak({ charges: 1, arrived: false });
  assert.match(status.text, /did not arrive and was not counted/);
  assert.equal(announcer.spoken.at(-1), status.text);
  assert.equal(sent.length, 1);
  player.chooseColour(2);
  assert.equal(status.action, null);
});

test("placing it again takes the colour and the pixel it was", () => {
  const { status, sent, player } = afterBreak({ charges: 1, arrived: false });
  assert.equal(status.action.label, "Place again");
  const { act } = status.action;
  player.chooseColour(2);
  act();
  const { x, y, colour } = sent.at(-1);
  assert.deepEqual([sent.length, x, y, colour], [2, 3, 4, 1]);
});

test("where it may have been counted no promise is made", () => {
  const { status } = afterBreak({ charges: 0, arrived: false });
  assert.match(status.text, /counts only if it stays/);
  assert.equal(status.action, null);
});

test("a board whose past was cut off tells nothing of a lost pixel", () => {
  const { player, status } = makeDesk();
  player.tap(pixel, "mouse");
  player.dropPending();
  player.afterwards.forget();
  const { text } = status;
  player.afterwards.resume(player);
  assert.equal(status.text, text);
});

test("whoever places something else has forgotten the lost one", () => {
  const { player } = makeDesk({ maxCharges: 3, charges: 3 });
  player.tap(pixel, "mouse");
  player.dropPending();
  assert.notEqual(player.afterwards.lost, null);
  player.tap({ x: 9, y: 9 }, "mouse");
  assert.equal(player.afterwards.lost, null);
});
