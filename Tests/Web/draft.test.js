import assert from "node:assert/strict";
import test from "node:test";

import { Draft, characterCount, isName } from "../../Web/js/features/chat/draft.js";
import { ManualClock } from "./support/manual-clock.js";

function draftOf({ isConnected = true } = {}) {
  const sent = [];
  const outcomes = [];
  const clock = new ManualClock();
  const said = { newest: null };
  const draft = new Draft({
    newestLine: () => said.newest,
    send: (message) => isConnected && sent.push(message) > 0,
    clock,
    settled: (outcome) => outcomes.push(outcome),
  });
  return { draft, sent, outcomes, clock, said };
}

test("a line is sent without the space around it and settled when it comes back", () => {
  const { draft, sent, outcomes } = draftOf();
  assert.equal(draft.say("  hello "), null);
  assert.deepEqual(sent, [{ type: "chat", text: "hello" }]);
  draft.hear({ type: "chat", from: "somebody", text: "hello" }, "me");
  assert.equal(outcomes.length, 0);
  draft.hear({ type: "chat", from: "me", text: "hello" }, "me");
  assert.deepEqual(outcomes, [{ kind: "line", value: "hello", problem: null }]);
  assert.equal(draft.lastLine, "hello");
});

test("what cannot be a line is not sent", () => {
  const { draft, sent } = draftOf();
  assert.equal(draft.say("   "), "chatEmpty");
  assert.equal(draft.say("x".repeat(301)), "chatTooLong");
  assert.equal(draft.say("🦊".repeat(301)), "chatTooLong");
  assert.equal(sent.length, 0);
  assert.equal(draft.say("🦊".repeat(300)), null);
  assert.equal(characterCount("a🦊é"), 3);
});

test("one wish at a time, and none without a connection", () => {
  const { draft } = draftOf();
  draft.say("first");
  assert.equal(draft.say("second"), "chatWaiting");
  assert.equal(draft.rename("newname"), "chatWaiting");
  assert.equal(draftOf({ isConnected: false }).draft.say("hello"), "chatOffline");
});

test("each error of the server has its words, and gives the text back", () => {
  const expected = {
    "too-fast": "chatTooFast", "chat-off": "chatOff", "no-session": "chatNoSession", busy: "chatBusy",
    "bad-request": "chatBadRequest", "bad-name": "chatBadName",
  };
  for (const [code, problem] of Object.entries(expected)) {
    const { draft, outcomes } = draftOf();
    draft.say("hello");
    draft.hear({ type: "error", code }, "me");
    assert.deepEqual(outcomes, [{ kind: "line", value: "hello", problem }]);
  }
});

test("errors about something else, and those that nobody waits for, change nothing", () => {
  const { draft, outcomes } = draftOf();
  draft.hear({ type: "error", code: "too-fast" }, "me");
  draft.say("hello");
  draft.hear({ type: "error", code: "outside" }, "me");
  draft.hear({ type: "you", name: "hello" }, "me");
  assert.equal(outcomes.length, 0);
});

test("where lines come all at once, a new one of the reader's settles it", () => {
  const { draft, outcomes, said } = draftOf();
  said.newest = "line-1";
  draft.say("hello");
  draft.hear({ type: "chat-history", messages: [] }, "me");
  assert.equal(outcomes.length, 0);
  said.newest = "line-2";
  draft.hear({ type: "chat-history", messages: [] }, "me");
  assert.deepEqual(outcomes, [{ kind: "line", value: "hello", problem: null }]);
});

test("a name is checked, sent, and settled by who the reader is then", () => {
  const { draft, sent, outcomes } = draftOf();
  for (const name of ["ab", "x".repeat(21), "a b c", "né-e", ""]) {
    assert.equal(draft.rename(name), "chatBadName");
  }
  assert.ok(isName("k3stral_-"));
  assert.equal(draft.rename("k3stral"), null);
  assert.deepEqual(sent, [{ type: "name", name: "k3stral" }]);
  draft.hear({ type: "you", name: "guest-1" }, "me");
  assert.equal(outcomes.length, 0);
  draft.hear({ type: "you", name: "k3stral" }, "me");
  assert.deepEqual(outcomes, [{ kind: "name", value: "k3stral", problem: null }]);
});

test("silence and a lost connection leave it unsure, once", () => {
  const { draft, outcomes, clock } = draftOf();
  draft.say("hello");
  clock.advance(8_000);
  draft.lose();
  draft.say("again");
  draft.lose();
  clock.advance(60_000);
  assert.deepEqual(outcomes.map(({ value, problem }) => `${value} ${problem}`), [
    "hello chatUnsure", "again chatUnsure",
  ]);
});
