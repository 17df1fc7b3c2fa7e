import assert from "node:assert/strict";
import { test } from "node:test";

import {
  blockFor, differences, HeatMap, paintTile, rampColours, stepMillis, tileSide, windowsMillis,
} from "../../Web/js/features/heat/map.js";
import { randomSource } from "./support/chance.js";

const [shortWindow, longWindow] = windowsMillis;
const start = 1_000_000_000;
const strengthOf = (map, index, window) => map.strengths(window)[map.stampOf(index)];

test("what changed now is hottest, and cools until its window ends", () => {
  const map = new HeatMap(1000, 1000, start);
  map.touch([777_777], start);
  assert.equal(strengthOf(map, 777_777, shortWindow), 255);
  assert.equal(strengthOf(map, 777_776, shortWindow), 0);
  let before = 255;
  for (let at = start + stepMillis; at < start + shortWindow; at += stepMillis) {
    assert.equal(map.advance(at), true);
    const strength = strengthOf(map, 777_777, shortWindow);
    assert.ok(strength < before && strength > 0, `${strength} after ${before}`);
    before = strength;
  }
  map.advance(start + shortWindow + stepMillis);
  assert.equal(strengthOf(map, 777_777, shortWindow), 0);
  assert.ok(strengthOf(map, 777_777, longWindow) > 200);
});

test("time that stands still, or goes back, shows nothing new", () => {
  const map = new HeatMap(10, 10, start);
  assert.equal(map.advance(start), false);
  assert.equal(map.advance(start - 100_000), false);
});

test("only tiles in which something happened cost memory, and cold ones go", () => {
  const map = new HeatMap(4096, 4096, start);
  assert.equal(map.tiles.size, 0);
  map.touch([0, 1, 4096 * 4096 - 1], start);
  assert.deepEqual([...map.tiles.keys()], [0, 255]);
  map.advance(start + longWindow + 20 * stepMillis);
  assert.equal(map.tiles.size, 0);
});

test("what is found out later does not cover what is newer", () => {
  const map = new HeatMap(100, 100, start);
  map.touch([1], start);
  map.touchEarlier([1, 2], start - 10 * stepMillis);
  map.touchEarlier([2], start - 15 * stepMillis);
  map.touchEarlier([3], start - longWindow - stepMillis);
  map.touchEarlier([4], start + stepMillis);
  assert.equal(strengthOf(map, 1, shortWindow), 255);
  assert.equal(strengthOf(map, 2, shortWindow), 128);
  assert.equal(map.stampOf(3), 0);
  assert.equal(map.stampOf(4), 0);
});

test("over days of random changes, strengths follow the true ages", () => {
  const random = randomSource(3);
  const map = new HeatMap(50, 40, start);
  const last = new Map();
  let at = start;
  for (let round = 0; round < 3000; round += 1) {
    at += random(round % 50 === 0 ? 4_000_000 : 60_000);
    const index = random(2000);
    map.touch([index], at);
    last.set(index, Math.floor(at / stepMillis));
    const asked = random(2000);
    const age = Math.floor(at / stepMillis) - (last.get(asked) ?? -Infinity);
    const share = 1 - (age * stepMillis) / longWindow;
    const wanted = share <= 0 ? 0 : Math.max(1, Math.round(255 * share));
    assert.equal(strengthOf(map, asked, longWindow), wanted);
  }
});

test("from afar a cell shows the hottest of its block", () => {
  assert.deepEqual([8, 1, 0.8, 0.4, 0.2, 0.01].map(blockFor), [1, 1, 2, 4, 8, 32]);
  const stamps = new Uint8Array(tileSide * tileSide);
  stamps[0] = 1;
  stamps[5 * tileSide + 6] = 2;
  stamps[5 * tileSide + 7] = 3;
  const strengths = Uint8Array.of(0, 10, 250, 20);
  const colours = rampColours();
  const cells = new Uint32Array((tileSide / 4) ** 2);
  paintTile(stamps, 4, strengths, colours, cells);
  assert.equal(cells[0], colours[10]);
  assert.equal(cells[tileSide / 4 + 1], colours[250]);
  assert.equal(cells.filter((cell) => cell !== 0).length, 2);
});

test("the ramp gets brighter all the way", () => {
  const bytes = new Uint8Array(rampColours().buffer);
  const brightness = (strength) => {
    const [red, green, blue, opacity] = bytes.subarray(strength * 4, strength * 4 + 4);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) * (opacity / 255);
  };
  assert.equal(brightness(0), 0);
  for (let strength = 2; strength < 256; strength += 1) {
    assert.ok(brightness(strength) >= brightness(strength - 1) - 0.5, `at ${strength}`);
  }
});

test("two states differ where they differ", () => {
  assert.deepEqual([...differences(Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 0, 3, 5))], [1, 3]);
});
