// The reader's charge bucket as far as the client can know it: remaining durations from the server become
// local deadlines. It only ever runs behind the server's own bucket (by the time the message took), never
// ahead of it.

import { Status } from "./verdicts.js";

export class Charges {
  constructor() {
    this.atUpdate = 0;
    this.max = 1;
    this.cooldownMillis = 0;
    /** When the next charge comes; null when the bucket is full. */
    this.nextAt = null;
    /** From when on a newcomer may place; null for everybody else. */
    this.gateAt = null;
  }

  /** @param {{cooldownMs: number, maxCharges: number}} rules */
  setRules(rules) {
    this.cooldownMillis = rules.cooldownMs;
    this.max = rules.maxCharges;
  }

  /**
   * @param {number} charges
   * @param {number} waitMillis until there is one more; 0 when full
   * @param {number} now
   */
  update(charges, waitMillis, now) {
    this.atUpdate = charges;
    this.nextAt = waitMillis > 0 ? now + waitMillis : null;
  }

  /**
   * @param {{status: number, charges: number, waitMillis: number}} result of a placement
   * @param {number} now
   */
  settle({ status, charges, waitMillis }, now) {
    this.update(charges, waitMillis, now);
    // Without a duration the greeting tells it.
    if (status === Status.newcomer && waitMillis > 0) this.setGate(waitMillis, now);
  }

  /**
   * @param {unknown} millis until a newcomer may place; for others anything but a duration
   * @param {number} now
   */
  setGate(millis, now) {
    this.gateAt = Number.isFinite(millis) && millis > 0 ? now + millis : null;
  }

  /** @param {number} now @returns {boolean} whether the reader is too new to place */
  isGated(now) {
    return this.gateAt !== null && now < this.gateAt;
  }

  /** @param {number} now @returns {number} */
  available(now) {
    if (this.isGated(now)) return 0;
    if (this.nextAt === null || now < this.nextAt) return this.atUpdate;
    if (this.cooldownMillis <= 0) return this.max;
    const grown = 1 + Math.floor((now - this.nextAt) / this.cooldownMillis);
    return Math.min(this.max, this.atUpdate + grown);
  }

  /** @param {number} now @returns {number} milliseconds until there is one charge more; 0 when full */
  waitMillis(now) {
    if (this.isGated(now)) {
      const chargeMillis = this.atUpdate === 0 && this.nextAt !== null ? this.nextAt - now : 0;
      return Math.max(this.gateAt - now, chargeMillis);
    }
    if (this.nextAt === null) return 0;
    if (now < this.nextAt) return this.nextAt - now;
    if (this.cooldownMillis <= 0 || this.available(now) >= this.max) return 0;
    return this.cooldownMillis - ((now - this.nextAt) % this.cooldownMillis);
  }
}
