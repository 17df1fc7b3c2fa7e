// Which way to the server: the WebSocket, or long polling where something on the way breaks WebSockets. The
// way round is never for good: now and then, and when the network changes, the straight one is tried again.

import { limits } from "./limits.js";

/** @typedef {"socket" | "polling"} Kind */

export class TransportChoice {
  #refusals = 0;
  #trial = null;
  #cancelTrial = () => {};

  /**
   * @param {object} collaborators
   * @param {import("../util/clock.js").Clock} collaborators.clock
   * @param {Kind | null} collaborators.pinned the only one to use, whatever happens
   * @param {(events: import("./types.js").TransportEvents) => {close: () => void}}
   *   collaborators.openTrial opens a socket for no other end than to see it open
   * @param {() => boolean} collaborators.mayMove whether nothing would be lost by changing over now
   * @param {() => void} collaborators.freed the straight way is open again, and has been chosen
   */
  constructor({ clock, pinned, openTrial, mayMove, freed }) {
    Object.assign(this, { clock, pinned, openTrial, mayMove, freed });
    /** @type {Kind} */
    this.kind = pinned ?? "socket";
  }

  /** The server was heard by the way chosen. */
  heard() {
    if (this.kind === "socket") this.#refusals = 0;
  }

  /** The way chosen does not lead there, though the server answers by HTTP. */
  refused() {
    if (this.pinned !== null) return;
    this.#refusals += 1;
    if (this.kind === "polling") this.#choose("socket");
    else if (this.#refusals >= limits.refusalsMax) this.#choose("polling");
  }

  /** The network may be another one by now: the straight way deserves one attempt. */
  reconsider() {
    if (this.kind === "socket" || this.pinned !== null) return;
    this.#choose("socket");
    this.#refusals = limits.refusalsMax - 1;
  }

  /** Tries the straight way beside the connection that there is. */
  try() {
    if (this.kind === "socket" || this.pinned !== null || this.#trial !== null) return;
    this.#cancelTrial();
    if (!this.mayMove()) {
      this.#scheduleTrial();
      return;
    }
    const ignore = () => {};
    const trial = this.openTrial({
      opened: () => this.#endTrial(trial, true),
      closed: () => this.#endTrial(trial, false),
      heard: ignore,
      text: ignore,
      binary: ignore,
      result: ignore,
    });
    this.#trial = trial;
    this.#cancelTrial = this.clock.schedule(limits.openMillis, () => this.#endTrial(trial, false));
  }

  #endTrial(trial, hasOpened) {
    if (this.#trial !== trial) return;
    const isFree = hasOpened && this.mayMove();
    this.#forgetTrial();
    trial.close();
    if (!isFree) {
      this.#scheduleTrial();
      return;
    }
    this.#choose("socket");
    this.freed();
  }

  #forgetTrial() {
    this.#trial = null;
    this.#cancelTrial();
  }

  #choose(kind) {
    this.#trial?.close();
    this.#forgetTrial();
    this.kind = kind;
    this.#refusals = 0;
    if (kind === "polling") this.#scheduleTrial();
  }

  #scheduleTrial() {
    this.#cancelTrial = this.clock.schedule(limits.trialMillis, () => this.try());
  }
}
