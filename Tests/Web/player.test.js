import assert from "node:assert/strict";
import test from "node:test";

import { unansweredMax } from "../../Web/js/canvas/placements.js";
import { markOf } from "../../Web/js/ui/marks.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const pixel = { x: 3, y: 4 };
const elsewhere = { x: 5, y: 6 };

test("a click shows the pixel at once and sends it", () => {
  const { player, seenAt, sent, clock } = makeDesk();
  player.tap(pixel, "mouse");
  assert.equal(seenAt(3, 4), 1);
  assert.deepEqual(sent.map(({ x, y, colour }) => [x, y, colour]), [[3, 4, 1]]);
  assert.equal(player.state, "sending");
  assert.equal(clock.now(), 1000);
});

test("a refusal puts the true colour back in the same call, with the reason at the pixel and below", () => {
  const { player, seenAt, answer, status, callout, announcer } = makeDesk();
  player.tap(pixel, "mouse");
  answer({ status: 6, colour: 2, charges: 1, waitMillis: 0 });
  assert.equal(seenAt(3, 4), 2);
  assert.deepEqual([callout.pixel, callout.text], [pixel, "This area is locked."]);
  assert.deepEqual([callout.options.kind, callout.options.millis], ["refusal", 4000]);
  assert.ok(status.isRefusal);
  assert.equal(status.text, callout.text);
  assert.equal(announcer.spoken.at(-1), callout.text);
  assert.equal(player.state, "armed");
});

test("what is placed is told, with the wait for listeners, and leaves the overlay with its state", () => {
  const { player, answer, status, announcer, placements, board, stage } = makeDesk();
  player.tap(pixel, "mouse");
  answer({});
  assert.equal(status.text, "Placed red at (3, 4).");
  assert.equal(announcer.spoken.at(-1), "Placed red at 3, 4. Next in 1 min 0 s.");
  assert.equal(player.state, "cooling");
  assert.equal(placements.entries.length, 1);
  board.seq = 6;
  player.advance();
  assert.equal(placements.entries.length, 0);
  assert.equal(stage.ownCount, 1);
});

test("while nothing can be placed a click sends nothing, changes nothing and says why", () => {
  const causes = [
    [{ link: "offline" }, "Not connected: nothing can be placed right now."],
    [{ link: "restarting" }, "Restarting. Your waiting time is kept."],
    [{ link: "ended" }, "Not connected: nothing can be placed right now."],
    [{ isLookingBack: true }, "You are looking at the past. Press Now to come back and place."],
    [{ isBanned: true }, "You can no longer place pixels here."],
    [{ canPlace: false }, "Watching only: no session could be had. Reload the page to try again."],
    [{ board: "frozen" }, "The moderators paused the canvas. You can still look around."],
    [{ board: "closed" }, "The canvas is closed. You can still look around."],
  ];
  for (const [conditions, words] of causes) {
    const { player, sent, seenAt, status, callout } = makeDesk();
    player.setConditions(conditions);
    player.tap(pixel, "mouse");
    player.place();
    assert.deepEqual(sent, [], words);
    assert.equal(seenAt(3, 4), 0);
    assert.equal(status.text, words);
    assert.ok(status.isRefusal);
    assert.deepEqual([callout.pixel, callout.text], [pixel, words]);
    assert.equal(player.colour, 1);
  }
});

test("a closed board that is to open says when", () => {
  const { player, teller, status } = makeDesk();
  teller.opensInMillis = () => 90_000;
  player.setConditions({ board: "closed" });
  player.tap(pixel, "mouse");
  assert.equal(status.text, "The canvas is closed. It opens in 1:30.");
});

test("who has to wait is told how long, or what waiting would not help against", () => {
  const { player, sent, status, callout } = makeDesk({ charges: 0 });
  player.tap(pixel, "mouse");
  assert.equal(status.text, "Not yet: 1:00 left.");
  assert.deepEqual(callout.pixel, pixel);
  player.chooseColour(0);
  player.tap(pixel, "mouse");
  assert.equal(status.text, "Already this colour. Nothing spent.");
  assert.deepEqual(sent, []);
});

test("the same colour and what is outside are caught here", () => {
  const { player, sent, status } = makeDesk({ colour: 0 });
  player.tap(pixel, "mouse");
  assert.equal(status.text, "Already this colour. Nothing spent.");
  player.tap({ x: 20, y: 0 }, "mouse");
  assert.equal(status.text, "Outside the canvas.");
  player.tap({ x: 0, y: -1 }, "touch");
  assert.equal(status.text, "Outside the canvas.");
  assert.deepEqual(sent, []);
});

test("the same colour is what is seen, with what is under way", () => {
  const { player, sent, status } = makeDesk({ maxCharges: 3, charges: 3 });
  player.tap(pixel, "mouse");
  player.tap(pixel, "mouse");
  assert.equal(sent.length, 1);
  assert.equal(status.text, "Already this colour. Nothing spent.");
});

test("without a colour a click moves the cursor and draws attention to the palette", () => {
  const { player, sent, palette, status } = makeDesk({ colour: null });
  player.tap(pixel, "mouse");
  assert.deepEqual([player.cursor, palette.raisedCount, sent.length], [pixel, 1, 0]);
  assert.equal(status.text, "(3, 4). Pick a colour to place a pixel.");
  player.place();
  assert.deepEqual([status.text, palette.raisedCount], ["Pick a colour first.", 2]);
});

