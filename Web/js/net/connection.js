// The life of the connection to one board: session, socket, back-off, resumption, and the one RESYNC that a
// bad copy earns. Pure: sockets, time, chance and the session request are handed in, so tests drive it by
// hand.
//
//   idle -> preparing -> connecting -> syncing -> live     (forwards)
//   connecting, syncing, live -> waiting -> connecting     (lost; comes back by itself)
//   any -> ended -> connecting                             (closed for a reason; comes back when asked to)

import { decodeServerMessage, encodePlace, encodeResync } from "../wire/messages.js";
import { WireError } from "../wire/reader.js";
import { Outcome } from "./replica.js";

export const limits = Object.freeze({
  backOffFirstMillis: 500,
  backOffMaxMillis: 15_000,
  /** A server that says "too many" or "too busy" is given more time before the first new attempt. */
  backOffBusyMillis: 5_000,
  /**
   * Ping frames are invisible to scripts: after this much silence an empty RESYNC asks whether anyone is
   * there.
   */
  silenceMillis: 45_000,
  answerMillis: 10_000,
  /** What may wait in the socket; past it the network has stopped taking bytes. */
  bufferedBytesMax: 65_536,
});

export const CloseCode = Object.freeze({
  goingAway: 1001,
  policy: 1008,
  tryLater: 1013,
  kicked: 4001,
  banned: 4003,
  replaced: 4004,
  flooding: 4008,
});

/**
 * Coming back at once would be wrong: someone or something decided this, and only the reader may ask again.
 */
const finalCodes = new Set([CloseCode.policy, CloseCode.kicked, CloseCode.banned, CloseCode.replaced]);
const busyCodes = new Set([CloseCode.tryLater, CloseCode.flooding]);

/**
 * @typedef {object} State
 * @property {"idle" | "preparing" | "connecting" | "syncing" | "live" | "waiting" | "ended"} name
 * @property {number} [retryAt] when the next attempt is made, while waiting
 * @property {number} [closeCode] why it ended; absent for a board that does not exist
 *
 * @typedef {object} Collaborators
 * @property {import("./replica.js").Replica} replica
 * @property {(query: string, events: object) => {send: Function, close: Function, bufferedAmount: number}}
 *   openSocket
 * @property {() => Promise<boolean>} ensureSession asks for a session; false when there is none to be had
 * @property {() => Promise<boolean>} boardIsMissing whether the server says that there is no such board
 * @property {import("../util/clock.js").Clock} clock
 * @property {() => number} random 0 to 1
 * @property {{warn: Function}} log
 * @property {{stateChanged: Function, text: Function, result: Function, progressed: Function,
 *   disconnected: Function, pastCutOff: Function}} handlers
 */

export class Connection {
  #socket = null;
  #attempts = 0;
  #noticeMillis = null;
  #hasAskedResync = false;
  #isSessionFresh = false;
  #cancelRetry = () => {};
  #cancelSilence = () => {};

