import assert from "node:assert/strict";
import test from "node:test";

import { ConnectionBar } from "../../Web/js/ui/bar.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { fakeParts } from "./support/fake-page.js";
import { ManualClock } from "./support/manual-clock.js";

await loadTexts("core");

function barOf() {
  const clock = new ManualClock();
  const parts = fakeParts("bar", "text", "countdown", "button", "refuge");
  const acts = [];
  const bar = new ConnectionBar(parts, clock, () => acts.push("reload"));
  const unbind = bar.bind("main", () => acts.push("retry"));
  const words = () => [parts.text.textContent, parts.countdown.textContent].filter((text) => text !== "");
  return { ...parts, view: parts.bar, bar, clock, words, acts, unbind };
}

test("while all is well there is no bar", () => {
  const { bar, view, clock } = barOf();
  for (const name of ["loading", "syncing", "live"]) {
    bar.show({ name });
    assert.ok(view.hidden, name);
    assert.equal(view.dataset.state, name);
  }
  assert.equal(clock.timers.length, 0);
});

test("getting connected shows only when it takes a while", () => {
  const { bar, view, clock, words } = barOf();
  bar.show({ name: "connecting" });
  clock.advance(599);
  assert.ok(view.hidden);
  clock.advance(1);
  assert.ok(!view.hidden);
  assert.deepEqual(words(), ["Connecting…"]);
  bar.show({ name: "live" });
  assert.ok(view.hidden);
  bar.show({ name: "connecting" });
  bar.show({ name: "live" });
  clock.advance(10_000);
  assert.ok(view.hidden);
});

test("a lost connection counts down to the next try in an element of its own", () => {
  const { bar, view, clock, words, button, text } = barOf();
  bar.show({ name: "waiting", retryAt: clock.now() + 2_500 });
  assert.ok(!view.hidden && !button.hidden);
  assert.equal(button.textContent, "Retry now");
  assert.deepEqual(words(), ["Connection lost. You can still look around.", "Trying again in 3 s."]);
  const { textContent } = text;
  clock.advance(1_000);
  assert.deepEqual(words(), [textContent, "Trying again in 2 s."]);
  clock.advance(10_000);
  assert.deepEqual(words(), [textContent, "Trying again in 0 s."]);
  assert.equal(clock.timers.length, 0);
});

test("a stale board is called so", () => {
  const { bar, clock, words } = barOf();
  bar.show({ name: "waiting", retryAt: clock.now() + 1_000, isStale: true });
  assert.equal(words()[0], "Connection lost. What you see may be out of date.");
});

test("a restart that was announced counts down to its end, then to the next try", () => {
  const { bar, clock, words } = barOf();
  bar.show({ name: "waiting", retryAt: clock.now() + 9_000, restartAt: clock.now() + 4_000 });
  assert.deepEqual(words(), ["Restarting. Your waiting time is kept.", "Back in about 4 s."]);
  clock.advance(4_000);
  assert.deepEqual(words(), ["Connection lost. You can still look around.", "Trying again in 5 s."]);
});

test("each end has its words, the server's reason and a way back where there is one", () => {
  const ends = [
    [4001, "A moderator closed this session. Be kind.", false],
    [4003, "You have been banned from this canvas. Be kind.", false],
    [4004, "Too many tabs or devices here: this one was put to rest. Be kind.", false],
    [1008, "The server closed this connection on purpose. Be kind.", false],
    [undefined, "There is no board called “main” here. Be kind.", true],
  ];
  for (const [closeCode, expected, isFinal] of ends) {
    const { bar, view, text, button, acts } = barOf();
    bar.show({ name: "ended", closeCode, reason: "Be kind." });
    assert.deepEqual([view.hidden, text.textContent, button.hidden], [false, expected, isFinal]);
    assert.equal(button.textContent, "Reconnect");
    button.click();
    assert.deepEqual(acts, ["retry"]);
  }
});

test("catching up is told for a moment", () => {
  const { bar, view, clock, words } = barOf();
  bar.show({ name: "live" });
  bar.caughtUp(0);
  assert.ok(view.hidden);
  bar.caughtUp(1_234);
  assert.ok(!view.hidden);
  assert.deepEqual(words(), ["Back. Catching up on 1,234 pixels…"]);
  clock.advance(2_500);
  assert.ok(view.hidden);
  bar.caughtUp(null);
  assert.deepEqual(words(), ["Back. The whole canvas came anew."]);
});

