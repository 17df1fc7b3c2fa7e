import assert from "node:assert/strict";
import test from "node:test";

import { bindStaff } from "../../Web/js/app/staff.js";
import { readAreas } from "../../Web/js/canvas/ground.js";
import { Api } from "../../Web/js/net/api.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { Emitter } from "../../Web/js/util/emitter.js";
import { takeStaffCode } from "../../Web/js/util/staff-link.js";
import { makeDesk } from "./support/desk.js";
import { fakeWindow } from "./support/fake-page.js";
import { FakeWeb } from "./support/fake-web.js";

await loadTexts("core");

test("a code goes from the address as soon as it is seen", () => {
  const page = fakeWindow("#staff=0a1b");
  assert.equal(takeStaffCode(page), "0a1b");
  assert.deepEqual([page.location.hash, page.replacedCount], ["", 1]);
  assert.equal(takeStaffCode(page), null, "once is enough");
});

test("places, templates and nothing at all are no codes, and stay", () => {
  for (const hash of ["", "#3,4,8", "#3,4,8&staff=x", "#staff", "#astaff=x"]) {
    const page = fakeWindow(hash);
    assert.equal(takeStaffCode(page), null, hash);
    assert.deepEqual([page.location.hash, page.replacedCount], [hash, 0]);
  }
});

test("what can be no code goes from the address too, and is not sent in full", () => {
  assert.equal(takeStaffCode(fakeWindow("#staff=")), "");
  assert.equal(takeStaffCode(fakeWindow(`#staff=${"f".repeat(9_999)}`)).length, 65);
  const page = fakeWindow("#staff=a#b&c\n");
  assert.equal(takeStaffCode(page), "a#b&c\n");
  assert.equal(page.location.hash, "");
});

/** What of the page wakes up, with a feature that notes what it is told. */
function awake(hash = "", code = null) {
  const emitter = new Emitter();
  const told = [];
  let isStarted = false;
  const staff = { take: (given) => told.push(`take ${given}`), show: () => told.push("show") };
  const app = {
    on: (event, listener) => emitter.on(event, listener),
    features: {
      get: async () => {
        isStarted = true;
        return staff;
      },
      isStarted: () => isStarted,
    },
  };
  const page = fakeWindow(hash);
  bindStaff(app, page, code);
  return { emitter, told, page };
}

const settled = () => new Promise((resolve) => {
  setImmediate(resolve);
});

test("a code that came with the page is taken, and one that comes later", async () => {
  const { told, page } = awake("", "first");
  await settled();
  assert.deepEqual(told, ["take first"]);
  page.go("#3,4");
  page.tell("hashchange");
  page.go("#staff=second");
  page.tell("hashchange");
  await settled();
  assert.deepEqual(told, ["take first", "take second"]);
  assert.equal(page.location.hash, "");
});

test("players never wake it up; who is staff is shown so, and when they are no more", async () => {
  const { emitter, told } = awake();
  emitter.emit("you", { role: "player" });
  await settled();
  assert.deepEqual(told, []);
  emitter.emit("you", { role: "moderator", name: "staff: ana" });
  await settled();
  emitter.emit("you", { role: "player" });
  await settled();
  assert.deepEqual(told, ["show", "show"]);
});

test("a badge is taken and put down by HTTP", async () => {
  const web = new FakeWeb();
  const api = new Api(web, "garden");
  const taken = api.drawAsStaff("0a1b");
  assert.deepEqual([web.requests[0].path, web.requests[0].method], ["api/session/staff", "POST"]);
  assert.deepEqual(web.requests[0].body, { code: "0a1b" });
  web.requests[0].answer({ user: "ana", name: "staff: ana", endsInMs: 5 });
  assert.equal((await taken).name, "staff: ana");
  const put = api.drawAsOneself();
  assert.deepEqual([web.requests[1].path, web.requests[1].method], ["api/session/own", "POST"]);
  web.requests[1].answer(null, { status: 204 });
  await put;
  const refused = api.drawAsStaff("0a1b");
  web.requests[2].answer({ error: { code: "bad-code", message: "No." } }, { status: 403 });
  await assert.rejects(refused, { status: 403, code: "bad-code" });
});

test("what is locked to others is not to the staff, whose wait is as theirs", () => {
  const { player, sent } = makeDesk();
  player.ground.areas = readAreas([{ id: "A1", x: 1, y: 1, width: 3, height: 3, mode: "staff" }], 0);
  player.tap({ x: 2, y: 2 }, "mouse");
  assert.deepEqual([player.state, sent.length], ["locked", 0]);
  player.setYou({ role: "moderator", canPlace: true, charges: 1, waitMs: 0 });
  player.tap({ x: 2, y: 2 }, "mouse");
  assert.equal(sent.length, 1);
  player.setYou({ role: "moderator", canPlace: true, charges: 0, waitMs: 9_000 });
  assert.equal(player.state, "sending");
  player.setYou({ role: "player", canPlace: true, charges: 1, waitMs: 0 });
  assert.equal(player.state, "locked");
});
