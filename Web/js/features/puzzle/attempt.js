// The way from "a puzzle first" to "ready": asked for, solved beside the page, sent. One at a time; whatever
// stays away, or takes too long, ends it with a word. Pure: the worker, time and words are handed in.

/** A slow telephone is done within this; whoever is not gets no further by waiting. */
const giveUpMillis = 60_000;
const answerMillis = 10_000;
/** Puzzles go stale; who fails so often in a row has another problem. */
const attemptsMax = 3;
const nonceUnitsMax = 200;
const bitsMax = 64;

/**
 * @typedef {object} Collaborators
 * @property {import("../../util/clock.js").Clock} clock
 * @property {(message: object) => boolean} send whether it went out
 * @property {(puzzle: {nonce: string, bits: number}, solved: (answer: string) => void, failed: () => void) =>
 *   (() => void)} work begins to solve, and returns what ends it
 * @property {(key: string) => void} tell what is going on, as the key of a text
 * @property {(key: string) => void} refuse what did not work
 */

export class Attempt {
  /** @param {Collaborators} collaborators */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    /** @type {"idle" | "asking" | "solving" | "sent"} */
    this.phase = "idle";
    this.nonce = "";
    this.count = 0;
    this.stopWork = () => {};
    this.cancelWait = () => {};
    this.cancelGiveUp = () => {};
  }

  /** Begins, unless it is on its way already. */
  begin() {
    if (this.phase !== "idle") {
      this.tell("puzzleChecking");
      return;
    }
    this.count = 0;
    this.cancelGiveUp = this.clock.schedule(giveUpMillis, () => this.#fail("puzzleTooSlow"));
    this.#ask();
  }

  /** @param {{type: string}} message any text message */
  hear(message) {
    const { type, code } = message;
    if (type === "puzzle" && this.phase === "asking") this.#solve(message);
    else if (type === "error" && code === "bad-solution" && this.phase === "sent") this.#ask();
    else if (type === "you" && message.puzzle !== true && this.phase !== "idle") this.#finish();
  }

  /** The connection is gone, or nothing is asked for any more. */
  stop() {
    this.stopWork();
    this.stopWork = () => {};
    this.cancelWait();
    this.cancelGiveUp();
    this.phase = "idle";
  }

  #ask() {
    this.count += 1;
    if (this.count > attemptsMax) {
      this.#fail("puzzleFailed");
      return;
    }
    this.phase = "asking";
    this.tell("puzzleChecking");
    this.#await();
    if (!this.send({ type: "puzzle" })) this.#fail("puzzleOffline");
  }

  #solve({ nonce, bits }) {
    const isSound = typeof nonce === "string" && nonce !== "" && nonce.length <= nonceUnitsMax
      && Number.isSafeInteger(bits) && bits >= 0 && bits <= bitsMax;
    if (!isSound) {
      this.#fail("puzzleFailed");
      return;
    }
    this.cancelWait();
    this.phase = "solving";
    this.nonce = nonce;
    const solved = (answer) => this.#deliver(answer);
    this.stopWork = this.work({ nonce, bits }, solved, () => this.#fail("puzzleFailed"));
  }

  #deliver(answer) {
    if (this.phase !== "solving") return;
    this.stopWork();
    this.phase = "sent";
    this.#await();
    if (!this.send({ type: "solution", nonce: this.nonce, answer })) this.#fail("puzzleOffline");
  }

  #finish() {
    this.stop();
    this.tell("puzzleDone");
  }

  /** The server is waited for no longer than this. */
  #await() {
    this.cancelWait();
    this.cancelWait = this.clock.schedule(answerMillis, () => this.#fail("puzzleOffline"));
  }

  #fail(key) {
    this.stop();
    this.refuse(key);
  }
}
