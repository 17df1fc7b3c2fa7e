// Who and where: the board's name, the people on it, its rules and hours.

import { minutes, number, say } from "./texts.js";

/** Answers that take longer than this are worth a word. */
const slowMillis = 300;
/** A countdown of less than this shows its seconds; before that, a look a minute is enough. */
const secondsFromMillis = 3_600_000;

export class HeaderView {
  /**
   * @param {{name: HTMLElement, online: HTMLElement, hours: HTMLElement, network: HTMLElement,
   *   badge: HTMLElement}} parts
   * @param {import("../util/clock.js").Clock} clock
   */
  constructor(parts, clock) {
    Object.assign(this, { parts, clock });
    this.state = "open";
    this.opensAt = null;
    this.closesAt = null;
    this.isLimited = false;
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
    this.state = rules.state;
    this.opensAt = rules.opensInMs === undefined ? null : now + rules.opensInMs;
    this.closesAt = rules.closesInMs === undefined ? null : now + rules.closesInMs;
    this.parts.badge.title = sayRules(rules);
    this.#tick();
  }

  /** @param {"socket" | "polling"} transport in use */
  setTransport(transport) {
    this.isLimited = transport === "polling";
    this.#showNetwork(null);
  }

  /** @param {number} millis that an answer took */
  setLatency(millis) {
    this.#showNetwork(millis >= slowMillis ? Math.round(millis / 10) * 10 : null);
  }

  #showNetwork(millis) {
    const words = millis === null ? "" : say("barLatency", { millis });
    this.parts.network.textContent = this.isLimited ? say("barPolling") : words;
  }

  /** @returns {number | null} how long until the board opens by itself */
  get opensInMillis() {
    return this.opensAt === null ? null : Math.max(0, this.opensAt - this.clock.now());
  }

  #tick() {
    this.cancelTick();
    const at = this.opensAt ?? this.closesAt;
    const { hours } = this.parts;
    hours.hidden = at === null && this.state === "open";
    if (at === null || this.state === "frozen") {
      hours.textContent = say(this.state === "frozen" ? "statePaused" : "stateClosed");
      return;
    }
    const rest = Math.max(0, at - this.clock.now());
    const key = this.opensAt === null ? "closesIn" : "opensIn";
    hours.textContent = say(key, { wait: longWait(rest) });
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
