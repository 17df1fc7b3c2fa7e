import assert from "node:assert/strict";
import { test } from "node:test";

import { NewestWins } from "../../Web/js/features/past/newest.js";
import {
  fieldOf, playedTo, rangeOf, secondOf, StateCache, stepBy, within, written,
} from "../../Web/js/features/past/timeline.js";
import { partOf, withPart } from "../../Web/js/util/link.js";
import { ManualClock } from "./support/manual-clock.js";

const range = { first: 1000, last: 100_000 };

test("there is something to see from the first whole second of the board to the last one", () => {
  assert.deepEqual(rangeOf(1_000_001, 2_000_999), { first: 1001, last: 2000 });
  assert.deepEqual(rangeOf(5_000_500, 5_000_700), { first: 5001, last: 5001 });
  assert.equal(within(5, range), 1000);
  assert.equal(within(1e9, range), 100_000);
});

test("keys go by minutes and hours, and never beyond the ends", () => {
  assert.equal(stepBy("ArrowLeft", 50_000, range), 49_940);
  assert.equal(stepBy("ArrowUp", 50_000, range), 50_060);
  assert.equal(stepBy("PageUp", 50_000, range), 53_600);
  assert.equal(stepBy("PageDown", 2_000, range), 1000);
  assert.equal(stepBy("Home", 50_000, range), 1000);
  assert.equal(stepBy("End", 50_000, range), 100_000);
  assert.equal(stepBy("a", 50_000, range), null);
  assert.equal(stepBy("toString", 50_000, range), null);
});

test("an hour is an hour on the night when clocks go back", () => {
  const before = Date.UTC(2026, 9, 25, 0, 30) / 1000;
  const night = { first: 0, last: before * 2 };
  const seconds = [1, 2, 3].reduce((all) => [...all, stepBy("PageUp", all.at(-1), night)], [before]);
  assert.deepEqual(seconds.map(written), [
    "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z", "2026-10-25T03:30:00Z",
  ]);
});

test("playing goes on as fast as it says, up to the end", () => {
  assert.equal(playedTo(2000, 60, 1500, range), 2090);
  assert.equal(playedTo(2000, 3600, 10_000, range), 38_000);
  assert.equal(playedTo(99_000, 3600, 10_000, range), 100_000);
});

test("a field of date and time gives back what was put in", () => {
  for (const second of [0, 1_764_311_209, Date.UTC(2031, 0, 1) / 1000]) {
    assert.equal(secondOf(fieldOf(second)), second);
  }
  assert.equal(secondOf(""), null);
});

test("a moment in an address stands beside what others keep there", () => {
  const rest = withPart("t=abc&x", "at", "2026-10-25T00:30:00Z");
  assert.equal(rest, "t=abc&x&at=2026-10-25T00:30:00Z");
  assert.equal(secondOf(partOf(rest, "at")), Date.UTC(2026, 9, 25, 0, 30) / 1000);
  assert.equal(withPart(rest, "at", "later"), "t=abc&x&at=later");
  assert.equal(withPart(rest, "at", null), "t=abc&x");
  assert.equal(withPart("", "at", null), "");
  assert.equal(partOf("that=1", "at"), null);
});

test("the cache holds a few states, the newest used ones, within its bytes", () => {
  const cache = new StateCache({ countMax: 3, bytesMax: 250 });
  const state = (name) => ({ state: name, colours: new Uint8Array(100) });
  cache.put(1, state("1.1"));
  cache.put(2, state("1.2"));
  assert.equal(cache.get(1).state, "1.1");
  cache.put(3, state("1.3"));
  assert.equal(cache.get(2), null, "too many bytes: the least used one went");
  assert.deepEqual([...cache.held.keys()], [1, 3]);
  cache.put(4, state("1.3"));
  assert.equal(cache.bytes, 200, "one state, held once");
  cache.put(5, state("1.3"));
  assert.deepEqual([...cache.held.keys()], [3, 4, 5]);
});

