import assert from "node:assert/strict";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { limits } from "../../Web/js/net/limits.js";
import { FakeNetwork } from "./support/fake-network.js";
import { deltaFrame, helloText } from "./support/frames.js";

const blank = [0, 0, 0, 0, 0, 0, 0, 0];
const placement = { colour: 1, x: 2, y: 1, tag: 9 };

/** What the transport in use brings when all is well. */
function comeLevel(network) {
  network.socket.events.opened();
  network.text(helloText({ seq: 5 }));
  network.binary(deltaFrame({ seq: 5, advance: 0, digest: digestOf(blank), changes: [] }));
}

/** The transport in use fails before it opens; on to the next attempt. */
async function refuse(network) {
  network.socket.events.closed(1006);
  await network.settle();
  network.clock.advance(limits.backOffMaxMillis);
}

/** Live, and on the way round. */
async function goRound(options) {
  const network = new FakeNetwork(options);
  await network.goLive();
  await network.socket.events.closed(1006);
  network.clock.advance(limits.backOffMaxMillis);
  await refuse(network);
  await refuse(network);
  comeLevel(network);
  return network;
}

/** Time goes by while the way round works. */
function stay(network, round, millis) {
  for (let rest = millis; rest > 0; rest -= 25_000) {
    network.clock.advance(Math.min(25_000, rest));
    round.events.heard();
  }
}

test("two sockets refused while HTTP works: the way round is taken", async () => {
  const network = await goRound();
  assert.deepEqual(network.sockets.map((socket) => socket.kind), ["socket", "socket", "socket", "polling"]);
  assert.equal(network.socket.query, "?since=77.5");
  assert.deepEqual([network.state, network.connection.state.transport], ["live", "polling"]);
});

test("a network that is gone, and a socket that opened, are no reasons for it", async () => {
  const gone = new FakeNetwork({ probed: "unreachable" });
  await gone.connection.start();
  for (let attempt = 0; attempt < 5; attempt += 1) await refuse(gone);
  assert.ok(gone.sockets.every((socket) => socket.kind === "socket"));
  const works = new FakeNetwork();
  await works.goLive();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await refuse(works);
    comeLevel(works);
  }
  assert.ok(works.sockets.every((socket) => socket.kind === "socket"));
});

test("one refusal between two good sockets is forgotten", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  for (let round = 0; round < 3; round += 1) {
    await refuse(network);
    await refuse(network);
    comeLevel(network);
  }
  assert.ok(network.sockets.every((socket) => socket.kind === "socket"));
});

test("a way round that leads nowhere either is left again", async () => {
  const network = new FakeNetwork();
  await network.connection.start();
  await refuse(network);
  await refuse(network);
  assert.equal(network.socket.kind, "polling");
  await refuse(network);
  assert.equal(network.socket.kind, "socket");
});

test("a transport that is pinned is kept", async () => {
  for (const pinned of ["socket", "polling"]) {
    const network = new FakeNetwork({ pinned });
    await network.connection.start();
    for (let attempt = 0; attempt < 4; attempt += 1) await refuse(network);
    network.connection.retryNow();
    comeLevel(network);
    network.clock.advance(limits.trialMillis);
    assert.ok(network.sockets.every((socket) => socket.kind === pinned));
  }
});

test("now and then the straight way is tried beside the way round, and taken once it is free", async () => {
  const network = await goRound();
  const round = network.socket;
  stay(network, round, limits.trialMillis);
  const failing = network.socket;
  assert.equal(failing.kind, "socket");
  failing.events.closed(1006);
  assert.equal(network.state, "live");
  stay(network, round, limits.trialMillis);
  const trial = network.socket;
  assert.notEqual(trial, failing);
  trial.events.opened();
  assert.ok(trial.isClosed && round.isClosed);
  assert.deepEqual([network.state, network.connection.state.transport], ["connecting", "socket"]);
  assert.deepEqual([network.socket.kind, network.socket.query], ["socket", "?since=77.5"]);
  comeLevel(network);
  assert.equal(network.state, "live");
});

test("a trial that does not end is given up", async () => {
  const network = await goRound();
  const round = network.socket;
  stay(network, round, limits.trialMillis);
  const trial = network.socket;
  assert.equal(trial.kind, "socket");
  stay(network, round, limits.openMillis);
  assert.ok(trial.isClosed);
  trial.events.opened();
  assert.deepEqual([network.state, network.connection.state.transport], ["live", "polling"]);
});

test("nobody is taken off the way round while an answer is owed", async () => {
  const network = await goRound();
  const round = network.socket;
  stay(network, round, limits.trialMillis - 1);
  assert.ok(network.connection.place(placement));
  const { length } = network.sockets;
  network.clock.advance(1);
  assert.equal(network.sockets.length, length);
  round.events.result({ tag: 9, status: 0, colour: 1, charges: 0, waitMillis: 9, seq: 6 });
  stay(network, round, limits.trialMillis);
  assert.equal(network.sockets.length, length + 1);
});

test("when the network changes the straight way gets one attempt at once", async () => {
  const network = await goRound();
  network.connection.retryNow();
  assert.equal(network.socket.kind, "socket", "beside the connection that there is");
  network.connection.networkLost();
  network.connection.retryNow();
  assert.equal(network.socket.kind, "socket");
  await refuse(network);
  assert.equal(network.socket.kind, "polling");
});
