import assert from "node:assert/strict";
import test from "node:test";

import { Gestures, WheelSteps } from "../../Web/js/input/gestures.js";

function recorder() {
  const seen = [];
  const record = (name) => (...values) => seen.push([name, ...values]);
  const names = ["hover", "tap", "pan", "zoom", "settle"];
  const intents = Object.fromEntries(names.map((name) => [name, record(name)]));
  return { seen, gestures: new Gestures(intents) };
}

const mouse = (x, y) => ({ id: 1, x, y, kind: "mouse", unit: 1 });
const finger = (id, x, y, unit = 1) => ({ id, x, y, kind: "touch", unit });

test("a mouse that goes up where it went down taps; one that strays pans", () => {
  const { seen, gestures } = recorder();
  gestures.down(mouse(10, 10));
  gestures.move(mouse(14, 10));
  gestures.up(mouse(14, 10));
  assert.deepEqual(seen, [["tap", { x: 14, y: 10 }, "mouse"]]);
  seen.length = 0;
  gestures.down(mouse(10, 10));
  gestures.move(mouse(20, 10));
  gestures.move(mouse(25, 12));
  gestures.up(mouse(25, 12));
  assert.deepEqual(seen, [["pan", 10, 0], ["pan", 5, 2]]);
});

test("a pan that comes back to where it began is still no tap", () => {
  const { seen, gestures } = recorder();
  gestures.down(mouse(10, 10));
  gestures.move(mouse(30, 10));
  gestures.move(mouse(10, 10));
  gestures.up(mouse(10, 10));
  assert.ok(!seen.some(([name]) => name === "tap"));
});

test("fingers may stray further, and more device pixels on a sharp screen", () => {
  const { seen, gestures } = recorder();
  gestures.down(finger(1, 10, 10, 2));
  gestures.move(finger(1, 28, 10, 2));
  gestures.up(finger(1, 28, 10, 2));
  assert.deepEqual(seen.map(([name]) => name), ["tap"]);
});

test("a second finger cancels the tap and pinches about the middle", () => {
  const { seen, gestures } = recorder();
  gestures.down(finger(1, 100, 100));
  gestures.down(finger(2, 200, 100));
  gestures.move(finger(2, 300, 100));
  gestures.up(finger(2, 300, 100));
  gestures.up(finger(1, 100, 100));
  assert.deepEqual(seen, [["pan", 50, 0], ["zoom", 2, { x: 200, y: 100 }], ["settle", { x: 200, y: 100 }]]);
});

test("after a pinch the finger that stays pans on", () => {
  const { seen, gestures } = recorder();
  gestures.down(finger(1, 100, 100));
  gestures.down(finger(2, 200, 100));
  gestures.up(finger(2, 200, 100));
  gestures.move(finger(1, 103, 100));
  assert.deepEqual(seen[seen.length - 1], ["pan", 3, 0]);
});

test("a pointer that the browser takes away does nothing", () => {
  const { seen, gestures } = recorder();
  gestures.down(finger(1, 100, 100));
  gestures.cancel(1);
  gestures.up(finger(1, 100, 100));
  assert.deepEqual(seen, []);
});

test("a mouse hovers while no button is down, a finger never does", () => {
  const { seen, gestures } = recorder();
  gestures.move(mouse(5, 6));
  gestures.move(finger(3, 5, 6));
  assert.deepEqual(seen.map(([name]) => name), ["hover"]);
});

test("a notch of any mouse wheel is one step, whatever travel it claims", () => {
  for (const [deltaY, deltaMode] of [[-120, 0], [-53, 0], [-3, 1]]) {
    assert.equal(new WheelSteps().take({ deltaY, deltaMode, ctrlKey: false }), 1);
  }
  assert.equal(new WheelSteps().take({ deltaY: 120, deltaMode: 0, ctrlKey: false }), -1);
});

test("a trackpad adds its small movements up, and turning round starts anew", () => {
  const wheel = new WheelSteps();
  const take = (deltaY) => wheel.take({ deltaY, deltaMode: 0, ctrlKey: false });
  assert.deepEqual([-20, -20, -20].map(take), [0, 0, 1]);
  assert.deepEqual([20, 20, 20].map(take), [0, 0, -1]);
});

test("a trackpad pinch needs less travel", () => {
  const wheel = new WheelSteps();
  const take = (deltaY) => wheel.take({ deltaY, deltaMode: 0, ctrlKey: true });
  assert.deepEqual([-6, -6].map(take), [0, 1]);
});
