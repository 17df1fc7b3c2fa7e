import assert from "node:assert/strict";
import test from "node:test";

import { Deadline, ringShare } from "../../Web/js/features/ready/deadline.js";

const waiting = (waitMillis) => ({ isReady: false, waitMillis });
const ready = { isReady: true, waitMillis: 0 };

test("readings of one deadline are news once", () => {
  const deadline = new Deadline();
  assert.deepEqual(deadline.read(ready, 0), { kind: "none" });
  assert.deepEqual(deadline.read(waiting(30_000), 1_000), { kind: "wait", millis: 30_000 });
  assert.deepEqual(deadline.read(waiting(29_000), 2_000), { kind: "none" });
  assert.deepEqual(deadline.read(waiting(28_800), 2_000), { kind: "none" });
  assert.deepEqual(deadline.read(waiting(1), 30_999), { kind: "none" });
  assert.deepEqual(deadline.read(ready, 31_000), { kind: "ready", isNews: true });
  assert.deepEqual(deadline.read(ready, 31_100), { kind: "none" });
});

test("a deadline that moves is waited for anew", () => {
  const deadline = new Deadline();
  deadline.read(waiting(30_000), 0);
  assert.deepEqual(deadline.read(waiting(60_000), 1_000), { kind: "wait", millis: 60_000 });
  assert.deepEqual(deadline.read(waiting(5_000), 2_000), { kind: "wait", millis: 5_000 });
});

test("a wait that is over before anybody looked away is no news", () => {
  const deadline = new Deadline();
  deadline.read(waiting(900), 0);
  assert.deepEqual(deadline.read(ready, 900), { kind: "ready", isNews: false });
});

test("a wait that never ends, or is no number, is no deadline", () => {
  const deadline = new Deadline();
  for (const waitMillis of [Infinity, NaN, undefined]) {
    assert.deepEqual(deadline.read(waiting(waitMillis), 0), { kind: "none" });
  }
  deadline.read(waiting(10_000), 0);
  assert.deepEqual(deadline.read(waiting(Infinity), 1), { kind: "ready", isNews: false });
});

test("the ring goes in steps of 5 %", () => {
  const shares = [0, 0.049, 0.05, 0.52, 0.999, 1, 3, -1, NaN];
  assert.deepEqual(shares.map(ringShare), [0, 0, 0.05, 0.5, 0.95, 1, 1, 0, 0]);
});
