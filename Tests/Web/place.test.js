import assert from "node:assert/strict";
import test from "node:test";

import { locate } from "../../Web/js/util/place.js";

for (const [address, root, board] of [
  ["http://host/", "http://host/", "main"],
  ["http://host/index.html?x=1#y", "http://host/", "main"],
  ["http://host/b/paris-24", "http://host/", "paris-24"],
  ["https://host:8443/toile/", "https://host:8443/toile/", "main"],
  ["https://host/deep/toile/b/main", "https://host/deep/toile/", "main"],
  ["https://host/b/b/b", "https://host/b/", "b"],
  ["https://host/b/", "https://host/b/", "main"],
  ["https://host/b/Not-A-Name", "https://host/b/", "main"],
]) {
  test(`the page at ${address} belongs to the board ${board} below ${root}`, () => {
    const { pageRoot, boardName } = locate(address);
    assert.equal(pageRoot.href, root);
    assert.equal(boardName, board);
  });
}
