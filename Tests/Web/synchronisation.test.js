import assert from "node:assert/strict";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { FakeNetwork } from "./support/fake-network.js";
import { boardFrames, deltaFrame, goodDelta, helloText, hexOf, resultFrame } from "./support/frames.js";

const blank = [0, 0, 0, 0, 0, 0, 0, 0];
const resyncForAll = "020000";

test("deltas are applied, and RESULT and text may come between the parts of a board", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const [first, second] = boardFrames({ seq: 6, colours: [1, 0, 0, 0, 0, 0, 0, 0], partMax: 4 });
  network.binary(first, resultFrame({ tag: 1, status: 0, colour: 1, charges: 0, waitMillis: 9, seq: 6 }));
  network.text(JSON.stringify({ type: "online", count: 3 }));
  network.binary(second);
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 6 });
  assert.equal(network.results.length, 1);
  const digest = digestOf([1, 2, 0, 0, 0, 0, 0, 0]);
  network.binary(deltaFrame({ seq: 7, advance: 1, digest, changes: [[1, 2]] }));
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 7 });
  assert.equal(network.drawn[network.drawn.length - 1], "changed 1");
});

test("a board that was cut off in the middle is not resumed from", async () => {
  const network = new FakeNetwork();
  await network.connection.start();
  network.socket.events.opened();
  network.text(helloText());
  network.binary(boardFrames({ seq: 5, colours: blank, partMax: 4 })[0]);
  network.socket.events.closed(1006);
  network.clock.advance(500);
  assert.equal(network.socket.query, "");
});

test("a delta from a state that is not held drops the copy and asks for the board once", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const stray = deltaFrame({ seq: 9, advance: 2, digest: 1, changes: [[0, 1]] });
  network.binary(stray, stray, stray);
  assert.equal(network.replica.held, null);
  assert.equal(network.state, "syncing");
  assert.deepEqual(network.socket.sent.map(hexOf), [resyncForAll]);
  assert.deepEqual([...network.replica.grid.colours], blank);
  network.binary(...boardFrames({ seq: 9, colours: [1, 0, 0, 0, 0, 0, 0, 0] }));
  assert.equal(network.state, "live");
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 9 });
});

test("a delta whose digest does not come out drops the copy and asks for the board once", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.binary(deltaFrame({ seq: 6, advance: 1, digest: 12345, changes: [[0, 1]] }), goodDelta());
  assert.equal(network.replica.held, null);
  assert.deepEqual(network.socket.sent.map(hexOf), [resyncForAll]);
});

test("a copy that was dropped is not resumed from after a loss", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.binary(deltaFrame({ seq: 6, advance: 1, digest: 12345, changes: [[0, 1]] }));
  network.socket.events.closed(1006);
  network.clock.advance(500);
  assert.equal(network.socket.query, "");
});

test("a board that does not come out twice starts the connection over", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const wrong = boardFrames({ seq: 6, colours: blank, digest: 1 })[0];
  network.binary(wrong);
  assert.deepEqual(network.socket.sent.map(hexOf), [resyncForAll]);
  network.binary(wrong);
  assert.equal(network.state, "waiting");
  assert.ok(network.sockets[0].isClosed);
});

test("a pixel outside the board is a wrong delta and not an error", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.binary(deltaFrame({ seq: 6, advance: 1, digest: 1, changes: [[8, 1]] }));
  assert.deepEqual(network.socket.sent.map(hexOf), [resyncForAll]);
});

test("another epoch ends the claim to the old board; its size may change too", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const board = { name: "main", width: 3, height: 1, palette: ["#ffffff", "#000000"], paletteNames: [] };
  network.text(helloText({ epoch: 78, seq: 0, board }));
  assert.equal(network.replica.held, null);
  assert.equal(network.state, "syncing");
  assert.equal(network.pastsCutOff, 2);
  network.binary(...boardFrames({ seq: 0, colours: [0, 1, 0] }));
  assert.deepEqual(network.replica.held, { epoch: 78, seq: 0 });
  assert.equal(network.drawn.filter((entry) => entry.startsWith("reshaped")).length, 2);
});

test("a part with offset 0 starts afresh in the middle of another board", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const older = boardFrames({ seq: 6, colours: [1, 1, 1, 1, 1, 1, 1, 1], partMax: 4 });
  const newer = boardFrames({ seq: 7, colours: [2, 2, 2, 2, 2, 2, 2, 2], partMax: 4 });
  network.binary(older[0], newer[0], newer[1]);
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 7 });
});
