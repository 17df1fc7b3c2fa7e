import assert from "node:assert/strict";
import test from "node:test";

import { Standing } from "../../Web/js/app/standing.js";
import { start } from "../../Web/js/features/moderation/moderation.js";
import { loadTexts, say } from "../../Web/js/ui/texts.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const cat = { id: "A1", x: 0, y: 0, width: 10, height: 10, mode: "frozen", why: "attack" };
const lane = { id: "A2", x: 10, y: 0, width: 5, height: 20, mode: "slower", factor: 3 };

/** The part as the page starts it, beside a reader at a desk. */
async function moderationOf() {
  const desk = makeDesk();
  const banners = {};
  const app = {
    ...desk, say, loadTexts, shown: null,
    connection: { state: { isWatching: false }, retryNow: () => {} },
    features: { isStarted: () => true },
    on: (event, listener) => desk.emitter.on(event, listener),
  };
  const bar = { setBanner: (banner, kind = "pause") => Object.assign(banners, { [kind]: banner }) };
  app.standing = new Standing(app, { bar });
  await start(app);
  return { ...desk, app, banners, standing: app.standing };
}

test("the cursor in an area says what holds there, and beside it what is to be done", async () => {
  const { standing, player, status, announcer, stage, sent } = await moderationOf();
  standing.read({ type: "areas", areas: [cat, lane] });
  assert.equal(stage.layers.size, 1);
  player.aimAt({ x: 3, y: 3 });
  assert.equal(status.text, "This area is locked by the moderators: attack.");
  assert.equal(announcer.spoken.at(-1), status.text);
  player.tap({ x: 3, y: 3 }, "mouse");
  assert.deepEqual([status.isRefusal, sent.length], [true, 0]);
  player.aimAt({ x: 12, y: 3 });
  assert.equal(status.text, "In this area you wait 3 times as long.");
  player.aimAt({ x: 18, y: 3 });
  assert.match(status.text, /press Enter or click to place/);
});

test("leaving an area talks over no other refusal, and an area told twice is no news", async () => {
  const { standing, player, status, announcer } = await moderationOf();
  standing.read({ type: "areas", areas: [cat] });
  player.aimAt({ x: 3, y: 3 });
  const { length } = announcer.spoken;
  standing.read({ type: "areas", areas: [cat] });
  assert.equal(announcer.spoken.length, length);
  status.refuse("Something else.");
  player.aimAt({ x: 18, y: 3 });
  assert.equal(status.text, "Something else.");
});

test("an area whose time is over is drawn no more, without a word of the server", async () => {
  const { standing, stage, clock, player } = await moderationOf();
  standing.read({ type: "areas", areas: [{ ...cat, endsInMs: 5_000 }] });
  player.aimAt({ x: 3, y: 3 });
  clock.advance(5_000);
  assert.deepEqual([stage.layers.size, player.state, clock.timers.length], [0, "armed", 0]);
});

test("the server's refusal is told with the area's reason, where there is one", async () => {
  const { standing, player, status, answer } = await moderationOf();
  player.tap({ x: 3, y: 3 }, "mouse");
  standing.read({ type: "areas", areas: [cat] });
  answer({ status: 6, colour: 0, charges: 1, waitMillis: 0 });
  assert.equal(status.text, "This area is locked by the moderators: attack.");
  standing.read({ type: "areas", areas: [] });
  player.tap({ x: 5, y: 5 }, "mouse");
  answer({ status: 6, colour: 0, charges: 1, waitMillis: 0 });
  assert.equal(status.text, "This area is locked.");
});

test("the bar says all of a ban, the line above the palette that there is one", async () => {
  const { standing, app, player, status, banners } = await moderationOf();
  standing.read({ type: "error", code: "banned", message: "No bots.", reason: "botting", appeal: "7Q2X" });
  assert.match(banners.restriction.text, /Reason: Botting\. No bots\. .*7Q2X\.$/);
  player.tap({ x: 5, y: 5 }, "mouse");
  assert.equal(status.text, "You can no longer place pixels here.");
  app.connection.state = { isWatching: true };
  app.emitter.emit("connection", app.connection.state);
  assert.equal(banners.restriction.label, "Retry now");
  app.connection.state = { isWatching: false };
  standing.setYou({ id: "7", canPlace: true, charges: 1, waitMs: 0 });
  assert.deepEqual([banners.restriction, player.state], [null, "armed"]);
});

test("that one is muted can be put away, and comes back when it is another time", async () => {
  const { standing, banners } = await moderationOf();
  const muted = { type: "error", code: "muted", message: "", reason: "spam" };
  standing.read(muted);
  banners.restriction.act();
  assert.equal(banners.restriction, null);
  standing.read(muted);
  assert.match(banners.restriction.text, /^You can no longer write in the chat/);
});
