import assert from "node:assert/strict";
import test from "node:test";

import { ChatLog, linesMax } from "../../Web/js/ui/chat-log.js";
import { withDays } from "../../Web/js/features/chat/days.js";
import { FakeSettings } from "./support/fake-settings.js";

function logOf() {
  const settings = new FakeSettings({ muted: "" });
  const log = new ChatLog(settings);
  const changes = [];
  log.follow(({ kind }) => changes.push(kind));
  return { settings, log, changes };
}

const line = (number, more = {}) => ({
  type: "chat", id: `line-${number}`, from: "leo", name: "Leo", text: `text ${number}`, at: number, ...more,
});

test("lines are kept in order, each once, and only the last ones", () => {
  const { log } = logOf();
  for (let number = 0; number < linesMax + 50; number += 1) log.take(line(number));
  log.take(line(linesMax + 49));
  assert.equal(log.lines.length, linesMax);
  assert.equal(log.lines[0].id, "line-50");
  assert.equal(log.lines.at(-1).id, `line-${linesMax + 49}`);
});

test("a history takes the place of everything; the first one is no news", () => {
  const { log, changes } = logOf();
  log.take({ type: "chat-history", messages: [line(1), line(2)] });
  assert.deepEqual([log.lines.length, log.unread, log.hasChat], [2, 0, true]);
  log.take({ type: "chat-history", messages: [line(2), line(3), line(4)] });
  assert.deepEqual(log.lines.map(({ id }) => id), ["line-2", "line-3", "line-4"]);
  assert.equal(log.unread, 2);
  assert.deepEqual(changes, ["history", "history"]);
});

test("a history may not be longer than the log, nor say a line twice", () => {
  const { log } = logOf();
  const messages = Array.from({ length: 3 * linesMax }, (_, number) => line(number));
  log.take({ type: "chat-history", messages: [...messages, line(3 * linesMax - 1)] });
  assert.equal(log.lines.at(-1).id, `line-${3 * linesMax - 1}`);
  assert.ok(log.lines.length <= linesMax);
  assert.equal(new Set(log.lines.map(({ id }) => id)).size, log.lines.length);
});

test("a line that is taken back goes, and is no longer unread", () => {
  const { log, changes } = logOf();
  log.take({ type: "chat-history", messages: [line(1)] });
  log.take(line(2));
  log.take(line(3));
  log.take({ type: "chat-removed", id: "line-3" });
  assert.equal(log.unread, 1);
  log.take({ type: "chat-removed", id: "line-1" });
  assert.equal(log.unread, 1);
  log.take({ type: "chat-removed", id: "nobody knows" });
  log.take({ type: "chat-removed" });
  assert.deepEqual(log.lines.map(({ id }) => id), ["line-2"]);
  assert.deepEqual(changes, ["history", "said", "said", "removed", "removed"]);
});

test("what the reader says, sees or does not want to hear is not unread", () => {
  const { log } = logOf();
  log.take({ type: "hello", you: { id: "me" } });
  log.take(line(1, { from: "me" }));
  assert.equal(log.unread, 0);
  log.take(line(2));
  assert.equal(log.unread, 1);
  log.watch(true);
  log.take(line(3));
  assert.equal(log.unread, 0);
  log.watch(false);
  log.mute("leo", true);
  log.take(line(4));
  assert.equal(log.unread, 0);
  log.mute("leo", false);
  log.take(line(5));
  assert.equal(log.unread, 1);
});

test("muted people are kept by id, a bounded number of them", () => {
  const { log, settings } = logOf();
  for (let number = 0; number < 500; number += 1) log.mute(`person-${number}`, true);
  assert.equal(log.muted.size, 100);
  assert.ok(log.muted.has("person-499"));
  assert.equal(settings.get("muted").split(" ").length, 100);
});

test("what is no line is not taken for one", () => {
  const { log } = logOf();
  for (const wrong of [
    line(1, { id: 5 }), line(1, { id: "" }), line(1, { id: "a b" }), line(1, { from: null }),
    line(1, { name: {} }),
    line(1, { text: ["x"] }), line(1, { at: "now" }), line(1, { at: NaN }), line(1, { at: 1e300 }),
    line(1, { id: "x".repeat(1000) }), { type: "chat" }, { type: "chat-history" },
    { type: "chat-history", messages: "all" },
  ]) {
    log.take(wrong);
  }
  assert.equal(log.lines.length, 0);
  log.take({ type: "chat-history", messages: [null, 3, "x", {}, line(7)] });
  assert.deepEqual(log.lines.map(({ id }) => id), ["line-7"]);
  log.take(line(8, { text: "x".repeat(100_000), name: "n".repeat(1000) }));
  assert.ok(log.lines[1].text.length <= 1_200 && log.lines[1].name.length <= 64);
});

test("a separator stands where a new day begins", () => {
  const dayOf = (at) => `day ${Math.floor(at / 10)}`;
  const lines = [line(1), line(9), line(10), line(35)];
  const kinds = (items) => items.map((item) => (item.kind === "day" ? item.day : item.line.at));
  assert.deepEqual(kinds(withDays(lines, dayOf)), ["day 0", 1, 9, "day 1", 10, "day 3", 35]);
  assert.deepEqual(kinds(withDays(lines, dayOf, "day 0")), [1, 9, "day 1", 10, "day 3", 35]);
  assert.deepEqual(withDays([], dayOf), []);
});
