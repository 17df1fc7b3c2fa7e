import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";

const folder = new URL("../../Web/js/texts/", import.meta.url);
const partsOf = (language) => readdirSync(new URL(`${language}/`, folder)).sort();
const parts = partsOf("en");

async function table(language, part) {
  return (await import(new URL(`${language}/${part}`, folder))).default;
}

test("every part of the client speaks both languages", () => {
  assert.deepEqual(partsOf("fr"), parts);
});

for (const part of parts) {
  test(`${part} says the same things in both languages, with the same values`, async () => {
    const [english, french] = [await table("en", part), await table("fr", part)];
    assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      assert.deepEqual(parametersOf(french[key]), parametersOf(text), key);
    }
  });
}

test("no part takes the words out of another's mouth", async () => {
  const owners = new Map();
  for (const part of parts) {
    for (const key of Object.keys(await table("en", part))) {
      assert.ok(!owners.has(key), `${key} is said by ${owners.get(key)} and by ${part}`);
      owners.set(key, part);
    }
  }
});

/** The names that a text takes values for, as they stand in its source. */
function parametersOf(text) {
  const list = /^\(\{([^}]*)\}\)/.exec(String(text));
  return list === null ? [] : list[1].split(",").map((name) => name.trim()).filter(Boolean).sort();
}
