import assert from "node:assert/strict";
import test from "node:test";

import { Charges } from "../../Web/js/canvas/charges.js";

function chargesOf({ cooldownMs = 1000, maxCharges = 3, charges = 0, waitMs = 400, now = 5000 } = {}) {
  const bucket = new Charges();
  bucket.setRules({ cooldownMs, maxCharges });
  bucket.update(charges, waitMs, now);
  return bucket;
}

test("a charge comes when the wait is over, and the next one a cooldown later", () => {
  const bucket = chargesOf();
  assert.deepEqual([bucket.available(5399), bucket.waitMillis(5399)], [0, 1]);
  assert.deepEqual([bucket.available(5400), bucket.waitMillis(5400)], [1, 1000]);
  assert.deepEqual([bucket.available(6500), bucket.waitMillis(6500)], [2, 900]);
});

test("the bucket never holds more than its maximum, and then there is nothing to wait for", () => {
  const bucket = chargesOf();
  assert.deepEqual([bucket.available(7400), bucket.waitMillis(7400)], [3, 0]);
  assert.deepEqual([bucket.available(99_999), bucket.waitMillis(99_999)], [3, 0]);
});

test("a full bucket waits for nothing", () => {
  const bucket = chargesOf({ charges: 3, waitMs: 0 });
  assert.deepEqual([bucket.available(5000), bucket.waitMillis(5000)], [3, 0]);
});

test("without a cooldown there is always something left", () => {
  const bucket = chargesOf({ cooldownMs: 0, maxCharges: 1, charges: 1, waitMs: 0 });
  assert.deepEqual([bucket.available(5000), bucket.waitMillis(5000)], [1, 0]);
});
