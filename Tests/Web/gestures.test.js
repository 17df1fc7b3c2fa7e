import assert from "node:assert/strict";
import test from "node:test";

import { Gestures } from "../../Web/js/input/gestures.js";
import { WheelSteps } from "../../Web/js/input/wheel.js";
import { ManualClock } from "./support/manual-clock.js";

function recorder() {
  const seen = [];
  const record = (name) => (...values) => seen.push([name, ...values]);
  const names = ["hover", "tap", "hold", "pick", "pan", "zoom", "settle", "zoomOut", "select", "menu"];
  const intents = Object.fromEntries(names.map((name) => [name, record(name)]));
  const clock = new ManualClock();
  return { seen, clock, gestures: new Gestures(intents, clock) };
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
  assert.deepEqual(seen, [["pan", 10, 0, false], ["pan", 5, 2, false]]);
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
  const middle = { x: 200, y: 100 };
  assert.deepEqual(seen, [["pan", 50, 0, false], ["zoom", 2, middle], ["settle", middle]]);
});

test("after a pinch the finger that stays pans on", () => {
  const { seen, gestures } = recorder();
  gestures.down(finger(1, 100, 100));
  gestures.down(finger(2, 200, 100));
  gestures.up(finger(2, 200, 100));
  gestures.move(finger(1, 103, 100));
  assert.deepEqual(seen[seen.length - 1], ["pan", 3, 0, false]);
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

test("a finger that stays asks who placed this, and taps no more", () => {
  const { seen, clock, gestures } = recorder();
  gestures.down(finger(1, 10, 10));
  clock.advance(499);
  assert.deepEqual(seen, []);
  clock.advance(1);
  gestures.up(finger(1, 10, 10));
  assert.deepEqual(seen, [["hold", { x: 10, y: 10 }]]);
});

test("a finger that stays on opens the menu, unless it moves or leaves after asking", () => {
  const { seen, clock, gestures } = recorder();
  const point = { x: 10, y: 10 };
  gestures.down(finger(1, 10, 10));
  clock.advance(600);
  gestures.move(finger(1, 14, 10));
  clock.advance(400);
  gestures.up(finger(1, 14, 10));
  assert.deepEqual(seen.splice(0), [["hold", point], ["menu", point]]);
  gestures.down(finger(1, 10, 10));
  clock.advance(600);
  gestures.up(finger(1, 10, 10));
  clock.advance(1_000);
  assert.deepEqual(seen.splice(0), [["hold", point]]);
  gestures.down(finger(1, 10, 10));
  clock.advance(600);
  gestures.move(finger(1, 40, 10));
  clock.advance(1_000);
  assert.ok(!seen.some(([name]) => name === "menu"));
});

test("a finger that moves, leaves or is joined by another does not ask", () => {
  const { seen, clock, gestures } = recorder();
  gestures.down(finger(1, 10, 10));
  gestures.move(finger(1, 40, 10));
  clock.advance(600);
  gestures.up(finger(1, 40, 10));
  gestures.down(finger(1, 10, 10));
  gestures.down(finger(2, 90, 10));
  clock.advance(600);
  assert.ok(!seen.some(([name]) => name === "hold"));
});

test("Shift asks, Alt and the middle button pick up, Ctrl carries", () => {
  const { seen, gestures } = recorder();
  for (const modifiers of [{ shift: true }, { alt: true }, { button: 1 }]) {
    gestures.down({ ...mouse(5, 5), ...modifiers });
    gestures.up(mouse(5, 5));
  }
  gestures.down({ ...mouse(5, 5), ctrl: true });
  gestures.move(mouse(25, 5));
  gestures.up(mouse(25, 5));
  const point = { x: 5, y: 5 };
  assert.deepEqual(seen, [["hold", point], ["pick", point], ["pick", point], ["pan", 20, 0, true]]);
});

test("two fingers that come and go zoom out", () => {
  const { seen, clock, gestures } = recorder();
  gestures.down(finger(1, 100, 100));
  gestures.down(finger(2, 200, 100));
  clock.advance(120);
  gestures.up(finger(2, 200, 100));
  gestures.up(finger(1, 100, 100));
  assert.deepEqual(seen, [["zoomOut", { x: 150, y: 100 }]]);
});

test("a palm is not believed while the pen is near", () => {
  const { seen, clock, gestures } = recorder();
  gestures.move({ id: 9, x: 1, y: 1, kind: "pen", unit: 1 });
  gestures.down(finger(1, 300, 300));
  gestures.up(finger(1, 300, 300));
  assert.deepEqual(seen.map(([name]) => name), ["hover"]);
  clock.advance(600);
  gestures.down(finger(1, 300, 300));
  gestures.up(finger(1, 300, 300));
  assert.deepEqual(seen.map(([name]) => name), ["hover", "tap"]);
});

test("while an area is chosen, a drag marks it and moves nothing", () => {
  const { seen, gestures } = recorder();
  gestures.isSelecting = true;
  gestures.down(mouse(10, 10));
  gestures.move(mouse(30, 40));
  gestures.up(mouse(30, 40));
  gestures.down(mouse(7, 7));
  gestures.up(mouse(7, 7));
  const [from, to, point] = [{ x: 10, y: 10 }, { x: 30, y: 40 }, { x: 7, y: 7 }];
  assert.deepEqual(seen, [
    ["select", from, to, false], ["select", from, to, true], ["select", point, point, true],
  ]);
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
