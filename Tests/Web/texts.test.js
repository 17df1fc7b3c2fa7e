import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";

const folder = new URL("../../Web/js/texts/", import.meta.url);
const parts = readdirSync(new URL("en/", folder));

async function table(language, part) {
  return (await import(new URL(`${language}/${part}`, folder))).default;
}

test("every part of the client speaks both languages", () => {
  assert.deepEqual(readdirSync(new URL("fr/", folder)), parts);
});

for (const part of parts) {
  test(`${part} says the same things in both languages, with the same values`, async () => {
    const [english, french] = [await table("en", part), await table("fr", part)];
    assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      const wanted = parametersOf(text);
      assert.deepEqual(parametersOf(french[key]), wanted, key);
    }
  });
}

/** The names that a text takes values for, as they stand in its source. */
function parametersOf(text) {
  const list = /^\(\{([^}]*)\}\)/.exec(String(text));
  return list === null ? [] : list[1].split(",").map((name) => name.trim()).sort();
}
