import assert from "node:assert/strict";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { CloseCode } from "../../Web/js/net/limits.js";
import { Polling, pollingLimits } from "../../Web/js/net/polling.js";
import { FakeWeb } from "./support/fake-web.js";
import { deltaFrame, helloText, hexOf } from "./support/frames.js";

const board = "api/boards/main";
const empty = deltaFrame({ seq: 5, advance: 0, digest: digestOf(new Uint8Array(8)), changes: [] });

/** A polling transport whose server is played by the test; what it tells is kept as short lines. */
class Poll {
  constructor(held = { epoch: 77, seq: 5 }) {
    this.web = new FakeWeb();
    this.told = [];
    this.results = [];
    this.polling = new Polling(this.web, "main", held, {
      opened: () => this.told.push("opened"),
      heard: () => this.told.push("heard"),
      text: (text) => this.told.push(JSON.parse(text).type),
      binary: (bytes) => this.told.push(hexOf(bytes.slice(0, 2))),
      result: (result) => {
        this.results.push(result);
        this.told.push(`result ${result.tag}: ${result.status} at ${result.seq}`);
      },
      closed: (code) => this.told.push(`closed ${code}`),
    });
    this.polling.start();
  }

  get paths() {
    return this.web.open.map((request) => request.path.slice(board.length + 1));
  }

  /** What has been told since the last time. */
  news() {
    return this.told.splice(0);
  }

  async answer(path, body, options) {
    this.web.waiting(`${board}/${path}`).answer(body, options);
    await this.web.settle();
  }

  async change(seq, bytes = deltaFrame({ seq, advance: 1, digest: 0, changes: [[0, 1]] }), epoch = 77) {
    await this.answer("changes", bytes, { headers: { "Toile-State": `${epoch}.${seq}` } });
  }

  /** Greeted, level, and waiting for changes. */
  async follow() {
    await this.web.settle();
    await this.answer("hello", helloText({ seq: 5 }));
    await this.change(5, empty);
    await this.pace();
    this.news();
  }

  async pace() {
    this.web.clock.advance(pollingLimits.paceMillis);
    await this.web.settle();
  }
}

const verdict = { status: 0, colour: 1, charges: 0, waitMs: 1000 };

test("whoever has become somebody else asks who they are, once", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.greetAgain();
  poll.polling.greetAgain();
  await poll.web.settle();
  assert.deepEqual(poll.paths, ["changes?since=77.5&wait=25", "hello"]);
  await poll.answer("hello", helloText({ seq: 5 }));
  assert.deepEqual(poll.news(), ["hello"]);
});

test("it greets, comes level at once, and then waits for changes", async () => {
  const poll = new Poll();
  await poll.web.settle();
  assert.deepEqual(poll.paths, ["hello"]);
  await poll.answer("hello", helloText({ seq: 5 }));
  assert.deepEqual(poll.news(), ["opened", "hello"]);
  assert.deepEqual(poll.paths, ["changes?since=77.5"]);
  await poll.change(5, empty);
  assert.deepEqual(poll.news(), ["1105"]);
  assert.deepEqual(poll.paths, [], "not more often than is decent");
  await poll.pace();
  assert.deepEqual(poll.paths, ["changes?since=77.5&wait=25"]);
  await poll.answer("changes", null, { status: 204 });
  assert.deepEqual(poll.news(), ["heard"]);
  await poll.pace();
  await poll.change(6);
  assert.deepEqual(poll.news(), ["1106"]);
  await poll.pace();
  assert.deepEqual(poll.paths, ["changes?since=77.6&wait=25"]);
});

test("without a held state it asks for everything", async () => {
  const poll = new Poll(null);
  await poll.web.settle();
  await poll.answer("hello", helloText({ seq: 5 }));
  assert.deepEqual(poll.paths, ["changes?"]);
});

