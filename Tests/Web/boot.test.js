import assert from "node:assert/strict";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { boardLoader } from "../../Web/js/net/boot.js";
import { limits } from "../../Web/js/net/limits.js";
import { Replica } from "../../Web/js/net/replica.js";
import { FakeNetwork } from "./support/fake-network.js";
import { FakeWeb } from "./support/fake-web.js";
import { deltaFrame, helloText } from "./support/frames.js";

const colours = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7);
const digest = digestOf(colours);
const description = JSON.parse(helloText({ seq: 5 }));
const headers = { "Toile-State": "77.5", "Toile-Digest": String(digest) };

/** A loader under way, between a fake server and a real replica. */
class Loading {
  constructor(pause = async () => {}) {
    this.web = new FakeWeb();
    this.drawn = [];
    this.progress = [];
    this.replica = new Replica({
      reshaped: (grid) => this.drawn.push(`reshaped ${grid.width}x${grid.height}`),
      changed: () => {},
      written: (start, end) => this.drawn.push(`${start}..<${end}`),
    });
    this.cancelling = new AbortController();
    this.load = boardLoader(this.web, "main", pause);
  }

  /** @returns {Promise<object>} what becomes of it */
  get boot() {
    const came = () => this.progress.push(this.replica.progress);
    this.booting ??= this.load(this.replica, came, this.cancelling.signal);
    return this.booting;
  }

  get pixels() {
    return this.web.waiting("api/boards/main/pixels");
  }

  describe(changes = {}) {
    const own = this.web.open.filter((request) => request.path === "api/boards/main");
    own[0].answer({ ...description, ...changes });
  }
}

test("the board and its description are asked for at once", () => {
  const loading = new Loading();
  assert.deepEqual(loading.web.open.map((request) => request.path), [
    "api/boards/main/pixels", "api/boards/main",
  ]);
});

test("any split of the body makes the same board, drawn as it comes", async () => {
  for (let split = 0; split < 2 ** 7; split += 1) {
    const loading = new Loading();
    loading.describe();
    const stream = loading.pixels.stream({ headers });
    let start = 0;
    const pieces = [];
    for (let end = 1; end <= 8; end += 1) {
      if (end < 8 && (split & (1 << (end - 1))) === 0) continue;
      stream.enqueue(colours.slice(start, end));
      pieces.push(`${start}..<${end}`);
      start = end;
    }
    stream.close();
    assert.deepEqual(await loading.boot, { isMissing: false, isStale: false, keptAtMillis: null });
    assert.deepEqual(loading.replica.held, { epoch: 77, seq: 5 });
    assert.deepEqual(loading.replica.grid.colours, colours);
    assert.deepEqual(loading.drawn, ["reshaped 4x2", ...pieces]);
    assert.equal(loading.progress[loading.progress.length - 1], 1);
    assert.deepEqual(loading.progress, loading.progress.toSorted((one, other) => one - other));
  }
});

test("bands that come before the shape is known wait for it", async () => {
  const loading = new Loading();
  const stream = loading.pixels.stream({ headers });
  stream.enqueue(colours);
  stream.close();
  const { boot } = loading;
  await loading.web.settle();
  assert.deepEqual(loading.drawn, []);
  loading.describe();
  await boot;
  assert.deepEqual(loading.replica.held, { epoch: 77, seq: 5 });
});

test("a large board is worked on in pieces, with a pause between them", async () => {
  let pauses = 0;
  const loading = new Loading(async () => {
    pauses += 1;
  });
  const side = 1024;
  const board = { ...description.board, width: side, height: side };
  loading.describe({ board });
  const large = new Uint8Array(side * side).fill(1);
  const largeDigest = String(digestOf(large));
  loading.pixels.answer(large, { headers: { ...headers, "Toile-Digest": largeDigest } });
  await loading.boot;
  assert.deepEqual(loading.replica.held, { epoch: 77, seq: 5 });
  const sizes = loading.drawn.slice(1).map((run) => run.split("..<").reduce((from, to) => to - from));
  assert.ok(Math.max(...sizes) <= limits.bandBytesMax);
  assert.ok(pauses >= large.length / limits.bandBytesMax - 1, `${pauses} pauses`);
});

const failures = {
  "a digest that does not come out": { headers: { ...headers, "Toile-Digest": "1" }, body: colours },
  "a digest that is no number": { headers: { ...headers, "Toile-Digest": "x" }, body: colours },
  "no state": { headers: { "Toile-Digest": String(digest) }, body: colours },
  "a state of another epoch": { headers: { ...headers, "Toile-State": "78.5" }, body: colours },
  "too few pixels": { headers, body: colours.slice(0, 7) },
  "too many pixels in one piece": { headers, body: Uint8Array.of(...colours, 0) },
  "a refusal": { headers, body: colours, status: 503 },
};

for (const [name, { body, ...answer }] of Object.entries(failures)) {
  test(`${name} leaves nothing to resume from`, async () => {
    const loading = new Loading();
    loading.describe();
    loading.pixels.answer(body, answer);
    assert.deepEqual(await loading.boot, { isMissing: false, isStale: false, keptAtMillis: null });
    assert.equal(loading.replica.held, null);
    assert.equal(loading.replica.progress, 0);
  });
}

