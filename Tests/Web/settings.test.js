import assert from "node:assert/strict";
import test from "node:test";

import { Settings, defaults, storageOf } from "../../Web/js/ui/settings.js";
import { Emitter } from "../../Web/js/util/emitter.js";
import { fakeWindow } from "./support/fake-page.js";

function storageWith(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
}

test("what was chosen is kept and comes back", () => {
  const storage = storageWith();
  new Settings(storage, fakeWindow()).set("theme", "dark");
  assert.equal(storage.kept.get("toile.theme"), '"dark"');
  assert.equal(new Settings(storage, fakeWindow()).get("theme"), "dark");
});

test("what is stored and does not fit counts as never chosen", () => {
  const hostile = [
    "", "{", "null", "7", "[]", '{"a":1}', '"yes"', "undefined", "NaN", `"${"x".repeat(10)}`, "\u0000",
  ];
  for (const text of hostile) {
    const settings = new Settings(storageWith({ "toile.oneTap": text, "toile.keys": text }), fakeWindow());
    assert.equal(settings.get("oneTap"), false, text);
    assert.equal(settings.get("keys"), true, text);
  }
  for (const text of ["", "{", "true", "7", "[]", "{}"]) {
    const settings = new Settings(storageWith({ "toile.language": text, "toile.muted": text }), fakeWindow());
    assert.equal(settings.get("language"), null, text);
    assert.equal(settings.get("muted"), "", text);
  }
});

test("other tabs are followed; what is not ours is not", () => {
  const page = fakeWindow();
  const settings = new Settings(storageWith(), page);
  const seen = [];
  settings.follow("grid", (value) => seen.push(value));
  page.tell("storage", { key: "toile.grid", newValue: "false" });
  page.tell("storage", { key: "toile.grid", newValue: "false" });
  page.tell("storage", { key: "toile.grid", newValue: "!" });
  for (const key of ["grid", "toile.constructor", "toile.__proto__", "toile.unheard", null]) {
    page.tell("storage", { key, newValue: "false" });
  }
  assert.deepEqual(seen, [true, false, true]);
  assert.deepEqual(Object.keys(settings.values), Object.keys(defaults));
});

test("a tab that empties the storage puts every choice back", () => {
  const page = fakeWindow();
  const storage = storageWith({ "toile.theme": '"dark"' });
  const settings = new Settings(storage, page);
  assert.equal(settings.get("theme"), "dark");
  storage.kept.clear();
  page.tell("storage", { key: null, newValue: null });
  assert.equal(settings.get("theme"), "auto");
});

test("a browser that keeps nothing is no obstacle", () => {
  const broken = {
    getItem() {
      throw new Error("forbidden");
    },
    setItem() {
      throw new Error("full");
    },
  };
  for (const storage of [null, broken]) {
    const settings = new Settings(storage, fakeWindow());
    settings.set("sound", true);
    assert.equal(settings.get("sound"), true);
  }
  assert.equal(storageOf({
    get localStorage() {
      throw new Error("forbidden");
    },
  }), null);
});

test("whoever stops following hears nothing more", () => {
  const settings = new Settings(null, fakeWindow());
  const seen = [];
  const stop = settings.follow("sound", (value) => seen.push(value));
  stop();
  settings.set("sound", true);
  assert.deepEqual(seen, [false]);
});

test("listeners hear their event, each once, until they end it", () => {
  const emitter = new Emitter();
  const seen = [];
  const listener = (value) => seen.push(value);
  emitter.emit("said", 0);
  const stop = emitter.on("said", listener);
  emitter.on("said", listener);
  assert.ok(emitter.isHeard("said"));
  emitter.emit("said", 1);
  emitter.emit("unsaid", 2);
  stop();
  stop();
  emitter.emit("said", 3);
  assert.deepEqual(seen, [1]);
  assert.ok(!emitter.isHeard("said"));
});

test("a listener may end itself and others while it is told", () => {
  const emitter = new Emitter();
  const seen = [];
  const stops = [];
  stops.push(emitter.on("said", () => {
    seen.push("first");
    for (const stop of stops) stop();
  }));
  stops.push(emitter.on("said", () => seen.push("second")));
  emitter.emit("said");
  emitter.emit("said");
  assert.deepEqual(seen, ["first"]);
});
