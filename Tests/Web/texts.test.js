import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";

const folder = new URL("../../Web/js/texts/", import.meta.url);
const parts = (language) => readdirSync(new URL(`${language}/`, folder)).sort();

test("both languages have the same parts, and each part the same texts", async () => {
  assert.deepEqual(parts("fr"), parts("en"));
  for (const part of parts("en")) {
    const [english, french] = await Promise.all(["en", "fr"].map(async (language) =>
      (await import(new URL(`${language}/${part}`, folder))).default));
    assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort(), part);
    if (part === "core.js") continue;
    for (const key of Object.keys(english)) {
      assert.ok(key.startsWith(part.replace(".js", "")), `${key} of ${part} is not named after its part`);
    }
  }
});
