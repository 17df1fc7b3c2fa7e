import assert from "node:assert/strict";
import test from "node:test";

import { limits } from "../../Web/js/net/limits.js";
import { sessionRequester } from "../../Web/js/net/session.js";
import { FakeNetwork, guest } from "./support/fake-network.js";
import { FakeWeb } from "./support/fake-web.js";

/** The lock manager of one browser: all its tabs queue here. */
class FakeLocks {
  #queue = Promise.resolve();

  request(name, { signal }, work) {
    const mayStart = new Promise((_, refuse) => {
      signal.addEventListener("abort", () => refuse(signal.reason));
    });
    const turn = Promise.race([this.#queue, mayStart]).then(() => work());
    this.#queue = Promise.allSettled([this.#queue, turn]);
    return turn;
  }
}

const path = "api/session";
const answer = { token: "secret", ...guest };

test("a session is asked for and handed on, its token is not", async () => {
  const web = new FakeWeb();
  const session = sessionRequester(web, undefined)();
  assert.equal(web.waiting(path).method, "POST");
  web.waiting(path).answer(answer);
  assert.deepEqual(await session, guest);
});

test("none is to be had: too many, or no server", async () => {
  const web = new FakeWeb();
  const refused = sessionRequester(web, undefined)();
  web.waiting(path).answer({ error: { code: "too-many-sessions", message: "." } }, { status: 429 });
  assert.equal(await refused, null);
  const lost = sessionRequester(web, undefined)();
  web.waiting(path).fail();
  assert.equal(await lost, null);
  const silent = sessionRequester(web, undefined)();
  web.clock.advance(limits.answerMillis);
  assert.equal(await silent, null);
});

test("two tabs opened at once ask one after the other, so that both end with one session", async () => {
  const web = new FakeWeb();
  const locks = new FakeLocks();
  const first = sessionRequester(web, locks)();
  const second = sessionRequester(web, locks)();
  await web.settle();
  assert.equal(web.requests.length, 1, "the second waits for the first one's cookie");
  web.waiting(path).answer(answer);
  assert.deepEqual(await first, guest);
  await web.settle();
  web.waiting(path).answer(answer);
  assert.deepEqual(await second, guest);
  assert.deepEqual(web.clock.timers, []);
});

test("a tab that keeps the others waiting is not waited for for long", async () => {
  const web = new FakeWeb();
  const locks = new FakeLocks();
  sessionRequester(web, locks)();
  const second = sessionRequester(web, locks)();
  await web.settle();
  web.clock.advance(limits.lockMillis);
  await web.settle();
  assert.equal(web.open.length, 2);
  web.open[1].answer(answer);
  assert.deepEqual(await second, guest);
});

test("the connection says who the reader is", async () => {
  const network = new FakeNetwork();
  await network.connection.start();
  assert.deepEqual(network.sessions, [guest]);
  const watching = new FakeNetwork({ sessions: [null] });
  await watching.connection.start();
  assert.deepEqual(watching.sessions, []);
});
