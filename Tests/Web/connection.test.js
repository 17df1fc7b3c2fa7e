import assert from "node:assert/strict";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { limits } from "../../Web/js/net/limits.js";
import { FakeNetwork } from "./support/fake-network.js";
import { boardFrames, bytesOf, deltaFrame, goodDelta } from "./support/frames.js";
import { helloText, hexOf, spectator } from "./support/frames.js";

const blank = [0, 0, 0, 0, 0, 0, 0, 0];

test("a first visit asks for a session, then for the board, and is live when it has all of it", async () => {
  const network = new FakeNetwork();
  await network.connection.start();
  assert.equal(network.sessionRequests, 1);
  assert.equal(network.socket.query, "");
  network.socket.events.opened();
  network.text(helloText({ seq: 5 }));
  const frames = boardFrames({ seq: 5, colours: [0, 1, 2, 0, 1, 2, 0, 1], partMax: 3 });
  network.binary(frames[0], frames[1]);
  assert.equal(network.state, "syncing");
  assert.equal(network.replica.progress, 6 / 8);
  network.binary(frames[2]);
  assert.deepEqual(network.states, ["preparing", "connecting", "syncing", "live"]);
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 5 });
  assert.deepEqual(network.drawn, ["reshaped 4x2", "written 0..<3", "written 3..<6", "written 6..<8"]);
});

test("after a loss it comes back with the state it holds, without asking for a session again", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.socket.events.closed(1006);
  assert.equal(network.state, "waiting");
  network.clock.advance(500);
  assert.equal(network.sockets.length, 2);
  assert.equal(network.socket.query, "?since=77.5");
  network.socket.events.opened();
  network.text(helloText({ seq: 7 }));
  network.binary(goodDelta());
  assert.equal(network.state, "live");
  assert.deepEqual([...network.replica.grid.colours], [0, 0, 1, 0, 0, 0, 0, 2]);
  assert.equal(network.sessionRequests, 1);
  assert.ok(!network.drawn.slice(2).some((entry) => entry.startsWith("reshaped")));
});

test("the back-off doubles up to its maximum and starts over once live", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const delays = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    network.socket.events.closed(1006);
    delays.push(network.connection.state.retryAt - network.clock.now());
    network.clock.advance(delays[attempt]);
    await network.settle();
  }
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  network.socket.events.opened();
  network.text(helloText({ seq: 5 }));
  network.binary(deltaFrame({ seq: 5, advance: 0, digest: digestOf(blank), changes: [] }));
  assert.equal(network.state, "live");
  network.socket.events.closed(1006);
  assert.equal(network.connection.state.retryAt - network.clock.now(), 500);
});

test("chance takes up to half of the waiting away", async () => {
  const network = new FakeNetwork({ random: () => 0 });
  await network.goLive();
  network.socket.events.closed(1006);
  assert.equal(network.connection.state.retryAt - network.clock.now(), 250);
});

test("after a notice of a restart it comes back within the time announced", async () => {
  const network = new FakeNetwork({ random: () => 0.25 });
  await network.goLive();
  network.text(JSON.stringify({ type: "notice", text: "Back soon.", level: "info", retryMs: 8000 }));
  network.socket.events.closed(1001);
  assert.equal(network.connection.state.retryAt - network.clock.now(), 2000);
});

test("a full or flooded server is given more time", async () => {
  for (const code of [1013, 4008]) {
    const network = new FakeNetwork();
    await network.goLive();
    network.socket.events.closed(code);
    assert.equal(network.connection.state.retryAt - network.clock.now(), limits.backOffBusyMillis);
  }
});

test("kicked and replaced do not come back by themselves, but when asked to", async () => {
  for (const code of [1008, 4001, 4004]) {
    const network = new FakeNetwork();
    await network.goLive();
    network.socket.events.closed(code, "why");
    assert.deepEqual([network.state, network.connection.state.closeCode], ["ended", code]);
    network.clock.advance(3_600_000);
    assert.equal(network.sockets.length, 1);
    network.connection.retryNow();
    assert.equal(network.sockets.length, 2);
  }
});

test("a board that does not exist is not asked for again and again", async () => {
  const network = new FakeNetwork({ probed: "missing" });
  await network.connection.start();
  network.socket.events.closed(1006);
  await network.settle();
  assert.equal(network.state, "ended");
  assert.equal(network.connection.state.closeCode, undefined);
  network.clock.advance(60_000);
  assert.equal(network.sockets.length, 1);
});

test("who has become somebody else asks the transport that there is, if there is one", async () => {
  const network = new FakeNetwork();
  network.connection.greetAgain();
  await network.goLive();
  let askedCount = 0;
  network.transports.at(-1).greetAgain = () => {
    askedCount += 1;
  };
  network.connection.greetAgain();
  assert.equal(askedCount, 1);
});

test("nothing is sent while the connection is not live, and nothing later either", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const placement = { colour: 1, x: 2, y: 1, tag: 9 };
  assert.ok(network.connection.place(placement));
  assert.equal(hexOf(network.socket.sent[0]), "0101020001000900");
  network.socket.bufferedAmount = limits.bufferedBytesMax + 1;
  assert.ok(!network.connection.place(placement));
  network.socket.events.closed(1006);
  assert.ok(!network.connection.place(placement));
  network.clock.advance(500);
  network.socket.events.opened();
  assert.ok(!network.connection.place(placement));
  assert.equal(network.disconnects, 1);
  assert.deepEqual(network.socket.sent, []);
});

