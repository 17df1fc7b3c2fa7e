import assert from "node:assert/strict";
import test from "node:test";

import { socketQuery } from "../../Web/js/net/description.js";
import { limits } from "../../Web/js/net/limits.js";
import { FakeNetwork } from "./support/fake-network.js";
import { goodDelta, helloText, spectator } from "./support/frames.js";

const hour = 3_600_000;
const banned = (changes = {}) =>
  JSON.stringify({ type: "error", code: "banned", message: "No.", ...changes });

/** Live, and then banned. */
async function goBanned(changes) {
  const network = new FakeNetwork();
  await network.goLive();
  network.text(banned(changes));
  network.socket.events.closed(4003, "");
  return network;
}

/** What the server says to somebody who looks on. */
function letIn(network) {
  network.socket.events.opened();
  network.text(helloText({ seq: 7, you: spectator }));
  network.binary(goodDelta());
}

test("the address of the socket says where to go on from, and that one only looks", () => {
  assert.equal(socketQuery(null, false), "");
  assert.equal(socketQuery(null, true), "?watch=1");
  assert.equal(socketQuery({ epoch: 7, seq: 5 }, true), "?since=7.5&watch=1");
});

test("who is banned looks on at once, as nobody, and asks for no session", async () => {
  const network = await goBanned({ endsInMs: hour });
  assert.deepEqual([network.state, network.socket.query], ["connecting", "?since=77.5&watch=1"]);
  letIn(network);
  await network.settle();
  assert.deepEqual([network.state, network.connection.state.isWatching], ["live", true]);
  assert.deepEqual([network.sessionRequests, network.sockets.length], [1, 2]);
});

test("after a loss it looks on again; when the ban is over it is itself", async () => {
  const network = await goBanned({ endsInMs: 30 * 24 * hour });
  letIn(network);
  network.socket.events.closed(1006);
  network.clock.advance(500);
  assert.match(network.socket.query, /watch=1$/);
  letIn(network);
  // Pings keep it up meanwhile; here nobody answers, so that it comes back again and again.
  network.clock.advance(29 * 24 * hour);
  assert.match(network.socket.query, /watch=1$/);
  network.clock.advance(24 * hour + 20_000);
  assert.doesNotMatch(network.socket.query, /watch/);
  assert.equal(network.connection.state.isWatching, false);
});

test("a ban for good is tried again only when the reader asks", async () => {
  const network = await goBanned();
  letIn(network);
  network.connection.retryNow();
  assert.deepEqual([network.socket.query, network.state], ["?since=77.7", "connecting"]);
  network.text(banned());
  network.socket.events.closed(4003, "");
  assert.match(network.socket.query, /watch=1$/);
});

test("whatever is said of its end, a ban is not knocked at more often than is decent", async () => {
  for (const endsInMs of [0, 1, -5, "1"]) {
    const network = await goBanned({ endsInMs });
    letIn(network);
    network.clock.advance(limits.banMillisMin - 1);
    assert.match(network.socket.query, /watch=1$/, String(endsInMs));
    assert.equal(network.sockets.length, 2);
  }
});

test("whoever may not even look on is not let in again and again", async () => {
  const network = await goBanned({ endsInMs: hour });
  network.text(banned({ message: "Not even that." }));
  network.socket.events.closed(4003, "");
  const { name, closeCode, reason } = network.connection.state;
  assert.deepEqual([name, closeCode, reason], ["ended", 4003, "Not even that."]);
  network.clock.advance(2 * hour);
  assert.equal(network.sockets.length, 2);
  network.connection.retryNow();
  assert.doesNotMatch(network.socket.query, /watch/);
});

test("who is kicked hears why in words, which are cut where they are long", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.text(JSON.stringify({ type: "error", code: "kicked", message: "x".repeat(1000) }));
  network.socket.events.closed(4001, "kicked");
  assert.equal(network.connection.state.reason, "x".repeat(limits.farewellUnitsMax));
  network.connection.retryNow();
  network.socket.events.closed(4001, "again");
  assert.equal(network.connection.state.reason, "again", "words of another time");
});
