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
  const conditions = { isOff: false, isConnected: true, you: { id: "7", name: "leo" } };
  const reported = [];
  const heard = [];
  const { clock, callout, announcer, player, stage, status } = desk;
  const who = new Who({
    clock, callout, announcer, player, stage, wallMillis: () => 100_000,
    ask: (message) => {
      if (conditions.isConnected) asked.push(message);
      return conditions.isConnected;
    },
    isOff: () => conditions.isOff,
    you: () => conditions.you,
    report: (placed) => reported.push(placed),
    heard: (placed) => heard.push(placed),
  });
  return { who, asked, clock, callout, announcer, stage, status, conditions, reported, heard };
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
  assert.equal(callout.options.millis, 12_000, "long enough to reach what is offered there");
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

test("what somebody else placed can be reported, and the card then tells of the report", () => {
  const { who, callout, announcer, reported, heard } = whoOf();
  who.tell(pixel);
  who.answer(answerFor(pixel));
  assert.equal(callout.options.action.label, "Report");
  assert.deepEqual(heard, [answerFor(pixel)]);
  callout.options.action.act();
  assert.deepEqual(reported, [answerFor(pixel)]);
  who.noteOf = () => "Reported. A moderator will look.";
  who.refresh();
  const { action, note } = callout.options;
  assert.deepEqual([action, note], [null, "Reported. A moderator will look."]);
  who.tell(pixel);
  who.answer(answerFor(pixel));
  assert.match(announcer.spoken.at(-1), /by mara, .*\. Reported\. A moderator will look\.$/);
  callout.hide();
  who.refresh();
  assert.equal(callout.pixel, null, "what is gone stays gone");
});

test("one's own pixel, a moderator's and nobody's are not reported, nor by nobody, nor in passing", () => {
  const causes = [
    [{ name: "leo" }, {}], [{ staff: true, name: "staff: ana" }, {}], [{ name: null, at: null }, {}],
    [{}, { you: { id: null, name: null } }], [{}, { you: null }],
  ];
  for (const [placed, changes] of causes) {
    const { who, callout, conditions } = whoOf();
    Object.assign(conditions, changes);
    who.tell(pixel);
    who.answer({ ...answerFor(pixel), ...placed });
    assert.equal(callout.options.action, null, JSON.stringify([placed, changes]));
    assert.equal(callout.options.isStaff, placed.staff === true);
  }
  const { who, callout, clock } = whoOf();
  who.point(pixel);
  clock.advance(400);
  who.answer(answerFor(pixel));
  assert.deepEqual([callout.pixel, callout.options.action], [pixel, undefined]);
});
