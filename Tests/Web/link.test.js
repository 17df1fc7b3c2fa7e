import assert from "node:assert/strict";
import test from "node:test";

import { formatLink, parseLink } from "../../Web/js/util/link.js";

test("a place comes back as it went", () => {
  for (const place of [
    { x: 0, y: 0, zoom: 1, rest: "" },
    { x: 1204, y: 566, zoom: 16, rest: "" },
    { x: 4095, y: 4095, zoom: 0.125, rest: "t=abc" },
    { x: 3, y: 4, zoom: null, rest: "" },
  ]) {
    assert.deepEqual(parseLink(formatLink(place)), place);
  }
});

test("what names no place is no place", () => {
  const hostile = ["#99999,1", "#1e3,4", "#1,2 ", "#<b>,2"];
  for (const hash of ["", "#", "#main", "#1", "#1,2,x", "#1,2,3,4", ...hostile]) {
    assert.equal(parseLink(hash), null, hash);
  }
  assert.equal(parseLink("#1,2,0").zoom, null);
});
