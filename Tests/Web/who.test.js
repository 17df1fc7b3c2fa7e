import assert from "node:assert/strict";
import test from "node:test";

import { loadTexts } from "../../Web/js/ui/texts.js";
import { Who } from "../../Web/js/ui/who.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const pixel = { x: 3, y: 4 };
const elsewhere = { x: 5, y: 6 };
const answerFor = (at) => ({ type: "pixel", ...at, colour: 1, name: "mara", at: 97_000 });

function whoOf() {
  const desk = makeDesk();
  const asked = [];
  const conditions = { isOff: false, isConnected: true };
  const { clock, callout, announcer, player, stage, status } = desk;
  const who = new Who({
    clock, callout, announcer, player, stage, wallMillis: () => 100_000,
    ask: (message) => {
      if (conditions.isConnected) asked.push(message);
      return conditions.isConnected;
    },
    isOff: () => conditions.isOff,
  });
  return { who, asked, clock, callout, announcer, stage, status, conditions };
}

test("a mouse that rests on a pixel asks once, and the answer stays until it moves on", () => {
  const { who, asked, clock, callout, announcer } = whoOf();
  who.point(pixel);
  clock.advance(399);
  assert.deepEqual(asked, []);
  clock.advance(1);
  assert.deepEqual(asked, [{ type: "pixel", ...pixel }]);
  who.answer(answerFor(pixel));
  assert.deepEqual([callout.pixel, callout.text], [pixel, "3, 4: red, by mara, 3 sec. ago."]);
  assert.equal(callout.options.millis, undefined);
  assert.deepEqual(announcer.spoken.filter((text) => /mara/.test(text)), []);
  who.point(elsewhere);
  assert.equal(callout.pixel, null);
});

test("a mouse in motion asks for the pixel where it comes to rest", () => {
  const { who, asked, clock } = whoOf();
  for (const at of [pixel, elsewhere, { x: 7, y: 7 }]) {
    who.point(at);
    clock.advance(300);
  }
  clock.advance(100);
  assert.deepEqual(asked.map(({ x }) => x), [7]);
  who.point(pixel);
  who.point(null);
  clock.advance(1_000);
  assert.equal(asked.length, 1);
});

test("of several questions the newest is answered", () => {
  const { who, callout, announcer } = whoOf();
  who.tell(pixel);
  who.tell(elsewhere);
  who.answer(answerFor(pixel));
  assert.equal(callout.pixel, null);
  who.answer(answerFor(elsewhere));
  assert.deepEqual(callout.pixel, elsewhere);
  assert.equal(callout.options.millis, 6_000);
  assert.equal(announcer.spoken.at(-1), "row 6, column 5, red, by mara, 3 sec. ago");
  callout.hide();
  who.answer(answerFor(elsewhere));
  assert.equal(callout.pixel, null);
});

test("a pixel that nobody placed says so", () => {
  const { who, callout, announcer } = whoOf();
  who.tell(pixel);
  who.answer({ ...answerFor(pixel), colour: 0, name: null, at: null });
  assert.equal(callout.text, "3, 4: white. Nobody has placed here yet.");
  assert.match(announcer.spoken.at(-1), /nobody has placed here yet$/);
});

test("while the past is seen nothing is asked, and whoever wants to know hears why", () => {
  const { who, asked, clock, status, conditions } = whoOf();
  conditions.isOff = true;
  who.point(pixel);
  clock.advance(1_000);
  who.tell(pixel);
  assert.deepEqual(asked, []);
  assert.match(status.text, /looking at the past/);
});

test("without a pixel or a connection whoever wants to know hears so", () => {
  const { who, status, conditions } = whoOf();
  who.tell(null);
  assert.equal(status.text, "Choose a pixel first.");
  conditions.isConnected = false;
  who.tell(pixel);
  assert.match(status.text, /without a connection/);
});

test("pixels too small to point at are not asked for by resting", () => {
  const { who, asked, clock, stage } = whoOf();
  stage.viewport.zoomTo(3, { x: 0, y: 0 });
  who.point(pixel);
  clock.advance(1_000);
  assert.deepEqual(asked, []);
});
