import assert from "node:assert/strict";
import test from "node:test";

import { meaningOf, meanings, stateOf } from "../../Web/js/canvas/placing.js";

const ready = Object.freeze({
  link: "live", isLookingBack: false, canPlace: true, isBanned: false, board: "open", colour: 3,
  isAiming: false, unanswered: 0, charges: 1, mustSolve: false, isLocked: false,
});

/** What makes each state, beginning with somebody who could place at once. */
const causes = {
  loading: { link: "loading" },
  offline: { link: "offline" },
  restarting: { link: "restarting" },
  ended: { link: "ended" },
  past: { isLookingBack: true },
  banned: { isBanned: true },
  watching: { canPlace: false },
  frozen: { board: "frozen" },
  closed: { board: "closed" },
  challenge: { mustSolve: true },
  locked: { isLocked: true },
  sending: { unanswered: 1 },
  cooling: { charges: 0 },
  view: { colour: null },
  aim: { isAiming: true },
  armed: {},
};

const acts = ["click", "tap", "confirm", "cancel"];

/** The whole table, state by act, as UX wants it. */
const expected = {
  loading: "ignore ignore refuse letGo",
  offline: "refuse refuse refuse letGo",
  restarting: "refuse refuse refuse letGo",
  ended: "refuse refuse refuse letGo",
  past: "refuse refuse refuse letGo",
  banned: "refuse refuse refuse letGo",
  watching: "refuse refuse refuse letGo",
  frozen: "refuse refuse refuse letGo",
  closed: "refuse refuse refuse letGo",
  challenge: "refuse refuse refuse letGo",
  locked: "refuse refuse refuse letGo",
  sending: "select select ignore letGo",
  cooling: "refuse refuse refuse letGo",
  view: "raise raise refuse letGo",
  aim: "send aim send drop",
  armed: "send aim send letGo",
};

test("every state follows from its cause", () => {
  for (const [state, cause] of Object.entries(causes)) {
    assert.equal(stateOf({ ...ready, ...cause }), state);
  }
  assert.deepEqual(Object.keys(causes).sort(), Object.keys(meanings).sort());
});

test("every act means one thing in every state", () => {
  for (const [state, cause] of Object.entries(causes)) {
    const meant = acts.map((act) => meaningOf({ ...ready, ...cause }, act)).join(" ");
    assert.equal(meant, expected[state], state);
  }
});

test("nothing is sent in any state but armed and aim", () => {
  for (const [state, row] of Object.entries(meanings)) {
    if (Object.values(row).includes("send")) assert.ok(["armed", "aim"].includes(state), state);
  }
});

test("of several causes the one that matters most to the reader is the state", () => {
  const order = [
    "loading", "past", "banned", "watching", "frozen", "challenge", "locked", "sending", "view",
  ];
  for (let first = 0; first < order.length; first += 1) {
    const all = Object.assign({}, ...order.slice(first).reverse().map((state) => causes[state]));
    assert.equal(stateOf({ ...ready, ...all }), order[first]);
  }
});

test("with charges to spare a pixel under way keeps nobody from the next", () => {
  assert.equal(stateOf({ ...ready, unanswered: 1, charges: 2 }), "armed");
  assert.equal(stateOf({ ...ready, unanswered: 2, charges: 2 }), "sending");
  assert.equal(stateOf({ ...ready, charges: 0, colour: null }), "cooling");
});