test("Enter without a cursor asks for a pixel", () => {
  const { player, sent, status } = makeDesk();
  player.place();
  assert.deepEqual([status.text, sent.length], ["Choose a pixel first.", 0]);
});

test("a finger aims, aims elsewhere, and Place sends", () => {
  const { player, sent, status } = makeDesk();
  player.tap(pixel, "touch");
  assert.equal(player.state, "aim");
  assert.deepEqual(markOf(player), { ...pixel, colour: 1 });
  player.tap(elsewhere, "touch");
  assert.deepEqual([player.state, player.cursor, sent.length], ["aim", elsewhere, 0]);
  assert.equal(status.text, "(5, 6): place here, or tap elsewhere.");
  player.place();
  assert.deepEqual(sent.map(({ x, y }) => ({ x, y })), [elsewhere]);
  assert.ok(!player.aim.isHeld);
});

test("Cancel lets go of the aimed pixel and keeps the colour; a second one lets go of that", () => {
  const { player, sent } = makeDesk();
  player.tap(pixel, "touch");
  player.dismiss();
  assert.deepEqual([player.state, player.colour, player.cursor], ["armed", 1, null]);
  player.dismiss();
  assert.deepEqual([player.state, player.colour, sent.length], ["view", null, 0]);
});

test("thirty seconds without a word let go of what was aimed at; another tap begins them anew", () => {
  const { player, clock, sent } = makeDesk();
  player.tap(pixel, "touch");
  clock.advance(20_000);
  player.tap(elsewhere, "touch");
  clock.advance(29_999);
  assert.equal(player.state, "aim");
  clock.advance(1);
  assert.deepEqual([player.state, player.colour, sent.length], ["armed", 1, 0]);
});

test("whoever wants it places with one tap", () => {
  const { player, sent } = makeDesk();
  player.isOneTap = true;
  player.tap(pixel, "touch");
  assert.equal(sent.length, 1);
});

test("with charges to spare one pixel follows the other, and no more than there are", () => {
  const { player, sent, seenAt } = makeDesk({ maxCharges: 3, charges: 2 });
  player.tap(pixel, "mouse");
  assert.equal(player.state, "armed");
  player.tap(elsewhere, "mouse");
  assert.deepEqual([sent.length, player.state], [2, "sending"]);
  player.tap({ x: 7, y: 7 }, "mouse");
  assert.deepEqual([sent.length, seenAt(7, 7)], [2, 0]);
});

test("what cannot be sent is taken off again, and said", () => {
  const desk = makeDesk();
  desk.isSendable = false;
  desk.player.tap(pixel, "mouse");
  assert.equal(desk.seenAt(3, 4), 0);
  assert.equal(desk.status.text, "The server is busy. Your pixel was not counted.");
});

test("no more goes out than may be unanswered", () => {
  const { player, sent, placements, status } = makeDesk({ maxCharges: 99, charges: 99 });
  for (let index = 0; index < unansweredMax; index += 1) placements.add(index, 1, 0);
  player.tap({ x: 19, y: 19 }, "mouse");
  assert.equal(sent.length, 0);
  assert.equal(status.text, "The server is busy. Your pixel was not counted.");
});

test("a ban by answer holds from then on", () => {
  const { player, answer, sent } = makeDesk();
  player.tap(pixel, "mouse");
  answer({ status: 7, colour: 0, charges: 1, waitMillis: 0 });
  assert.equal(player.state, "banned");
  player.tap(elsewhere, "mouse");
  assert.equal(sent.length, 1);
});

test("the dropper picks the colour that is seen, once", () => {
  const { player, status, board, sent } = makeDesk();
  board.grid.colours[board.grid.indexOf(3, 4)] = 2;
  player.setPicking(true);
  player.tap(pixel, "touch");
  assert.deepEqual([player.colour, player.isPicking, sent.length], [2, false, 0]);
  assert.equal(status.text, "blue picked up.");
  player.setPicking(true);
  player.dismiss();
  assert.deepEqual([player.isPicking, player.colour], [false, 2]);
});

test("keys move the cursor from the middle of the view, and never off the board", () => {
  const { player } = makeDesk();
  player.moveCursor(0, 0);
  assert.deepEqual(player.cursor, { x: 10, y: 10 });
  player.moveCursor(100, -100);
  assert.deepEqual(player.cursor, { x: 19, y: 0 });
});

test("the colour in hand is seen at the cursor only where it could be placed", () => {
  const { player } = makeDesk();
  assert.equal(markOf(player), null);
  assert.deepEqual(player.whereabouts, { x: 10, y: 10 });
  player.hover(pixel);
  assert.deepEqual(markOf(player), { ...pixel, colour: 1 });
  assert.deepEqual(player.whereabouts, pixel);
  player.setConditions({ board: "frozen" });
  assert.deepEqual(markOf(player), { ...pixel, colour: null });
});

test("the mouse points at pixels of the board only, and tells of each once", () => {
  const { player, emitter } = makeDesk();
  const seen = [];
  emitter.on("cursor", (at) => seen.push(at));
  player.hover(pixel);
  player.hover({ ...pixel });
  player.hover({ x: 20, y: 3 });
  player.hover(null);
  assert.deepEqual(seen, [pixel, null]);
});

test("before there is a board nothing happens", () => {
  const { player, board, sent } = makeDesk();
  board.grid = null;
  player.setConditions({ link: "loading" });
  player.tap(pixel, "mouse");
  player.moveCursor(1, 1);
  player.hover(pixel);
  player.pick(pixel);
  assert.deepEqual([player.cursor, sent.length], [null, 0]);
});
