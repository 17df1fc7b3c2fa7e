import assert from "node:assert/strict";
import { test } from "node:test";

import { watchVersion } from "../../Web/js/ui/install.js";

// Not every version of Node has one; no worker is registered here.
globalThis.navigator ??= {};

/** A page of version "a", and how often it was told that it is outdated. */
function pageOf(context, answer) {
  const told = [];
  context.mock.method(globalThis, "fetch", async (address, { method }) => {
    assert.deepEqual([address.href, method], ["https://toile.example/art/", "HEAD"]);
    return answer();
  });
  const look = watchVersion({
    pageRoot: new URL("https://toile.example/art/"),
    currentVersion: "a",
    onOutdated: () => told.push("outdated"),
  });
  return { look, told };
}

const served = (version) =>
  new Response(null, { headers: version === null ? {} : { "Toile-Version": version } });

test("another version is told, once", async (context) => {
  let version = "a";
  const { look, told } = pageOf(context, () => served(version));
  await look();
  assert.deepEqual(told, []);
  version = "b";
  await Promise.all([look(), look()]);
  await look();
  assert.deepEqual(told, ["outdated"]);
});

test("a server that cannot be reached, or says nothing of versions, is no news", async (context) => {
  const answers = [
    () => Promise.reject(new TypeError("no network")),
    () => served(null),
    () => new Response("", { status: 502, headers: { "Toile-Version": "b" } }),
  ];
  const { look, told } = pageOf(context, () => answers.shift()());
  for (let count = answers.length; count > 0; count -= 1) await look();
  assert.deepEqual(told, []);
});
