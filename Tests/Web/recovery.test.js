import assert from "node:assert/strict";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { limits } from "../../Web/js/net/limits.js";
import { FakeNetwork } from "./support/fake-network.js";
import { boardFrames, deltaFrame, goodDelta, helloText, hexOf, resultFrame } from "./support/frames.js";

const blank = [0, 0, 0, 0, 0, 0, 0, 0];

test("an announced restart is counted down to, and what follows it backs off", async () => {
  const network = new FakeNetwork({ random: () => 0.5 });
  await network.goLive();
  network.text(JSON.stringify({ type: "notice", text: "Back soon.", level: "info", retryMs: 8000 }));
  network.clock.advance(300);
  const announced = network.clock.now() + 7700;
  network.socket.events.closed(1001);
  const { state } = network.connection;
  assert.deepEqual([state.name, state.restartAt], ["waiting", announced]);
  assert.equal(state.retryAt - network.clock.now(), 4000);
  network.clock.advance(4000);
  network.socket.events.closed(1006);
  assert.equal(network.connection.state.retryAt - network.clock.now(), 750);
  assert.equal(network.connection.state.restartAt, announced, "the time announced is not over yet");
  network.clock.advance(750);
  network.clock.advance(4000);
  network.socket.events.closed(1006);
  assert.equal(network.connection.state.restartAt, null);
});

test("without a sound announcement there is no restart to count down to", async () => {
  for (const retryMs of [undefined, 0, -1, "8000", null]) {
    const network = new FakeNetwork();
    await network.goLive();
    network.text(JSON.stringify({ type: "notice", text: "Be kind.", level: "info", retryMs }));
    network.socket.events.closed(1001);
    assert.equal(network.connection.state.restartAt, null);
  }
});

test("a restart is not waited for for ever", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.text(JSON.stringify({ type: "notice", text: "Later.", level: "info", retryMs: 1e15 }));
  network.socket.events.closed(1001);
  assert.equal(network.connection.state.restartAt - network.clock.now(), limits.restartMaxMillis);
});

test("after a resume it says how much was missed, once", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  assert.deepEqual(network.caughtUp, [], "nobody was away");
  for (const comeBack of [[goodDelta()], boardFrames({ seq: 9, colours: blank, partMax: 4 })]) {
    network.socket.events.closed(1006);
    network.clock.advance(500);
    network.socket.events.opened();
    network.text(helloText({ seq: 7 }));
    network.binary(...comeBack);
  }
  network.binary(deltaFrame({ seq: 10, advance: 1, digest: digestOf(blank), changes: [] }));
  assert.deepEqual(network.caughtUp, [2, null]);
});

test("what is shown is as old as the loss, and old after half a minute", async () => {
  const network = new FakeNetwork({ probed: "unreachable" });
  await network.goLive();
  assert.deepEqual([network.connection.state.since, network.connection.state.isStale], [null, false]);
  const lostAt = network.clock.now();
  network.socket.events.closed(1006);
  network.clock.advance(limits.staleMillis - 1);
  assert.deepEqual([network.connection.state.since, network.connection.state.isStale], [lostAt, false]);
  const { length } = network.states;
  network.clock.advance(1);
  assert.equal(network.states.length, length + 1, "that it is old by now is told");
  assert.ok(network.connection.state.isStale);
  network.connection.networkLost();
  network.connection.retryNow();
  network.socket.events.closed(1006);
  assert.deepEqual([network.connection.state.since, network.connection.state.isStale], [lostAt, true]);
  network.clock.advance(500);
  network.socket.events.opened();
  network.text(helloText({ seq: 7 }));
  network.binary(goodDelta());
  assert.deepEqual([network.connection.state.since, network.connection.state.isStale], [null, false]);
});

test("who waits for an answer is offline after ten seconds without a byte", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  assert.ok(network.connection.place({ colour: 1, x: 2, y: 1, tag: 9 }));
  network.clock.advance(limits.anxiousSilenceMillis);
  assert.equal(hexOf(network.socket.sent[1]), "024d05");
  network.clock.advance(limits.anxiousAnswerMillis - 1);
  assert.equal(network.state, "live");
  network.clock.advance(1);
  assert.equal(network.state, "waiting");
});

test("an answer ends the impatience", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.connection.place({ colour: 1, x: 2, y: 1, tag: 9 });
  network.binary(resultFrame({ tag: 9, status: 4, colour: 1, charges: 1, waitMillis: 0, seq: 5 }));
  network.clock.advance(limits.silenceMillis - 1);
  assert.equal(network.state, "live");
  assert.equal(network.socket.sent.length, 1);
});
