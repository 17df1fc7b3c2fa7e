import assert from "node:assert/strict";
import test from "node:test";

import { Address } from "../../Web/js/ui/address.js";
import { fakeStage } from "./support/desk.js";
import { fakeWindow } from "./support/fake-page.js";
import { ManualClock } from "./support/manual-clock.js";

function addressOf(hash) {
  const page = fakeWindow(hash);
  const stage = fakeStage();
  const clock = new ManualClock();
  const visits = [];
  const address = new Address(page, stage, clock, (place) => visits.push(place));
  return { address, page, stage, clock, visits };
}

test("the address follows the view, at most once in half a second", () => {
  const { address, page, stage, clock } = addressOf("");
  stage.viewport.lookAt(3, 4, 16);
  for (let count = 0; count < 50; count += 1) {
    address.changed();
    clock.advance(10);
  }
  assert.equal(page.replacedCount, 1);
  assert.equal(page.location.href, "http://toile.example/b/main#3,4,16");
  address.changed();
  clock.advance(500);
  assert.equal(page.replacedCount, 1);
});

test("the fitted view needs no words", () => {
  const { address, page, stage, clock } = addressOf("#3,4,16");
  stage.viewport.fit();
  address.changed();
  clock.advance(500);
  assert.equal(page.location.href, "http://toile.example/b/main");
});

test("what others keep in the address stays in it, whatever is looked at", () => {
  const { address, page, stage, clock } = addressOf("#3,4,16&t=abc");
  assert.equal(address.rest, "t=abc");
  stage.viewport.lookAt(7, 8, 16);
  address.changed();
  clock.advance(500);
  assert.equal(page.location.hash, "#7,8,16&t=abc");
  address.keep("");
  clock.advance(500);
  assert.equal(page.location.hash, "#7,8,16");
});

test("zoom is told in CSS pixels, and places are pixels of the board", () => {
  const { address, stage } = addressOf("");
  stage.unit = 2;
  stage.viewport.panBy(-100_000, 0);
  assert.deepEqual(address.here(), { x: 19, y: 10, zoom: 5, rest: "" });
});

test("links within the page are followed until it is unbound; nonsense is not", () => {
  const { address, page, visits } = addressOf("");
  const unbind = address.bind();
  for (const hash of ["#3,4,16", "#nonsense", "#3,4,-1"]) {
    page.go(hash);
    page.tell("hashchange");
  }
  assert.deepEqual(visits.map(({ x, y, zoom }) => [x, y, zoom]), [[3, 4, 16]]);
  unbind();
  page.go("#5,6");
  page.tell("hashchange");
  assert.equal(visits.length, 1);
});
