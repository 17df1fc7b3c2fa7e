// The arithmetic of looking back: moments in whole seconds between a board's beginning and now. An hour is
// always 3600 seconds, whatever clocks on walls do in spring and autumn. Pure.

import { clamp } from "../../util/clamp.js";

/** How far keys go, in seconds. */
const strides = new Map([
  ["ArrowLeft", -60], ["ArrowDown", -60], ["ArrowRight", 60], ["ArrowUp", 60],
  ["PageDown", -3600], ["PageUp", 3600],
]);

/** How many seconds of the past go by in a second of playing. */
export const speeds = Object.freeze([60, 600, 3600]);

/** @typedef {{first: number, last: number}} Range seconds since 1970, `first` at most `last` */

/**
 * @param {number} beganAtMillis
 * @param {number} nowMillis
 * @returns {Range} the seconds in which there is something to see
 */
export function rangeOf(beganAtMillis, nowMillis) {
  const first = Math.ceil(beganAtMillis / 1000);
  return { first, last: Math.max(first, Math.floor(nowMillis / 1000)) };
}

/** @param {number} second @param {Range} range @returns {number} the nearest one within */
export function within(second, { first, last }) {
  return clamp(Math.round(second), first, last);
}

/**
 * @param {string} key as keyboard events name it
 * @param {number} second
 * @param {Range} range
 * @returns {number | null} where the key leads; null where it leads nowhere
 */
export function stepBy(key, second, range) {
  if (key === "Home") return range.first;
  if (key === "End") return range.last;
  return strides.has(key) ? within(second + strides.get(key), range) : null;
}

/**
 * @param {number} second where playing began
 * @param {number} speed
 * @param {number} playedMillis since then
 * @param {Range} range
 * @returns {number}
 */
export function playedTo(second, speed, playedMillis, range) {
  return within(second + (speed * playedMillis) / 1000, range);
}

/** @param {number} second @returns {string} RFC 3339, in UTC */
export function written(second) {
  return new Date(second * 1000).toISOString().replace(".000Z", "Z");
}

/** @param {number} second @returns {string} as a `datetime-local` field has it, in the reader's time zone */
export function fieldOf(second) {
  const date = new Date(second * 1000);
  const pad = (part, length = 2) => String(part).padStart(length, "0");
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** @param {string} field @returns {number | null} the second; null where the field holds no time */
export function secondOf(field) {
  const millis = new Date(field).getTime();
  return Number.isFinite(millis) ? Math.floor(millis / 1000) : null;
}

/** The newest states that were shown, so that going to and fro asks nothing twice. */
export class StateCache {
  /** @param {{countMax?: number, bytesMax?: number}} [bounds] */
  constructor({ countMax = 8, bytesMax = 64 * 2 ** 20 } = {}) {
    Object.assign(this, { countMax, bytesMax });
    /** @type {Map<number, {state: string, colours: Uint8Array}>} by second, the least used first */
    this.held = new Map();
  }

  /** @param {number} second @returns {{state: string, colours: Uint8Array} | null} */
  get(second) {
    const found = this.held.get(second) ?? null;
    if (found !== null) this.put(second, found);
    return found;
  }

  /** @param {number} second @param {{state: string, colours: Uint8Array}} shown */
  put(second, shown) {
    this.held.delete(second);
    // In quiet times many seconds have one state: its colours are held once.
    const twin = [...this.held.values()].find((other) => other.state === shown.state);
    this.held.set(second, twin ?? shown);
    while (this.held.size > this.countMax || (this.bytes > this.bytesMax && this.held.size > 1)) {
      this.held.delete(this.held.keys().next().value);
    }
  }

  /** @returns {number} */
  get bytes() {
    const distinct = new Set([...this.held.values()].map(({ colours }) => colours));
    return [...distinct].reduce((sum, colours) => sum + colours.length, 0);
  }
}
