// Who and where: the board's name, the people on it, its rules and hours.

import { minutes, number, say } from "./texts.js";

/** A countdown of less than this shows its seconds; before that, a look a minute is enough. */
const secondsFromMillis = 3_600_000;

export class HeaderView {
  /**
   * @param {{name: HTMLElement, online: HTMLElement, hours: HTMLElement, badge: HTMLElement}} parts
   * @param {import("../util/clock.js").Clock} clock
   */
  constructor(parts, clock) {
    Object.assign(this, { parts, clock });
    this.opensAt = null;
    this.closesAt = null;
    this.cancelTick = () => {};
  }

  /** @param {string} name of the board */
  setName(name) {
    this.parts.name.textContent = name;
  }

  /** @param {number} count of people */
  setOnline(count) {
    this.parts.online.textContent = say("online", { count: number(count) });
  }

  /**
   * @param {{cooldownMs: number, maxCharges: number, baseCooldownMs?: number, opensInMs?: number,
   *   closesInMs?: number}} rules
   */
  setRules(rules) {
    const now = this.clock.now();
    this.opensAt = rules.opensInMs === undefined ? null : now + rules.opensInMs;
    this.closesAt = rules.closesInMs === undefined ? null : now + rules.closesInMs;
    this.parts.badge.title = sayRules(rules);
    this.#tick();
  }

  /** @returns {number | null} how long until the board opens by itself */
  get opensInMillis() {
    return this.opensAt === null ? null : Math.max(0, this.opensAt - this.clock.now());
  }

  #tick() {
    this.cancelTick();
    const at = this.opensAt ?? this.closesAt;
    this.parts.hours.hidden = at === null;
    if (at === null) return;
    const rest = Math.max(0, at - this.clock.now());
    const key = this.opensAt === null ? "closesIn" : "opensIn";
    this.parts.hours.textContent = say(key, { wait: longWait(rest) });
    if (rest <= 0) return;
    const delay = rest > secondsFromMillis ? 60_000 : 1_000;
    this.cancelTick = this.clock.schedule(Math.min(delay, rest), () => this.#tick());
  }
}

/**
 * @param {{cooldownMs: number, maxCharges: number, baseCooldownMs?: number}} rules
 * @returns {string} in words
 */
export function sayRules({ cooldownMs, maxCharges, baseCooldownMs }) {
  if (cooldownMs === 0) return say("rulesFree");
  const cooldown = shortDuration(cooldownMs);
  const isBusy = baseCooldownMs !== undefined && baseCooldownMs < cooldownMs;
  return say(isBusy ? "rulesBusy" : "rulesLine", { cooldown, max: maxCharges });
}

function shortDuration(millis) {
  const seconds = millis / 1000;
  return seconds < 90 ? `${Number(seconds.toFixed(1))} s` : `${Number((seconds / 60).toFixed(1))} min`;
}

function longWait(millis) {
  const days = Math.floor(millis / 86_400_000);
  return days > 0 ? `${days} d ${minutes(millis % 86_400_000)}` : minutes(millis);
}