test("a placement is told with the state that a later request brings, behind its frame", async () => {
  const poll = new Poll();
  await poll.follow();
  assert.ok(poll.polling.place({ x: 2, y: 1, colour: 1, tag: 9 }));
  const waited = poll.web.waiting(`${board}/changes`);
  assert.deepEqual(poll.web.waiting(`${board}/place`).body, { x: 2, y: 1, colour: 1 });
  await poll.answer("place", verdict);
  assert.deepEqual(poll.news(), []);
  assert.ok(waited.isAborted, "what waited may have been asked too early");
  assert.deepEqual(poll.paths, ["changes?since=77.5"]);
  poll.web.clock.advance(100);
  await poll.change(6);
  assert.deepEqual(poll.news(), ["1106", "result 9: 0 at 6"]);
  assert.deepEqual(poll.results[0], {
    op: "result", tag: 9, status: 0, colour: 1, charges: 0, waitMillis: 900, seq: 6,
  });
});

test("an answer that knows its seq is told with that one, where the board is not that far", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.place({ x: 2, y: 1, colour: 1, tag: 9 });
  await poll.answer("place", { ...verdict, seq: 100_006 });
  poll.web.clock.advance(100);
  await poll.change(6);
  assert.deepEqual(poll.news(), ["1106", "result 9: 0 at 100006"]);
});

test("a change that comes before the answer to the placement does not hold the answer up", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.place({ x: 0, y: 0, colour: 1, tag: 1 });
  await poll.change(6);
  await poll.pace();
  assert.deepEqual(poll.paths, ["place", "changes?since=77.6&wait=25"]);
  await poll.answer("place", verdict);
  assert.deepEqual(poll.paths, ["changes?since=77.6"]);
  await poll.change(6, deltaFrame({ seq: 6, advance: 0, digest: 0, changes: [] }));
  assert.deepEqual(poll.news(), ["1106", "1106", "result 1: 0 at 6"]);
});

const refusals = [
  [429, { ...verdict, status: 1 }, 1], [422, { ...verdict, status: 2 }, 2],
  [409, { ...verdict, status: 4 }, 4], [503, { ...verdict, status: 11 }, 11],
  [409, { ...verdict, status: 15 }, 15],
  [429, { error: { code: "too-many", message: "." } }, 8], [502, "<html>", 11], [404, {}, 11],
  [200, { status: 0, colour: "red" }, 11], [200, { ...verdict, charges: -1 }, 11],
];

for (const [httpStatus, body, status] of refusals) {
  test(`a ${httpStatus} with ${JSON.stringify(body)} is told at once as ${status}`, async () => {
    const poll = new Poll();
    await poll.follow();
    poll.polling.place({ x: 0, y: 0, colour: 1, tag: 3 });
    await poll.answer("place", body, { status: httpStatus });
    assert.deepEqual(poll.news(), [`result 3: ${status} at 0`]);
  });
}

test("answers keep their order, and what they say of reader or rules is looked into", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.place({ x: 0, y: 0, colour: 1, tag: 1 });
  poll.polling.undo({ x: 0, y: 0, tag: 2 });
  assert.deepEqual(poll.paths, ["changes?since=77.5&wait=25", "place"], "one after the other");
  await poll.answer("place", verdict);
  assert.deepEqual(poll.web.waiting(`${board}/undo`).body, { x: 0, y: 0 });
  await poll.answer("undo", { ...verdict, status: 12 }, { status: 403 });
  assert.deepEqual(poll.paths, ["changes?since=77.5", "hello"]);
  await poll.change(6);
  assert.deepEqual(poll.news(), ["1106", "result 1: 0 at 6"]);
  await poll.change(6, deltaFrame({ seq: 6, advance: 0, digest: 0, changes: [] }));
  assert.deepEqual(poll.news(), ["1106", "result 2: 12 at 6"]);
});

test("no more than some acts wait, and no more than four requests are under way", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.wantsChat = true;
  let taken = 0;
  while (poll.polling.place({ x: 0, y: 0, colour: 1, tag: taken })) taken += 1;
  while (poll.polling.text({ type: "pixel", x: 0, y: 0 }));
  assert.equal(taken, pollingLimits.waitingActsMax + 1);
  await poll.web.settle();
  assert.equal(poll.web.open.length, 4);
});

