import assert from "node:assert/strict";
import test from "node:test";

import { bindDrops } from "../../Web/js/input/drops.js";
import { bringsTemplate, isTemplateKept, templateKey } from "../../Web/js/util/template-hint.js";

const image = { type: "image/png" };
const notes = { type: "text/plain" };

globalThis.Element ??= class {};

/** What a browser hands over with a drop or a paste. */
function transfer({ files = [], addresses = "" }) {
  const types = [...(files.length > 0 ? ["Files"] : []), ...(addresses === "" ? [] : ["text/uri-list"])];
  return { files, types, getData: (type) => (type === "text/uri-list" ? addresses : "") };
}

function fire(page, type, data) {
  const event = new Event(type, { cancelable: true });
  page.dispatchEvent(Object.assign(event, { dataTransfer: data, clipboardData: data }));
  return event.defaultPrevented;
}

function bound() {
  const page = new EventTarget();
  const taken = [];
  const unbind = bindDrops(page, {
    file: (file) => taken.push(file),
    link: (address) => taken.push(address),
  });
  return { page, taken, unbind };
}

test("an image that is dropped or pasted is taken", () => {
  const { page, taken } = bound();
  assert.ok(fire(page, "dragover", transfer({ files: [image] })));
  assert.ok(fire(page, "drop", transfer({ files: [notes, image] })));
  assert.ok(fire(page, "paste", transfer({ files: [image] })));
  assert.deepEqual(taken, [image, image]);
});

test("of an image from another page the address is taken where there is no more", () => {
  const { page, taken } = bound();
  const addresses = "# from a page\r\nhttps://toile.example/cat.png\r\nhttps://toile.example/";
  assert.ok(fire(page, "drop", transfer({ addresses })));
  assert.ok(fire(page, "drop", transfer({ files: [image], addresses })));
  assert.deepEqual(taken, ["https://toile.example/cat.png", image]);
});

test("text that is dragged or pasted is no business of ours", () => {
  const { page, taken } = bound();
  assert.ok(!fire(page, "dragover", transfer({})));
  assert.ok(!fire(page, "paste", transfer({})));
  assert.ok(!fire(page, "paste", null));
  assert.ok(fire(page, "drop", transfer({})), "but a drop must not make the browser leave");
  assert.deepEqual(taken, []);
});

test("after unbinding nothing is taken", () => {
  const { page, taken, unbind } = bound();
  unbind();
  fire(page, "drop", transfer({ files: [image] }));
  assert.deepEqual(taken, []);
});

test("whether a visit needs templates is known beforehand", () => {
  const key = templateKey(new URL("https://toile.example/draw/"), "garden");
  assert.equal(key, "toile.template./draw/garden");
  assert.ok(isTemplateKept({ getItem: (asked) => (asked === key ? "{}" : null) }, key));
  assert.ok(!isTemplateKept({ getItem: () => null }, key));
  assert.ok(!isTemplateKept(null, key));
  assert.ok(!isTemplateKept({ getItem: () => { throw new Error("forbidden"); } }, key));
  for (const rest of ["t=abc", "a=1&turl=x.png"]) assert.ok(bringsTemplate(rest), rest);
  for (const rest of ["", "t=", "start=1", "tx=4"]) assert.ok(!bringsTemplate(rest), rest);
});