test("a new version is told until it is taken, also after a lost connection", () => {
  const { bar, view, clock, words, button, acts } = barOf();
  bar.outdated();
  assert.deepEqual([view.hidden, button.hidden, button.textContent], [false, false, "Reload"]);
  bar.show({ name: "waiting", retryAt: clock.now() + 1_000 });
  button.click();
  bar.show({ name: "live" });
  assert.ok(!view.hidden);
  assert.deepEqual(words(), ["New version ready. Your view is kept."]);
  bar.caughtUp(7);
  assert.ok(button.hidden);
  clock.advance(2_500);
  assert.ok(!view.hidden && !button.hidden);
  button.click();
  assert.deepEqual(acts, ["retry", "reload"]);
});

test("an announcement stays until it is closed, a pause as long as it lasts", () => {
  const { bar, view, clock, words, button } = barOf();
  bar.show({ name: "live" });
  bar.setBanner({ text: "Paused." });
  assert.deepEqual(words(), ["Paused."]);
  assert.ok(button.hidden);
  bar.announce("Ten minutes left.");
  assert.deepEqual(words(), ["Ten minutes left."]);
  bar.show({ name: "waiting", retryAt: clock.now() + 1_000 });
  bar.show({ name: "live" });
  assert.deepEqual(words(), ["Ten minutes left."]);
  button.click();
  assert.deepEqual(words(), ["Paused."]);
  bar.setBanner(null);
  assert.ok(view.hidden);
});

test("an announcement goes after its time, or when it is withdrawn, and not when another one is", () => {
  const { bar, view, clock, words, button } = barOf();
  bar.show({ name: "live" });
  bar.announce("Vote today.", { id: "N1", showMillis: 30_000 });
  bar.withdraw("N9");
  clock.advance(29_999);
  assert.deepEqual([words(), button.textContent], [["Vote today."], "Close"]);
  clock.advance(1);
  assert.ok(view.hidden);
  bar.announce("One.", { id: "N2", showMillis: 10_000 });
  clock.advance(9_000);
  bar.announce("Two.", { id: "N3", showMillis: 10_000 });
  clock.advance(9_000);
  assert.deepEqual(words(), ["Two."], "the time of the first is not the time of the second");
  bar.withdraw("N3");
  assert.ok(view.hidden);
  assert.equal(clock.timers.length, 0);
});

test("what concerns the reader goes before what concerns everybody, its end counted down in words", () => {
  const { bar, view, clock, words, button, acts } = barOf();
  bar.show({ name: "live" });
  bar.setBanner({ text: "Paused." });
  const endsAt = clock.now() + 7_200_000;
  const act = () => acts.push("again");
  bar.setBanner({ text: "Banned.", endsAt, label: "Retry now", act }, "restriction");
  assert.deepEqual(words(), ["Banned.", "Ends in 2 hours."]);
  button.click();
  assert.deepEqual(acts, ["again"]);
  clock.advance(3_600_000);
  assert.deepEqual(words(), ["Banned.", "Ends in 1 hour."]);
  clock.advance(3_570_000);
  assert.deepEqual(words(), ["Banned.", "Ends in 30 seconds."]);
  clock.advance(30_000);
  assert.deepEqual(words(), ["Banned."]);
  assert.equal(clock.timers.length, 0);
  bar.setBanner(null, "restriction");
  assert.deepEqual(words(), ["Paused."]);
  bar.setBanner(null);
  assert.ok(view.hidden);
});

test("unbound, the button does nothing", () => {
  const { bar, unbind, button, acts, clock } = barOf();
  bar.show({ name: "waiting", retryAt: clock.now() + 1_000 });
  unbind();
  button.click();
  assert.deepEqual(acts, []);
});

test("a button that goes leaves its focus to the board", () => {
  const { bar, clock, button, refuge } = barOf();
  bar.show({ name: "waiting", retryAt: clock.now() + 1_000 });
  button.focus();
  bar.show({ name: "waiting", retryAt: clock.now() + 2_000 });
  assert.equal(document.activeElement, button);
  bar.show({ name: "connecting" });
  assert.equal(document.activeElement, refuge);
});