test("a server that forgot the session is asked for a new one, once", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.socket.events.closed(1006);
  network.clock.advance(500);
  network.socket.events.opened();
  network.text(helloText({ you: spectator }));
  await network.settle();
  assert.equal(network.sessionRequests, 2);
  assert.equal(network.sockets.length, 3);
  assert.equal(network.socket.query, "?since=77.5");
  network.socket.events.opened();
  network.text(helloText({ you: spectator }));
  await network.settle();
  assert.equal(network.sessionRequests, 2);
  assert.equal(network.sockets.length, 3);
});

test("without a session it watches, and does not keep asking", async () => {
  const network = new FakeNetwork({ sessions: [null] });
  await network.connection.start();
  network.socket.events.opened();
  network.text(helloText({ you: spectator }));
  network.binary(...boardFrames({ seq: 5, colours: blank }));
  await network.settle();
  assert.equal(network.state, "live");
  assert.equal(network.sessionRequests, 1);
});

test("after a long silence it asks whether anyone is there, and leaves when nobody is", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.clock.advance(limits.silenceMillis);
  assert.deepEqual(network.socket.sent.map(hexOf), ["024d05"]);
  network.binary(deltaFrame({ seq: 5, advance: 0, digest: digestOf(blank), changes: [] }));
  network.clock.advance(limits.silenceMillis - 1);
  assert.equal(network.state, "live");
  network.clock.advance(1 + limits.answerMillis);
  assert.equal(network.state, "waiting");
});

test("a board that is slow to come is not probed for, but one that stops coming is given up", async () => {
  const network = new FakeNetwork();
  await network.connection.start();
  network.socket.events.opened();
  network.text(helloText());
  network.connection.probe();
  network.clock.advance(limits.silenceMillis - 1);
  assert.equal(network.state, "syncing");
  assert.deepEqual(network.socket.sent, []);
  network.clock.advance(1);
  assert.equal(network.state, "waiting");
});

test("a network that is known to be gone is not waited for", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.connection.networkLost();
  assert.equal(network.state, "waiting");
  assert.ok(network.sockets[0].isClosed);
  network.connection.retryNow();
  assert.equal(network.state, "connecting");
  // One against silence, one for the age of what is shown.
  assert.equal(network.clock.timers.length, 2);
});

test("events of a socket that was given up touch nothing", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const [old] = network.sockets;
  network.connection.networkLost();
  old.events.binary(goodDelta());
  old.events.closed(4003);
  assert.equal(network.state, "waiting");
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 5 });
});

test("chat is passed over: this page has no place for it yet", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const line = { type: "chat", id: "1", from: "2", name: "Ada", text: "hello", at: 1 };
  network.text(JSON.stringify({ type: "chat-history", messages: [line] }));
  network.text(JSON.stringify(line));
  network.text(JSON.stringify({ type: "chat-removed", id: "1" }));
  assert.equal(network.state, "live");
  assert.deepEqual(network.replica.held, { epoch: 77, seq: 5 });
  assert.deepEqual(network.socket.sent, []);
});

test("messages of a later server are passed over, broken ones end the connection", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.binary(bytesOf("7f0102"));
  network.text(JSON.stringify({ type: "weather" }));
  network.text("not json");
  assert.equal(network.state, "live");
  network.binary(bytesOf("1105"));
  assert.equal(network.state, "waiting");
});

test("a placement is undone, and words are sent, over the same socket", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  assert.ok(network.connection.undo({ x: 258, y: 1, tag: 9 }));
  assert.ok(network.connection.sendText({ type: "chat", text: "hello" }));
  assert.equal(hexOf(network.socket.sent[0]), "03020101000900");
  assert.equal(network.socket.sent[1], '{"type":"chat","text":"hello"}');
  network.connection.networkLost();
  assert.ok(!network.connection.undo({ x: 0, y: 0, tag: 1 }));
  assert.ok(!network.connection.sendText({ type: "chat", text: "hello" }));
});

test("a hello that makes no sense is not built upon", async () => {
  const bad = [
    { epoch: 0 }, { board: { width: 4, height: 2 } }, { you: null }, { rules: 3 },
    { board: { width: 1e9, height: 1e9, palette: ["#ffffff", "#000000"] } },
  ];
  for (const changes of bad) {
    const network = new FakeNetwork();
    await network.connection.start();
    network.socket.events.opened();
    network.text(helloText(changes));
    assert.equal(network.state, "waiting");
    assert.equal(network.replica.grid, null);
    assert.deepEqual(network.texts, []);
  }
});

test("texts that are no messages are passed over", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  const { length } = network.texts;
  for (const text of ["null", "3", "[]", "{}", '{"type":4}', '"hello"']) network.text(text);
  assert.equal(network.state, "live");
  assert.equal(network.texts.length, length);
});

test("whether somebody reads the chat is said to every transport", async () => {
  const network = new FakeNetwork();
  await network.goLive();
  network.connection.wantsChat = true;
  assert.ok(network.transports[0].wantsChat);
  network.connection.networkLost();
  network.connection.retryNow();
  assert.ok(network.transports[1].wantsChat);
});
