import assert from "node:assert/strict";
import test from "node:test";

import { HeaderView, sayRules } from "../../Web/js/ui/header.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { fakeParts } from "./support/fake-page.js";
import { ManualClock } from "./support/manual-clock.js";

await loadTexts("core");

const open = { cooldownMs: 60_000, maxCharges: 1, state: "open" };

function headerOf() {
  const clock = new ManualClock();
  const parts = fakeParts("name", "online", "hours", "network", "badge");
  return { header: new HeaderView(parts, clock), parts, clock };
}

test("the rules in a line", () => {
  assert.equal(sayRules({ cooldownMs: 0, maxCharges: 1 }), "Place as many pixels as you like");
  assert.equal(sayRules({ cooldownMs: 60_000, maxCharges: 1 }), "One pixel every 60 s");
  assert.equal(sayRules({ cooldownMs: 1_500, maxCharges: 6 }), "6 pixels, one more every 1.5 s");
  assert.equal(sayRules({ cooldownMs: 300_000, maxCharges: 1, baseCooldownMs: 300_000 }),
    "One pixel every 5 min");
  assert.equal(sayRules({ cooldownMs: 300_000, maxCharges: 1, baseCooldownMs: 60_000 }),
    "Busy: 5 min between pixels for now.");
});

test("an open board without hours says nothing of them", () => {
  const { header, parts, clock } = headerOf();
  header.setRules(open);
  assert.ok(parts.hours.hidden);
  assert.equal(clock.timers.length, 0);
  assert.equal(header.opensInMillis, null);
});

test("a closed board counts down to its opening, by seconds in the last hour", () => {
  const { header, parts, clock } = headerOf();
  header.setRules({ ...open, state: "closed", opensInMs: 3_660_000 });
  assert.ok(!parts.hours.hidden);
  assert.equal(parts.hours.textContent, "Opens in 1:01:00");
  clock.advance(59_000);
  assert.equal(parts.hours.textContent, "Opens in 1:01:00");
  clock.advance(1_000);
  assert.equal(parts.hours.textContent, "Opens in 1:00:00");
  clock.advance(60_000);
  clock.advance(1_000);
  assert.equal(parts.hours.textContent, "Opens in 58:59");
  assert.equal(header.opensInMillis, 3_539_000);
  clock.advance(4_000_000);
  assert.deepEqual([parts.hours.textContent, header.opensInMillis], ["Opens in 0:00", 0]);
  assert.equal(clock.timers.length, 0);
});

test("the end of an event is told in days while it is far", () => {
  const { header, parts } = headerOf();
  header.setRules({ ...open, closesInMs: 2 * 86_400_000 + 3_600_000 });
  assert.equal(parts.hours.textContent, "Ends in 2 d 1:00:00");
});

test("what is paused or closed for good says so, and new rules end an old countdown", () => {
  const { header, parts, clock } = headerOf();
  header.setRules({ ...open, state: "closed", opensInMs: 60_000 });
  header.setRules({ ...open, state: "frozen", closesInMs: 60_000 });
  assert.equal(parts.hours.textContent, "Paused");
  header.setRules({ ...open, state: "closed" });
  assert.equal(parts.hours.textContent, "Closed");
  assert.equal(clock.timers.length, 0);
  header.setRules(open);
  assert.ok(parts.hours.hidden);
});

test("only a slow network is worth a word, and a roundabout one always", () => {
  const { header, parts } = headerOf();
  header.setLatency(299);
  assert.equal(parts.network.textContent, "");
  header.setLatency(1_234);
  assert.equal(parts.network.textContent, "slow network: 1230 ms");
  header.setLatency(20);
  assert.equal(parts.network.textContent, "");
  header.setTransport("polling");
  header.setLatency(20);
  assert.equal(parts.network.textContent, "limited connection");
});

test("people are counted in words", () => {
  const { header, parts } = headerOf();
  header.setOnline(1);
  assert.equal(parts.online.textContent, "1 person here");
  header.setOnline(1_234);
  assert.equal(parts.online.textContent, "1,234 people here");
});