test("a description that makes no sense is not built upon", async () => {
  const bad = [
    { epoch: 0 }, { epoch: "77" }, { board: null }, { board: { ...description.board, width: 4097 } },
    { board: { ...description.board, palette: ["red", "blue"] } }, { seq: -1 },
  ];
  for (const changes of bad) {
    const loading = new Loading();
    loading.describe(changes);
    await loading.boot;
    assert.equal(loading.replica.grid, null);
    assert.deepEqual(loading.web.open, []);
  }
});

test("a body that breaks off, or is not wanted any more, or stops coming ends the attempt", async () => {
  const endings = [
    (loading, stream) => stream.error(new TypeError("the network is gone")),
    (loading) => loading.cancelling.abort(),
    (loading) => loading.web.clock.advance(limits.silenceMillis),
  ];
  for (const end of endings) {
    const loading = new Loading();
    loading.describe();
    const stream = loading.pixels.stream({ headers });
    stream.enqueue(colours.slice(0, 3));
    const { boot } = loading;
    await loading.web.settle();
    assert.deepEqual(loading.progress, [3 / 8]);
    end(loading, stream);
    assert.deepEqual(await boot, { isMissing: false, isStale: false, keptAtMillis: null });
    assert.equal(loading.replica.held, null);
    assert.deepEqual(loading.web.clock.timers, []);
  }
});

test("a board that does not exist is said to be missing, a lost network is not", async () => {
  const loading = new Loading();
  loading.web.open[1].answer({ error: { code: "no-such-board", message: "." } }, { status: 404 });
  assert.deepEqual(await loading.boot, { isMissing: true, isStale: false, keptAtMillis: null });
  const lost = new Loading();
  for (const request of lost.web.open) request.fail();
  assert.deepEqual(await lost.boot, { isMissing: false, isStale: false, keptAtMillis: null });
});

test("a board that was kept from another time is shown, and said to be old", async () => {
  const loading = new Loading();
  loading.describe();
  const kept = { "Toile-Stale": "1", "Toile-Fetched": "1795852800000" };
  loading.pixels.answer(colours, { headers: { ...headers, ...kept } });
  assert.deepEqual(await loading.boot, { isMissing: false, isStale: true, keptAtMillis: 1_795_852_800_000 });
  assert.deepEqual(loading.replica.grid.colours, colours);
});

/** A connection whose first board comes by HTTP as a test says. */
function networkWith(boot, isHeld) {
  return new FakeNetwork({
    loadBoard: async (replica, came) => {
      if (isHeld) {
        replica.greet(description);
        replica.take({ op: "board", seq: 5, digest, offset: 0, total: 8, colours });
        came();
      }
      return { isMissing: false, isStale: false, ...boot };
    },
  });
}

test("the socket goes on from the board that came by HTTP", async () => {
  const network = networkWith({}, true);
  await network.connection.start();
  assert.deepEqual(network.states, ["preparing", "loading", "connecting"]);
  assert.equal(network.socket.query, "?since=77.5");
  network.socket.events.opened();
  network.text(helloText({ seq: 5 }));
  network.binary(deltaFrame({ seq: 5, advance: 0, digest, changes: [] }));
  assert.equal(network.state, "live");
  assert.deepEqual(network.caughtUp, [], "nobody was away");
  assert.deepEqual(network.drawn, ["reshaped 4x2", "written 0..<8", "changed "]);
});

test("a board that came by HTTP and is not followed turns old too", async () => {
  const network = networkWith({}, true);
  await network.connection.start();
  const { since } = network.connection.state;
  assert.equal(since, network.clock.now());
  network.clock.advance(limits.staleMillis);
  assert.deepEqual([network.connection.state.since, network.connection.state.isStale], [since, true]);
});

test("where no board came by HTTP the socket brings it", async () => {
  const network = networkWith({}, false);
  await network.connection.start();
  assert.equal(network.socket.query, "");
  assert.deepEqual(network.states, ["preparing", "connecting"]);
});

test("an old board is shown as old until the connection is live", async () => {
  const network = networkWith({ isStale: true }, true);
  await network.connection.start();
  assert.deepEqual([network.state, network.connection.state.isStale], ["waiting", true]);
  assert.equal(network.sockets.length, 0);
  network.clock.advance(limits.backOffFirstMillis);
  assert.equal(network.socket.query, "?since=77.5");
  assert.ok(network.connection.state.isStale);
  network.socket.events.opened();
  network.text(helloText({ seq: 5 }));
  network.binary(deltaFrame({ seq: 5, advance: 0, digest, changes: [] }));
  assert.deepEqual([network.state, network.connection.state.isStale], ["live", false]);
});

test("a board that does not exist is not connected to", async () => {
  const network = networkWith({ isMissing: true }, false);
  await network.connection.start();
  assert.equal(network.state, "ended");
  assert.equal(network.sockets.length, 0);
});
