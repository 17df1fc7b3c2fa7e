import assert from "node:assert/strict";
import test from "node:test";

import { findPlaces } from "../../Web/js/features/chat/coordinates.js";

const board = { page: "https://toile.example/art/b/main", width: 1000, height: 600 };

function linksOf(text) {
  const parts = findPlaces(text, board);
  assert.equal(parts.map((part) => part.text).join(""), text, "something was lost");
  return parts.filter((part) => part.place !== null)
    .map(({ text: shown, place: { x, y, zoom } }) =>
      `${shown} -> ${x},${y}${zoom === null ? "" : `@${zoom}`}`);
}

test("every way to name a place leads there", () => {
  assert.deepEqual(linksOf("12,34"), ["12,34 -> 12,34"]);
  assert.deepEqual(linksOf("look at 12, 34!"), ["12, 34 -> 12,34"]);
  assert.deepEqual(linksOf("(12, 34)"), ["(12, 34) -> 12,34"]);
  assert.deepEqual(linksOf("here:(12,34)."), ["(12,34) -> 12,34"]);
  assert.deepEqual(linksOf("here (12;34)."), ["(12;34) -> 12,34"]);
  assert.deepEqual(linksOf("x:12 y:34"), ["x:12 y:34 -> 12,34"]);
  assert.deepEqual(linksOf("X = 12, Y = 34"), ["X = 12, Y = 34 -> 12,34"]);
  assert.deepEqual(linksOf("#12,34,8"), ["#12,34,8 -> 12,34@8"]);
  assert.deepEqual(linksOf("#12,34,2.5 and #1,2"), ["#12,34,2.5 -> 12,34@2.5", "#1,2 -> 1,2"]);
  assert.deepEqual(linksOf("from 1,2 to 3,4."), ["1,2 -> 1,2", "3,4 -> 3,4"]);
});

test("links to this very page lead there, whatever language they ask for", () => {
  const link = "https://toile.example/art/b/main#7,8,16";
  assert.deepEqual(linksOf(`see ${link}, please`), [`${link} -> 7,8@16`]);
  assert.deepEqual(linksOf(`(${link})`), [`${link} -> 7,8@16`]);
  const other = "https://toile.example/art/b/main?lang=fr#7,8&template=x";
  assert.deepEqual(linksOf(other), [`${other} -> 7,8`]);
});

test("nothing else becomes a link", () => {
  for (const text of [
    "https://evil.example/#12,34", "https://toile.example/art/b/night#12,34",
    "http://toile.example/art/b/main#12,34",
    "https://toile.example@evil.example/art/b/main#1,2", "https://me:you@toile.example/art/b/main#1,2",
    "https://toile.example/art/b/main", "https://toile.example/art/b/main#", "https://[/#1,2",
    "javascript:alert(1,2)", "data:text/html,12", "//evil.example/#1,2", "evil.example/#12,34",
    "1,234,567", "12,34,56", "3.12,34", "12,34.5", "-12,34", "10-12,34", "v1.2,3", "abc12,34", "١٢,٣٤",
    "12345,1", "1,12345", "#12,34,8,9", "x:1y:2", "max:12 y:34", "12:30,45", "",
  ]) {
    assert.deepEqual(linksOf(text), [], text);
  }
});

test("what is not on the board is no place", () => {
  assert.deepEqual(linksOf("1000,0 0,600 9999,9999"), []);
  assert.deepEqual(linksOf("999,599 0,0"), ["999,599 -> 999,599", "0,0 -> 0,0"]);
  assert.deepEqual(linksOf("https://toile.example/art/b/main#-1,0 #5000,1"), []);
});

test("hostile texts stay whole and take no time", () => {
  for (const piece of ["1,", "(1,", "x:1 ", "#1,1,", "((((", "https://", "1 , ", "\u0301,1", "🦊1,2 "]) {
    linksOf(piece.repeat(1200));
  }
});
