import assert from "node:assert/strict";
import test from "node:test";

import { Grid } from "../../Web/js/canvas/grid.js";
import { Renderer, isImitated } from "../../Web/js/canvas/renderer.js";
import { Viewport } from "../../Web/js/canvas/viewport.js";

/** A renderer whose painter notes what it is told. */
function setUp() {
  const renderer = new Renderer({ width: 0, height: 0 }, () => {}, null);
  const told = { puts: [], draws: 0, loads: 0 };
  renderer.painter = {
    kind: "noting",
    load: () => {
      told.loads += 1;
    },
    put: (grid, x, y, width, height) => told.puts.push({ grid, piece: [x, y, width, height] }),
    draw: () => {
      told.draws += 1;
    },
  };
  const viewport = new Viewport();
  viewport.reshape(100, 100);
  viewport.resize(200, 200, { top: 0, right: 0, bottom: 0, left: 0 });
  viewport.zoomBy(10, { x: 100, y: 100 });
  const live = new Grid(100, 100);
  renderer.reshape(live, ["#000000", "#ffffff"]);
  const draw = (options) => {
    told.puts = [];
    told.draws = 0;
    return renderer.draw(viewport, options);
  };
  return { renderer, told, live, draw };
}

test("a new board is loaded and goes to the painter as a whole", () => {
  const { told, live, draw } = setUp();
  assert.deepEqual(draw(), { isBehind: false, isDrawn: true });
  assert.equal(told.loads, 1);
  assert.deepEqual(told.puts, [{ grid: live, piece: [0, 0, 100, 100] }]);
});

test("changes out of sight are taken over and draw nothing", () => {
  const { renderer, told, draw } = setUp();
  draw();
  renderer.markPixels(Uint32Array.of(0, 9999));
  assert.equal(draw({ isSameView: true }).isDrawn, false);
  assert.deepEqual([told.puts.length, told.draws], [2, 0]);
  renderer.markPixels(Uint32Array.of(5050));
  assert.equal(draw({ isSameView: true }).isDrawn, true);
  assert.equal(told.draws, 1);
});

test("a view can be drawn without what changed, which is not forgotten", () => {
  const { renderer, told, draw } = setUp();
  draw();
  renderer.markPixels(Uint32Array.of(5050));
  draw({ withPixels: false });
  assert.deepEqual([told.puts.length, told.draws], [0, 1]);
  draw({ isSameView: true });
  assert.deepEqual([told.puts.length, told.draws], [1, 1]);
});

test("the past is drawn in place of the live board, and in parts as it goes on", () => {
  const { renderer, told, live, draw } = setUp();
  draw();
  const past = new Grid(100, 100);
  renderer.show(past);
  draw();
  assert.deepEqual(told.puts, [{ grid: past, piece: [0, 0, 100, 100] }]);
  renderer.show(past, Uint32Array.of(5050));
  draw();
  assert.deepEqual(told.puts, [{ grid: past, piece: [50, 50, 1, 1] }]);
  renderer.show(null);
  draw();
  assert.deepEqual(told.puts, [{ grid: live, piece: [0, 0, 100, 100] }]);
  assert.throws(() => renderer.show(new Grid(99, 100)), RangeError);
});

test("while the context is lost nothing is drawn and changes are kept", () => {
  const { renderer, told, draw } = setUp();
  draw();
  const { painter } = renderer;
  renderer.painter = null;
  renderer.markPixels(Uint32Array.of(5050));
  assert.deepEqual(draw(), { isBehind: false, isDrawn: false });
  assert.equal(renderer.kind, "none");
  renderer.painter = painter;
  draw();
  assert.deepEqual(told.puts.map(({ piece }) => piece), [[50, 50, 1, 1]]);
});

test("graphics that the processor imitates are known by their names", () => {
  for (const name of [
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
    "llvmpipe (LLVM 15.0.6, 256 bits)", "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)",
    "Apple Software Renderer",
  ]) assert.ok(isImitated(name), name);
  for (const name of [
    "ANGLE (NVIDIA, NVIDIA GeForce GTX 1650 Direct3D11)", "Adreno (TM) 640", "Mali-G78", "Apple GPU",
    "Mesa Intel(R) UHD Graphics 620 (KBL GT2)",
  ]) assert.ok(!isImitated(name), name);
});
