import assert from "node:assert/strict";
import test from "node:test";

import { Api, ApiError } from "../../Web/js/net/api.js";
import { limits } from "../../Web/js/net/limits.js";
import { FakeWeb } from "./support/fake-web.js";

const board = "api/boards/garden";

function setUp() {
  const web = new FakeWeb();
  return { web, api: new Api(web, "garden") };
}

test("each question goes to its route", async () => {
  const { web, api } = setUp();
  const questions = [
    [api.board(), board],
    [api.pixel(3, 4), `${board}/pixel?x=3&y=4`],
    [api.history(3, 4), `${board}/history?x=3&y=4`],
    [api.history(3, 4, { before: 9, limit: 5 }), `${board}/history?x=3&y=4&before=9&limit=5`],
  ];
  for (const [index, [question, path]] of questions.entries()) {
    assert.equal(web.requests[index].path, path);
    web.requests[index].answer({ index });
    assert.deepEqual(await question, { index });
  }
  assert.deepEqual(web.clock.timers, []);
});

test("the board as it was comes with the state that it is in", async () => {
  const { web, api } = setUp();
  const pixels = api.pixelsAt({ at: "2026-11-28T06:00:00+01:00" });
  assert.equal(web.requests[0].path, `${board}/pixels?at=2026-11-28T06%3A00%3A00%2B01%3A00`);
  web.requests[0].answer(Uint8Array.of(1, 2), { headers: { "Toile-State": "77.5" } });
  assert.deepEqual(await pixels, { state: "77.5", colours: Uint8Array.of(1, 2) });
  api.pixelsAt({ state: "77.5" });
  assert.equal(web.requests[1].path, `${board}/pixels?state=77.5`);
});

test("a picture has an address", () => {
  const { api } = setUp();
  assert.equal(api.snapshotURL(), `http://toile.example/${board}/snapshot.png`);
  const crop = { x: 1, y: 2, w: 3, h: 4, scale: 8, at: undefined };
  assert.equal(
    api.snapshotURL(crop), `http://toile.example/${board}/snapshot.png?x=1&y=2&w=3&h=4&scale=8`,
  );
});

const failures = [
  [(request) => request.answer({ error: { code: "state-gone", message: "Gone." } }, { status: 404 }),
    [404, "state-gone", "Gone."]],
  [(request) => request.answer("<html>", { status: 502 }), [502, "unknown", ""]],
  [(request) => request.answer({ error: "no" }, { status: 400 }), [400, "unknown", ""]],
  [(request) => request.fail(), [0, "unreachable", "the network is gone"]],
  [(request) => request.answer("no JSON"), [0, "unreachable"]],
];

for (const [fail, [status, code, message]] of failures) {
  test(`it fails in one way: ${status} ${code}`, async () => {
    const { web, api } = setUp();
    const question = api.pixel(0, 0);
    fail(web.requests[0]);
    await assert.rejects(question, (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.status, error.code], [status, code]);
      if (message !== undefined) assert.equal(error.message, message);
      return true;
    });
  });
}

test("what takes too long is not waited for", async () => {
  const { web, api } = setUp();
  const question = api.pixel(0, 0);
  web.clock.advance(limits.answerMillis);
  await assert.rejects(question, { code: "unreachable" });
  assert.ok(web.requests[0].isAborted);
});
