import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";

import { Attempt } from "../../Web/js/features/puzzle/attempt.js";
import { findAnswer, sha256 } from "../../Web/js/features/puzzle/hash.js";
import { ManualClock } from "./support/manual-clock.js";

const digestOf = (data) => createHash("sha256").update(data).digest();

test("the hash is SHA-256, for every length about the edges of blocks", () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, place) => (place * 31 + length) & 0xff);
    assert.deepEqual(Buffer.from(sha256(bytes)), digestOf(bytes), `${length} bytes`);
  }
});

test("an answer begins with as many zeros as are wanted, and is the first that does", () => {
  const zeros = (data) => {
    const bits = [...digestOf(data)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    return bits.indexOf("1");
  };
  for (const nonce of ["n", "çà 🦊", "x".repeat(54), "x".repeat(63), "x".repeat(150)]) {
    const answer = findAnswer(nonce, 9);
    assert.match(answer, /^\d{1,20}$/);
    for (let tried = 0; tried < Number(answer); tried += 1) assert.ok(zeros(`${nonce}:${tried}`) < 9);
    assert.ok(zeros(`${nonce}:${answer}`) >= 9);
  }
  assert.equal(findAnswer("n", 0), "0");
  assert.equal(findAnswer("n", 64, { first: 95, count: 10 }), null);
});

test("numbers are counted on across a carry", () => {
  const first = 999_990;
  for (let tried = 0; tried < 20; tried += 1) {
    const wanted = digestOf(`n:${first + tried}`).readUInt32BE();
    const bits = Math.clz32(wanted);
    assert.equal(findAnswer("n", bits, { first: first + tried, count: 1 }), String(first + tried));
    if (tried === 0) continue;
    const found = findAnswer("n", bits, { first, count: tried + 1 });
    assert.ok(Number(found) <= first + tried);
  }
});

function attemptOf() {
  const clock = new ManualClock();
  const it = { clock, sent: [], told: [], works: [], stopped: 0, isConnected: true };
  it.attempt = new Attempt({
    clock,
    send: (message) => it.isConnected && it.sent.push(message) > 0,
    work: (puzzle, solved, failed) => {
      it.works.push({ puzzle, solved, failed });
      return () => {
        it.stopped += 1;
      };
    },
    tell: (key) => it.told.push(key),
    refuse: (key) => it.told.push(`! ${key}`),
  });
  return it;
}

const puzzle = { type: "puzzle", nonce: "abc", bits: 16 };

test("a puzzle is asked for, solved beside the page, sent, and then one is ready", () => {
  const { attempt, sent, told, works, clock } = attemptOf();
  attempt.begin();
  attempt.begin();
  assert.deepEqual(sent, [{ type: "puzzle" }]);
  attempt.hear({ type: "you", puzzle: true });
  attempt.hear(puzzle);
  assert.deepEqual(works[0].puzzle, { nonce: "abc", bits: 16 });
  works[0].solved("42");
  assert.deepEqual(sent[1], { type: "solution", nonce: "abc", answer: "42" });
  attempt.hear({ type: "you" });
  assert.deepEqual([told.at(-1), attempt.phase, clock.timers.length], ["puzzleDone", "idle", 0]);
  assert.equal(sent.length, 2, "nothing is placed by itself");
});

test("a wrong or stale solution is tried again, and no more than three times", () => {
  const { attempt, sent, told, works } = attemptOf();
  attempt.begin();
  for (let round = 0; round < 3; round += 1) {
    attempt.hear(puzzle);
    works[round].solved("1");
    attempt.hear({ type: "error", code: "bad-solution" });
  }
  assert.equal(told.at(-1), "! puzzleFailed");
  assert.equal(sent.filter(({ type }) => type === "puzzle").length, 3);
  assert.equal(attempt.phase, "idle");
});

test("after a minute it gives up, and the worker ends", () => {
  const it = attemptOf();
  it.attempt.begin();
  it.attempt.hear(puzzle);
  it.clock.advance(59_999);
  assert.equal(it.stopped, 0);
  it.clock.advance(1);
  assert.deepEqual([it.stopped, it.told.at(-1), it.clock.timers.length], [1, "! puzzleTooSlow", 0]);
  it.works[0].solved("7");
  assert.equal(it.sent.length, 1, "what comes too late is not sent");
});

test("silence, a lost connection and nonsense end it with a word", () => {
  const silent = attemptOf();
  silent.attempt.begin();
  silent.clock.advance(10_000);
  assert.equal(silent.told.at(-1), "! puzzleOffline");
  const offline = attemptOf();
  offline.isConnected = false;
  offline.attempt.begin();
  assert.equal(offline.told.at(-1), "! puzzleOffline");
  const lost = attemptOf();
  lost.attempt.begin();
  lost.attempt.hear(puzzle);
  lost.attempt.stop();
  assert.deepEqual([lost.stopped, lost.attempt.phase, lost.clock.timers.length], [1, "idle", 0]);
  for (const changes of [{ nonce: 4 }, { nonce: "" }, { nonce: "x".repeat(201) }, { bits: 65 }, { bits: -1 },
    { bits: "16" }]) {
    const it = attemptOf();
    it.attempt.begin();
    it.attempt.hear({ ...puzzle, ...changes });
    assert.deepEqual([it.told.at(-1), it.works.length], ["! puzzleFailed", 0]);
  }
});
