import assert from "node:assert/strict";
import test from "node:test";

import { groups, keysOf } from "../../Web/js/features/help/gestures.js";
import { LayoutGuess } from "../../Web/js/features/help/layout.js";
import english from "../../Web/js/texts/en/help.js";
import french from "../../Web/js/texts/fr/help.js";

const movement = (guess) => ["KeyW", "KeyA", "KeyS", "KeyD"].map((code) => guess.labelOf(code)).join("");

test("without a hint it is QWERTY, and the language is a hint", () => {
  assert.equal(movement(new LayoutGuess()), "WASD");
  assert.equal(movement(new LayoutGuess(["fr-FR", "en"])), "ZQSD");
  assert.equal(movement(new LayoutGuess(["fr"])), "ZQSD");
  assert.equal(movement(new LayoutGuess(["fr-CA"])), "WASD");
  assert.equal(new LayoutGuess(["de-DE"]).labelOf("KeyZ"), "Y");
  assert.equal(new LayoutGuess(["fr-CH"]).name, "qwertz");
});

test("one key that differs tells the layout", () => {
  for (const [code, key, name, keys] of [
    ["KeyQ", "a", "azerty", "ZQSD"], ["KeyA", "q", "azerty", "ZQSD"], ["KeyZ", "y", "qwertz", "WASD"],
    ["KeyS", "o", "dvorak", ",AOE"], ["KeyS", "r", "colemak", "WARS"], ["KeyQ", "b", "bepo", "ÉAUI"],
  ]) {
    const guess = new LayoutGuess();
    assert.ok(guess.learn({ code, key }));
    assert.deepEqual([guess.name, movement(guess)], [name, keys]);
  }
});

test("what is typed goes before what the language suggests", () => {
  const guess = new LayoutGuess(["fr-FR"]);
  guess.learn({ code: "KeyQ", key: "q" });
  assert.equal(movement(guess), "WASD");
});

test("what the browser knows goes before everything", () => {
  const guess = new LayoutGuess(["fr-FR"]);
  guess.takeMap([["KeyW", "w"], ["KeyA", "a"], ["KeyS", "s"], ["KeyD", "d"], ["Quote", "'"]]);
  assert.equal(movement(guess), "WASD");
});

test("a key that says something else than before means another layout", () => {
  const guess = new LayoutGuess();
  guess.takeMap([["KeyW", "w"], ["KeyA", "a"], ["KeyS", "s"], ["KeyD", "d"], ["KeyQ", "q"]]);
  assert.ok(guess.learn({ code: "KeyQ", key: "a" }));
  assert.equal(movement(guess), "ZQSD");
});

test("keys that say nothing of the layout teach nothing", () => {
  const guess = new LayoutGuess();
  for (const event of [
    { code: "KeyQ", key: "a", ctrlKey: true }, { code: "KeyQ", key: "a", altKey: true },
    { code: "KeyQ", key: "Dead" },
    { code: "KeyM", key: "?", shiftKey: true }, { code: "ArrowUp", key: "ArrowUp" }, { code: "", key: "a" },
    { code: "KeyQ", key: "" }, { code: undefined, key: undefined }, { code: "Digit1", key: "&" },
  ]) {
    assert.equal(guess.learn(event), false, JSON.stringify(event));
  }
  assert.ok(guess.learn({ code: "KeyQ", key: "A", shiftKey: true }));
  assert.equal(guess.learn({ code: "KeyQ", key: "a" }), false, "it is known");
});

test("what is remembered of keys is bounded", () => {
  const guess = new LayoutGuess();
  guess.takeMap(Array.from({ length: 10_000 }, (_, number) => [`Key${number}`, "x"]));
  assert.ok(guess.known.size <= 64);
});

test("combinations are named key by key", () => {
  const keys = (combination) => keysOf(combination, (code) => `<${code}>`, (name) => name.toLowerCase());
  assert.deepEqual(keys("{KeyW}{KeyA}"), ["<KeyW>", "<KeyA>"]);
  assert.deepEqual(keys("Shift+arrows"), ["shift", "arrows"]);
  assert.deepEqual(keys("Ctrl+Z"), ["ctrl", "Z"]);
  assert.deepEqual(keys("+"), ["+"]);
});

test("every intent is told in every language, by every means it says it has", () => {
  for (const texts of [english, french]) {
    for (const { name: group, intents } of groups) {
      assert.ok(texts[`helpGroup${group}`]?.(), group);
      for (const { name, isMouse, isTouch, keys = [] } of intents) {
        assert.ok(texts[`helpDo${name}`]?.(), name);
        if (isMouse) assert.ok(texts[`helpMouse${name}`]?.(), `mouse ${name}`);
        if (isTouch) assert.ok(texts[`helpTouch${name}`]?.(), `touch ${name}`);
        for (const combination of keys) {
          keysOf(combination, String, (key) => assert.ok(texts[`helpKey${key}`]?.(), key));
        }
      }
    }
  }
});
