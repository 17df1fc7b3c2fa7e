import assert from "node:assert/strict";
import test from "node:test";

import { Reports, noteKey, problemOf, reportsMax, troubleKey } from "../../Web/js/features/report/reports.js";
import { Api } from "../../Web/js/net/api.js";
import { FakeWeb } from "./support/fake-web.js";

const placed = { x: 3, y: 4, at: 1_000 };
const report = { id: "4418", x: 3, y: 4, rule: "hate", state: "open", at: 2_000 };

test("a report is of what was there when it was made", () => {
  const reports = new Reports();
  reports.take([report]);
  assert.equal(reports.about(placed).id, "4418");
  assert.equal(reports.about({ ...placed, at: 3_000 }), null, "somebody has drawn over it since");
  assert.equal(reports.about({ ...placed, x: 4 }), null);
  assert.equal(reports.about({ ...placed, at: null }), null);
});

test("what becomes of it is kept; of others' nothing is known", () => {
  const reports = new Reports();
  reports.add(report);
  assert.equal(reports.change({ id: "4418", state: "seen" }).state, "seen");
  assert.equal(reports.change({ id: "4418", state: "lost" }), null);
  assert.equal(reports.change({ id: "1", state: "acted" }), null);
  assert.equal(noteKey(reports.about(placed).state), "reportSeen");
  reports.add({ ...report, id: "4420", state: "dismissed" });
  assert.equal(noteKey(reports.about(placed).state), "reportDismissed", "the newest is told of");
});

test("garbage is passed over and no more than fifty are kept", () => {
  const reports = new Reports();
  for (const list of [null, {}, "x", [null, 3, {}, { ...report, id: 4 }, { ...report, state: "toString" }]]) {
    reports.take(list);
  }
  assert.equal(reports.byID.size, 0);
  reports.take(Array.from({ length: 99 }, (_, number) => ({ ...report, id: String(number) })));
  assert.equal(reports.byID.size, reportsMax);
  reports.add({ ...report, id: "new" });
  assert.deepEqual([reports.byID.size, reports.byID.has("49"), reports.byID.has("new")], [50, false, true]);
});

test("a text of one's own has 1 to 200 characters", () => {
  assert.equal(problemOf("  "), "reportEmpty");
  assert.equal(problemOf("🦊".repeat(200)), null);
  assert.equal(problemOf("🦊".repeat(201)), "reportTooLong");
});

test("each trouble says what to do", () => {
  const cases = [
    [0, "unreachable", "reportUnreachable"], [429, "too-many", "reportTooMany"],
    [403, "no-session", "reportNoSession"], [422, "nobody", "reportNobody"], [422, "own-pixel", "reportOwn"],
    [503, "busy", "reportFailed"], [404, "toString", "reportFailed"],
  ];
  for (const [status, code, key] of cases) assert.equal(troubleKey({ status, code }), key, code);
});

test("reports go out and come back by HTTP", async () => {
  const web = new FakeWeb();
  const api = new Api(web, "garden");
  const sending = api.report({ x: 3, y: 4, rule: "other", text: "a flag" });
  const [request] = web.requests;
  assert.deepEqual([request.method, request.path], ["POST", "api/boards/garden/report"]);
  assert.deepEqual(request.body, { x: 3, y: 4, rule: "other", text: "a flag" });
  request.answer({ id: "4418", state: "open" }, { status: 201 });
  assert.deepEqual(await sending, { id: "4418", state: "open" });
  const refused = api.report({ x: 3, y: 4, rule: "spam" });
  const error = { error: { code: "too-many", message: "Slow." } };
  web.requests[1].answer(error, { status: 429, headers: { "Retry-After": "90" } });
  await assert.rejects(refused, { status: 429, retryAfterMillis: 90_000 });
  const asking = api.reports();
  assert.equal(web.requests[2].path, "api/boards/garden/reports");
  web.requests[2].answer({ reports: [report] });
  assert.deepEqual((await asking).reports, [report]);
});