test("it greets again every half minute, and before the frames of another past", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.web.clock.advance(pollingLimits.helloMillis);
  await poll.web.settle();
  await poll.answer("hello", helloText({ seq: 5 }));
  assert.deepEqual(poll.news(), ["hello"]);
  await poll.change(3, empty, 78);
  assert.deepEqual(poll.news(), []);
  await poll.answer("hello", helloText({ epoch: 78, seq: 3 }));
  assert.deepEqual(poll.news(), ["hello", "1105"]);
  await poll.pace();
  assert.deepEqual(poll.paths, ["changes?since=78.3&wait=25"]);
});

test("a greeting that overtakes what was under way costs that answer, and no more than one", async () => {
  const poll = new Poll();
  await poll.follow();
  await poll.change(6, empty, 76);
  await poll.answer("hello", helloText({ seq: 5 }));
  assert.deepEqual(poll.news(), ["hello"]);
  await poll.pace();
  assert.deepEqual(poll.paths, ["changes?wait=25"]);
  await poll.change(6, empty, 76);
  await poll.answer("hello", helloText({ seq: 5 }));
  assert.deepEqual(poll.news(), ["hello", `closed ${CloseCode.abnormal}`]);
});

test("a copy that does not fit is replaced, a probe is answered at once", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.resync({ epoch: 77, seq: 5 });
  await poll.web.settle();
  assert.deepEqual(poll.paths, ["changes?since=77.5"]);
  poll.polling.resync({ epoch: 0, seq: 0 });
  await poll.web.settle();
  assert.deepEqual(poll.paths, ["changes?"]);
});

test("texts are sent in order, and what is answered is told", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.text({ type: "pixel", x: 1, y: 1 });
  assert.deepEqual(poll.web.waiting(`${board}/text`).body, { type: "pixel", x: 1, y: 1 });
  await poll.answer("text", { type: "pixel", x: 1, y: 1, colour: 0, name: null, at: null });
  poll.polling.text({ type: "chat", text: "hello" });
  await poll.answer("text", null, { status: 204 });
  poll.polling.text({ type: "name", name: "admin" });
  await poll.answer("text", { error: { code: "bad-name", message: "." } }, { status: 422 });
  assert.deepEqual(poll.news(), ["pixel", "heard", "error"]);
});

test("chat is asked for only while somebody reads it, and told when it is news", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.wantsChat = true;
  const history = { messages: [{ type: "chat", id: "1", text: "hello" }] };
  await poll.answer("chat", history);
  poll.web.clock.advance(pollingLimits.chatMillis);
  await poll.web.settle();
  await poll.answer("chat", history);
  assert.deepEqual(poll.news(), ["chat-history", "heard"]);
  poll.polling.wantsChat = false;
  poll.web.clock.advance(pollingLimits.chatMillis);
  await poll.web.settle();
  assert.deepEqual(poll.paths, ["changes?since=77.5&wait=25"]);
});

const losses = [
  ["a lost network", (request) => request.fail(), CloseCode.abnormal],
  ["too many connections", (request) => request.answer({}, { status: 429 }), CloseCode.tryLater],
  ["a server that is busy", (request) => request.answer("", { status: 503 }), CloseCode.tryLater],
  ["a page of the proxy", (request) => request.answer("<html>", { status: 200 }), CloseCode.abnormal],
];

for (const [name, lose, code] of losses) {
  test(`${name} ends it, once`, async () => {
    const poll = new Poll();
    await poll.follow();
    poll.polling.place({ x: 0, y: 0, colour: 1, tag: 1 });
    lose(poll.web.waiting(`${board}/changes`));
    await poll.web.settle();
    assert.deepEqual(poll.news(), [`closed ${code}`]);
    assert.deepEqual(poll.paths, []);
    poll.web.clock.advance(3_600_000);
    await poll.web.settle();
    assert.deepEqual([poll.news(), poll.paths], [[], []]);
  });
}

test("an answer that never comes ends it too", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.web.clock.advance(pollingLimits.waitSeconds * 1000 + pollingLimits.graceMillis);
  await poll.web.settle();
  assert.deepEqual(poll.news(), [`closed ${CloseCode.abnormal}`]);
});

test("once closed it says and asks nothing", async () => {
  const poll = new Poll();
  await poll.follow();
  poll.polling.close();
  await poll.web.settle();
  poll.web.clock.advance(3_600_000);
  await poll.web.settle();
  assert.deepEqual([poll.news(), poll.paths], [[], []]);
});