test("a state larger than the cache is still held while it is shown", () => {
  const cache = new StateCache({ countMax: 3, bytesMax: 50 });
  cache.put(1, { state: "1.1", colours: new Uint8Array(100) });
  assert.equal(cache.get(1).state, "1.1");
  cache.put(2, { state: "1.2", colours: new Uint8Array(100) });
  assert.deepEqual([...cache.held.keys()], [2]);
});

/** Asks of nobody: a test gives the answers. */
function asker(options = {}) {
  const clock = new ManualClock();
  const asked = [];
  const told = [];
  const newest = new NewestWins({
    load: (key, cancelled) => new Promise((resolve, reject) => {
      asked.push({ key, cancelled, resolve, reject });
    }),
    done: (key, answer) => told.push([key, answer]),
    failed: (key, error, isGivenUp) => told.push([key, error.message, isGivenUp]),
    clock,
    ...options,
  });
  const keys = () => asked.map(({ key }) => key);
  return { clock, asked, told, newest, keys };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const failure = (message, more = {}) => {
  return Object.assign(new Error(message), { status: message === "busy" ? 503 : 404, ...more });
};

test("one question at a time; of those that wait, the newest is asked", async () => {
  const { asked, told, newest, keys } = asker();
  for (const key of [1, 2, 3, 4]) newest.ask(key);
  assert.deepEqual(keys(), [1]);
  asked[0].resolve("a");
  await settled();
  assert.deepEqual(keys(), [1, 4]);
  assert.equal(newest.isBusy, true);
  asked[1].resolve("d");
  await settled();
  assert.deepEqual(told, [[1, "a"], [4, "d"]]);
  assert.equal(newest.isBusy, false);
});

test("while somebody drags, nothing is asked before they rest", () => {
  const { clock, newest, keys } = asker();
  for (const key of [1, 2, 3]) {
    newest.ask(key, { rests: true });
    clock.advance(100);
  }
  assert.deepEqual(keys(), []);
  clock.advance(20);
  assert.deepEqual(keys(), [3]);
});

test("an answer that comes while somebody drags does not end the rest", async () => {
  const { clock, asked, newest, keys } = asker();
  newest.ask(1);
  newest.ask(2, { rests: true });
  asked[0].resolve("a");
  await settled();
  assert.deepEqual(keys(), [1]);
  clock.advance(120);
  assert.deepEqual(keys(), [1, 2]);
});

test("stopping cancels, and late answers are nobody's", async () => {
  const { clock, asked, told, newest, keys } = asker();
  newest.ask(1);
  newest.ask(2, { rests: true });
  newest.stop();
  assert.equal(asked[0].cancelled.aborted, true);
  newest.ask(3);
  assert.deepEqual(keys(), [1, 3]);
  asked[0].resolve("late");
  await settled();
  clock.advance(10_000);
  asked[1].resolve("c");
  await settled();
  assert.deepEqual(told, [[3, "c"]]);
});

test("a busy server is asked again when it says so, a few times", async () => {
  const { clock, asked, told, newest } = asker();
  newest.ask(1);
  asked[0].reject(failure("busy", { retryAfterMillis: 3000 }));
  await settled();
  assert.deepEqual(told, [[1, "busy", false]]);
  clock.advance(2999);
  assert.equal(asked.length, 1);
  clock.advance(1);
  for (let attempt = 1; attempt < 8; attempt += 1) {
    assert.equal(asked.length, attempt + 1);
    asked[attempt].reject(failure("busy"));
    await settled();
    clock.advance(2000);
  }
  assert.equal(asked.length, 8);
  assert.deepEqual(told.at(-1), [1, "busy", true]);
  assert.equal(newest.isBusy, false);
});

test("a wish that came since is not held up by an old failure", async () => {
  const { asked, told, newest, keys } = asker();
  newest.ask(1);
  newest.ask(2);
  asked[0].reject(failure("busy"));
  await settled();
  assert.deepEqual(keys(), [1, 2]);
  asked[1].reject(failure("gone"));
  await settled();
  assert.deepEqual(told, [[1, "busy", false], [2, "gone", true]]);
});