  /** @param {Collaborators} collaborators */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    /** @type {State} */
    this.state = { name: "idle" };
  }

  async start() {
    this.#enter({ name: "preparing" });
    this.#isSessionFresh = true;
    await this.ensureSession();
    if (this.state.name === "preparing") this.#connect();
  }

  /** Tries again at once, whatever the reason for not being connected. */
  retryNow() {
    if (this.state.name !== "waiting" && this.state.name !== "ended") return;
    this.#attempts = 0;
    this.#connect();
  }

  /** The network is known to be gone: better now than when the socket notices. */
  networkLost() {
    if (this.#socket !== null) this.#lose(1006);
  }

  /** Whether anyone is there: of use after sleep, when a dead socket looks alive. */
  probe() {
    // While the board is still coming, a slow network must not be taken for a dead one.
    if (this.#socket === null || this.replica.held === null || this.state.name === "connecting") return;
    this.#socket.send(encodeResync(this.replica.held));
    this.#awaitBytes(limits.answerMillis, () => this.#lose(1006));
  }

  /**
   * @param {{colour: number, x: number, y: number, tag: number}} placement
   * @returns {boolean} whether it went out; nothing is ever kept for later
   */
  place(placement) {
    if (this.state.name !== "live" || this.#socket.bufferedAmount > limits.bufferedBytesMax) return false;
    this.#socket.send(encodePlace(placement));
    return true;
  }

  #enter(state) {
    this.state = state;
    this.handlers.stateChanged(state);
  }

  #connect() {
    this.#cancelRetry();
    this.#hasAskedResync = false;
    const held = this.replica.held;
    const query = held === null ? "" : `?since=${held.epoch}.${held.seq}`;
    this.#enter({ name: "connecting" });
    const socket = this.openSocket(query, {
      opened: () => this.#ifCurrent(socket, () => this.#opened()),
      text: (text) => this.#ifCurrent(socket, () => this.#readText(text)),
      binary: (bytes) => this.#ifCurrent(socket, () => this.#readBinary(bytes)),
      closed: (code, reason) => this.#ifCurrent(socket, () => this.#lose(code, reason)),
    });
    this.#socket = socket;
    this.#awaitBytes(limits.silenceMillis, () => this.#lose(1006));
  }

  /** Events of a socket that was given up must not touch its successor. */
  #ifCurrent(socket, work) {
    if (this.#socket === socket) work();
  }

  #opened() {
    this.#noticeMillis = null;
    this.#enter({ name: "syncing" });
    this.#heard();
  }

  #heard() {
    this.#awaitBytes(limits.silenceMillis, () => {
      if (this.replica.held === null) this.#lose(1006);
      else this.probe();
    });
  }

  #awaitBytes(delayMillis, silent) {
    this.#cancelSilence();
    this.#cancelSilence = this.clock.schedule(delayMillis, silent);
  }

  #readText(text) {
    this.#heard();
    let message;
    try {
      message = JSON.parse(text);
    } catch (error) {
      this.log.warn("a text frame that is no JSON", error);
      return;
    }
    if (message.type === "hello") this.#greet(message);
    if (message.type === "notice" && message.retryMs > 0) this.#noticeMillis = message.retryMs;
    this.handlers.text(message);
  }

  #greet(hello) {
    const isNewPast = this.replica.greet(hello);
    if (isNewPast) {
      this.#hasAskedResync = false;
      this.handlers.pastCutOff();
    }
    if (this.replica.held === null && this.state.name === "live") this.#enter({ name: "syncing" });
    if (hello.you.id !== null) this.#isSessionFresh = false;
    else if (!this.#isSessionFresh) this.#renewSession();
  }

  /** The server does not know the session (it forgot, or the cookie ran out): one new one is asked for. */
  async #renewSession() {
    this.#isSessionFresh = true;
    const socket = this.#socket;
    const hasSession = await this.ensureSession();
    if (!hasSession || this.#socket !== socket) return;
    this.#drop();
    this.#connect();
  }

  #readBinary(bytes) {
    this.#heard();
    let message;
    try {
      message = decodeServerMessage(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.log.warn(`a binary frame that cannot be read: ${error.message}`);
      // A later server may say more than this client knows; what it should know but cannot read ends the
      // trust.
      if (error.closeCode !== 1003) this.#lose(error.closeCode);
      return;
    }
    if (message.op === "result") {
      this.handlers.result(message);
      return;
    }
    this.#synchronise(message);
  }

  #synchronise(message) {
    const isDelta = message.op === "delta";
    // After the RESYNC, frames that were under way before its answer still speak to the copy that was
    // dropped.
    if (isDelta && this.#hasAskedResync && this.replica.held === null) return;
    const outcome = isDelta ? this.replica.apply(message) : this.replica.take(message);
    if (outcome === Outcome.wrong) this.#resync();
    if (outcome === Outcome.applied) {
      this.#hasAskedResync = false;
      this.#attempts = 0;
      if (this.state.name !== "live") this.#enter({ name: "live" });
    }
    if (outcome !== Outcome.ignored) this.handlers.progressed();
  }

  #resync() {
    if (this.#hasAskedResync) {
      // Asked once already and the answer does not come out either: start over, more slowly each time.
      this.log.warn("the board did not come out twice in a row");
      this.#lose(1006);
      return;
    }
    this.log.warn("the copy does not fit the server's: asking for the board");
    this.#hasAskedResync = true;
    this.#socket.send(encodeResync({ epoch: 0, seq: 0 }));
    if (this.state.name === "live") this.#enter({ name: "syncing" });
  }

  /** Lets the socket go without a word about it. */
  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#cancelSilence();
    this.replica.disconnect();
    if (socket !== null) socket.close();
    this.handlers.disconnected();
  }

  async #lose(closeCode, reason = "") {
    const isFirstRefusal = this.state.name === "connecting" && this.#attempts === 0;
    this.#drop();
    if (finalCodes.has(closeCode)) {
      this.#enter({ name: "ended", closeCode, reason });
      return;
    }
    this.#waitToRetry(closeCode);
    // A refused handshake looks like a lost network to scripts: ask by other means, once.
    if (!isFirstRefusal || !(await this.boardIsMissing())) return;
    this.#cancelRetry();
    this.#drop();
    this.#enter({ name: "ended" });
  }

  #waitToRetry(closeCode) {
    const delayMillis = this.#retryDelayMillis(closeCode);
    this.#attempts += 1;
    this.#noticeMillis = null;
    this.#isSessionFresh = false;
    this.#enter({ name: "waiting", retryAt: this.clock.now() + delayMillis });
    this.#cancelRetry = this.clock.schedule(delayMillis, () => this.#connect());
  }

  #retryDelayMillis(closeCode) {
    // After an announced restart everyone would come back at once: each takes a random part of the time
    // announced.
    if (this.#noticeMillis !== null) return this.random() * this.#noticeMillis;
    const first = busyCodes.has(closeCode) ? limits.backOffBusyMillis : limits.backOffFirstMillis;
    const delayMillis = Math.min(limits.backOffMaxMillis, first * 2 ** this.#attempts);
    return delayMillis * (0.5 + this.random() / 2);
  }
}
