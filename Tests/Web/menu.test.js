import assert from "node:assert/strict";
import test from "node:test";

import { entries, entryAfter, placeNear } from "../../Web/js/features/menu/model.js";
import { HistoryPages } from "../../Web/js/features/menu/pages.js";
import english from "../../Web/js/texts/en/menu.js";
import french from "../../Web/js/texts/fr/menu.js";

const labels = ["Who", "History", "Replay", "Hold"];

test("arrows go round, Home and End to the ends", () => {
  assert.equal(entryAfter("ArrowDown", 0, labels), 1);
  assert.equal(entryAfter("ArrowDown", 3, labels), 0);
  assert.equal(entryAfter("ArrowUp", 0, labels), 3);
  assert.equal(entryAfter("ArrowDown", -1, labels), 0);
  assert.equal(entryAfter("Home", 2, labels), 0);
  assert.equal(entryAfter("End", 0, labels), 3);
});

test("a letter goes to the next entry that begins with it", () => {
  assert.equal(entryAfter("h", 0, labels), 1);
  assert.equal(entryAfter("H", 1, labels), 3);
  assert.equal(entryAfter("h", 3, labels), 1);
  assert.equal(entryAfter("r", 2, labels), 2);
  for (const key of ["x", "1", "Enter", "Shift", "("]) assert.equal(entryAfter(key, 0, labels), null, key);
});

test("the menu opens where there is room", () => {
  const page = { width: 320, height: 568 };
  const box = { width: 220, height: 260 };
  assert.deepEqual(placeNear({ x: 40, y: 100 }, box, page), { left: 42, top: 102 });
  for (const point of [{ x: 0, y: 0 }, { x: 319, y: 567 }, { x: 160, y: 284 }, { x: -900, y: 9000 }]) {
    const { left, top } = placeNear(point, box, page);
    assert.ok(left >= 8 && top >= 8 && left + 220 <= 312 && top + 260 <= 560, JSON.stringify(point));
  }
  assert.deepEqual(placeNear({ x: 5, y: 5 }, { width: 900, height: 900 }, page), { left: 8, top: 8 });
});

test("every entry has its words", () => {
  for (const { name } of entries) assert.ok(english[`menu${name}`]() && french[`menu${name}`]());
});

/** A server that knows `count` changes of the pixel. */
function pagesOf(count) {
  const server = { count, asked: [] };
  const pages = new HistoryPages(async (page) => {
    server.asked.push(page);
    const newest = Math.min(server.count, (page.before ?? Infinity) - 1);
    const history = Array.from({ length: Math.max(0, Math.min(page.limit, newest)) }, (_, number) => (
      { seq: newest - number, colour: 1, name: "Leo", at: newest - number }));
    return { history };
  });
  return { server, pages };
}

test("history comes page by page until there is no more", async () => {
  const { server, pages } = pagesOf(60);
  await pages.older();
  assert.deepEqual([pages.entries.length, pages.hasOlder], [25, true]);
  await pages.older();
  await pages.older();
  assert.deepEqual([pages.entries.length, pages.hasOlder], [60, false]);
  const all = Array.from({ length: 60 }, (_, number) => 60 - number);
  assert.deepEqual(pages.entries.map(({ seq }) => seq), all);
  assert.deepEqual(server.asked.map(({ before }) => before), [undefined, 36, 11]);
});

test("what comes meanwhile joins at the top, and after a gap it begins anew", async () => {
  const { server, pages } = pagesOf(30);
  await pages.older();
  server.count = 33;
  assert.deepEqual((await pages.newer()).map(({ seq }) => seq), [33, 32, 31]);
  assert.equal(pages.entries.length, 28);
  server.count = 100;
  await pages.newer();
  assert.deepEqual([pages.entries.length, pages.entries[0].seq, pages.hasOlder], [25, 100, true]);
});

test("what is kept of a history is bounded", async () => {
  const { pages } = pagesOf(100_000);
  for (let count = 0; count < 100 && pages.hasOlder; count += 1) await pages.older();
  assert.equal(pages.entries.length, 500);
});

test("undoing is told apart, and what is no entry is left out", async () => {
  const pages = new HistoryPages(async () => ({
    history: [
      { seq: 3, colour: 2, name: "Leo", at: 5, undo: true }, null, 5, "x", { seq: "2", colour: 1, at: 1 },
      { seq: 2, colour: 1, name: {}, at: 1 }, { seq: 1, colour: 1, name: null, at: 1 },
      { seq: 1, colour: 1, at: 1e99 },
    ],
  }));
  await pages.older();
  assert.deepEqual(pages.entries.map(({ seq, isUndo }) => [seq, isUndo]), [[3, true], [1, false]]);
  const empty = new HistoryPages(async () => ({}));
  assert.deepEqual(await empty.older(), []);
  assert.equal(empty.hasOlder, false);
});
