import assert from "node:assert/strict";
import test from "node:test";

import { Standing } from "../../Web/js/app/standing.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const pixel = { x: 3, y: 4 };
const elsewhere = { x: 12, y: 4 };
const you = { id: "7", name: "leo", canPlace: true, charges: 1, waitMs: 0 };
const cat = { id: "A1", x: 0, y: 0, width: 10, height: 10, mode: "frozen", why: "attack on the cat" };

function standingOf() {
  const desk = makeDesk();
  const asked = [];
  const banners = {};
  const app = {
    ...desk,
    connection: { state: { isWatching: false } },
    features: {
      isStarted: (name) => asked.includes(name),
      get: async (name) => {
        asked.push(name);
        return { solve: () => asked.push("solve"), hear: ({ id }) => asked.push(`hear ${id}`) };
      },
    },
  };
  const bar = { setBanner: (banner, kind = "pause") => Object.assign(banners, { [kind]: banner }) };
  return { standing: new Standing(app, { bar }), app, asked, banners, ...desk };
}

const settle = () => new Promise((done) => setImmediate(done));

test("on a board without moderation nothing is fetched", async () => {
  const { standing, asked, stage } = standingOf();
  const drawnBefore = stage.redrawnCount;
  standing.meet({ rules: { state: "open" } });
  standing.setYou(you);
  standing.read({ type: "areas", areas: [] });
  await settle();
  assert.deepEqual([asked, stage.redrawnCount], [[], drawnBefore]);
});

test("in a locked area nothing is sent, beside it all is as ever, and its end opens it", async () => {
  const { standing, player, sent, clock, asked, status } = standingOf();
  standing.meet({ rules: { state: "open" }, areas: [{ ...cat, endsInMs: 5_000 }] });
  player.tap(pixel, "mouse");
  assert.deepEqual([player.state, sent.length], ["locked", 0]);
  assert.equal(status.text, "This area is locked.");
  player.tap(elsewhere, "mouse");
  assert.equal(sent.length, 1);
  await settle();
  assert.deepEqual(asked, ["moderation"]);
  player.dropPending();
  clock.advance(5_000);
  player.tap(pixel, "mouse");
  assert.equal(sent.length, 2);
  standing.read({ type: "areas", areas: "none" });
  assert.deepEqual(player.ground.areas, []);
});

test("a ban holds as long as it says, and a you without one ends it", () => {
  const { standing, player, clock } = standingOf();
  const restriction = { kind: "ban", reason: "spam", endsInMs: 60_000 };
  standing.setYou({ ...you, restriction });
  assert.equal(player.state, "banned");
  clock.advance(59_999);
  assert.ok(standing.isBanned);
  clock.advance(1);
  assert.deepEqual([player.state, standing.restriction], ["armed", null]);
  standing.setYou({ ...you, restriction });
  standing.setYou(you);
  assert.deepEqual([player.state, clock.timers.length], ["armed", 0]);
});

test("who looks on because of a ban stays banned whatever a spectator is told", () => {
  const { standing, player, app } = standingOf();
  standing.read({ type: "error", code: "banned", message: "No bots.", reason: "botting", appeal: "7Q2X" });
  app.connection.state = { isWatching: true };
  standing.setYou({ id: null, name: null, canPlace: false, charges: 0, waitMs: 0 });
  assert.equal(player.state, "banned");
  assert.deepEqual([standing.restriction.message, standing.restriction.appeal], ["No bots.", "7Q2X"]);
  app.connection.state = { isWatching: false };
  standing.setYou(you);
  assert.equal(player.state, "armed");
});

test("who is muted may draw", () => {
  const { standing, player } = standingOf();
  standing.read({ type: "error", code: "muted", message: "Calm down.", reason: "spam", endsInMs: 9_000 });
  assert.deepEqual([standing.restriction.kind, player.state], ["mute", "armed"]);
});

test("a pause has its banner, with its end where there is one", async () => {
  const { standing, banners, clock, asked } = standingOf();
  standing.setRules({ state: "frozen" });
  assert.match(banners.pause.text, /^The moderators paused/);
  await settle();
  assert.deepEqual(asked, [], "there is nothing to be said of it that is not known");
  standing.setRules({ state: "frozen", why: "attack", endsInMs: 5_000 });
  assert.deepEqual([standing.pause, banners.pause.endsAt], [
    { why: "attack", endsAt: clock.now() + 5_000 }, clock.now() + 5_000,
  ]);
  await settle();
  assert.deepEqual(asked, ["moderation"]);
  standing.setRules({ state: "open", why: "x" });
  assert.deepEqual([standing.pause, banners.pause], [null, null]);
});

test("a puzzle begins when somebody is about to place, and not before", async () => {
  const { standing, player, asked, status, sent } = standingOf();
  player.chooseColour(1);
  player.hand.letGo();
  standing.setYou({ ...you, puzzle: true });
  await settle();
  assert.deepEqual(asked, []);
  player.chooseColour(2);
  await settle();
  assert.deepEqual(asked, ["puzzle", "solve"]);
  player.tap(pixel, "mouse");
  await settle();
  assert.deepEqual([player.state, sent.length, asked.length], ["challenge", 0, 4]);
  assert.equal(status.text, "A quick check before your next pixel.");
  standing.setYou(you);
  assert.equal(player.state, "armed");
});

test("a refusal for want of a puzzle asks for one at the next attempt", async () => {
  const { player, answer, asked } = standingOf();
  player.tap(pixel, "mouse");
  answer({ status: 9, charges: 1, waitMillis: 0 });
  assert.equal(player.state, "challenge");
  player.tap(pixel, "mouse");
  await settle();
  assert.deepEqual(asked, ["puzzle", "solve"]);
});

test("newcomers are counted down to their first pixel", () => {
  const { standing, player, status, wait, sent, answer } = standingOf();
  standing.setYou({ ...you, gateMs: 42_000 });
  player.tap(pixel, "mouse");
  assert.equal(status.text, "New here: you can place in 0:42.");
  assert.deepEqual([player.state, sent.length], ["cooling", 0]);
  wait(2_000);
  assert.equal(status.text, "New here: you can place in 0:40.");
  wait(40_000);
  assert.equal(status.text, "Your pixel is ready.");
  player.tap(pixel, "mouse");
  answer({ status: 10, charges: 1, waitMillis: 7_000 });
  assert.equal(status.text, "New visitors can place in 0:07.");
  assert.equal(player.state, "cooling");
});

test("a newcomer who is refused without a duration is told it when the greeting knows it", () => {
  const { standing, player, status, answer } = standingOf();
  standing.setYou(you);
  player.tap(pixel, "mouse");
  answer({ status: 10, charges: 1, waitMillis: 0 });
  assert.equal(status.text, "New visitors wait for a moment before they can place.");
  standing.setYou({ ...you, gateMs: 42_000 });
  assert.equal(status.text, "New here: you can place in 0:42.");
});

test("a pause is told as a pause, whatever one may not do meanwhile", () => {
  const { standing, player } = standingOf();
  player.setRules({ state: "frozen", cooldownMs: 0, maxCharges: 1 });
  standing.setYou({ ...you, canPlace: false });
  assert.equal(player.state, "frozen");
  player.setRules({ state: "open", cooldownMs: 0, maxCharges: 1 });
  assert.equal(player.state, "armed");
});

test("a report that was made in another life is heard of by its part", async () => {
  const { standing, asked } = standingOf();
  standing.read({ type: "report", id: "4418", state: "acted" });
  await settle();
  assert.deepEqual(asked, ["report", "hear 4418"]);
});
