// What is said on one transport, from opening it to its end: the greeting, frames for the replica, answers,
// the doubt that comes with silence, and the one RESYNC that a bad copy earns. Pure, as the connection is.

import { decodeServerMessage } from "../wire/messages.js";
import { WireError } from "../wire/reader.js";
import { isHello } from "./description.js";
import { CloseCode, limits } from "./limits.js";
import { Outcome } from "./replica.js";

export class Conversation {
  /** @type {import("./types.js").Transport | null} */
  #transport = null;
  #isOver = false;
  #name = "connecting";
  #unansweredCount = 0;
  #hasAskedResync = false;
  #isResuming;
  #cancelSilence = () => {};

  /**
   * @param {{replica: import("./replica.js").Replica, clock: import("../util/clock.js").Clock,
   *   log: {warn: Function}, handlers: import("./types.js").Handlers}} collaborators
   * @param {import("./types.js").Host} host
   */
  constructor({ replica, clock, log, handlers }, host) {
    Object.assign(this, { replica, clock, log, handlers, host });
    this.#isResuming = host.isResuming;
    /** Whether the server has said anything. */
    this.hasHeard = false;
  }

  /** @returns {boolean} whether it may be left without losing anything */
  get isIdle() {
    return this.#name === "live" && this.#unansweredCount === 0;
  }

  /** @param {boolean} wanted */
  set wantsChat(wanted) {
    this.#transport.wantsChat = wanted;
  }

  /** @param {(events: import("./types.js").TransportEvents) => import("./types.js").Transport} open */
  begin(open) {
    // Events of a transport that was given up must touch nothing.
    const whileOn = (work) => (...values) => {
      if (!this.#isOver) work(...values);
    };
    this.#awaitBytes(limits.openMillis, () => this.host.lost(CloseCode.abnormal));
    this.#transport = open({
      opened: whileOn(() => this.#opened()),
      heard: whileOn(() => this.#heard()),
      text: whileOn((text) => this.#readText(text)),
      binary: whileOn((bytes) => this.#readBinary(bytes)),
      result: whileOn((result) => this.#readResult(result)),
      closed: whileOn((code, reason) => this.host.lost(code, reason)),
    });
  }

  end() {
    this.#isOver = true;
    this.#cancelSilence();
    this.#transport.close();
  }

  /** @param {number} [patienceMillis] for any sign of life */
  probe(patienceMillis = limits.answerMillis) {
    // While the board is still coming, a slow network must not be taken for a dead one.
    if (this.replica.held === null || this.#name === "connecting") return;
    this.#transport.resync(this.replica.held);
    this.#awaitBytes(patienceMillis, () => this.host.lost(CloseCode.abnormal));
  }

  /** Asks who the reader is, where the server does not say so by itself. */
  greetAgain() {
    this.#transport.greetAgain();
  }

  /** @param {object} placement @returns {boolean} whether it went out; so with the others */
  place(placement) {
    return this.#name === "live" && this.#transport.place(placement) && this.#expectAnswer();
  }

  /** @param {object} undoing @returns {boolean} */
  undo(undoing) {
    return this.#name === "live" && this.#transport.undo(undoing) && this.#expectAnswer();
  }

  /** @param {object} message @returns {boolean} */
  sendText(message) {
    return this.#name === "live" && this.#transport.text(message);
  }

  #reach(name) {
    this.#name = name;
    this.host.reached(name);
  }

  #opened() {
    this.host.opened();
    this.#reach("syncing");
    this.#listen();
  }

  #heard() {
    this.hasHeard = true;
    this.host.heard();
    this.#listen();
  }

  /** Silence is doubted sooner while the reader waits for an answer. */
  #listen() {
    const isAnxious = this.#unansweredCount > 0 && this.replica.held !== null;
    this.#awaitBytes(isAnxious ? limits.anxiousSilenceMillis : limits.silenceMillis, () => {
      if (this.replica.held === null) this.host.lost(CloseCode.abnormal);
      else this.probe(isAnxious ? limits.anxiousAnswerMillis : limits.answerMillis);
    });
  }

  #expectAnswer() {
    this.#unansweredCount += 1;
    if (this.#unansweredCount === 1) this.#listen();
    return true;
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
    if (typeof message?.type !== "string") return;
    if (message.type === "hello" && !this.#greet(message)) return;
    if (message.type === "notice" && Number.isFinite(message.retryMs) && message.retryMs > 0) {
      this.host.restartAnnounced(Math.min(message.retryMs, limits.restartMaxMillis));
    }
    if (message.type === "error") this.#hearFarewell(message);
    this.handlers.text(message);
  }

  /** The words that go before the end are worth more than its number. */
  #hearFarewell({ code, message, endsInMs }) {
    if (code !== "banned" && code !== "kicked") return;
    if (typeof message === "string") this.host.farewell(message.slice(0, limits.farewellUnitsMax));
    if (code === "banned") this.host.banned(Number.isFinite(endsInMs) ? endsInMs : null);
  }

  /** @returns {boolean} whether it can be built upon */
  #greet(hello) {
    if (!isHello(hello)) {
      this.log.warn("a hello that makes no sense");
      this.host.lost(CloseCode.protocol);
      return false;
    }
    const isNewPast = this.replica.greet(hello);
    if (isNewPast) {
      this.#hasAskedResync = false;
      this.handlers.pastCutOff();
    }
    if (this.replica.held === null && this.#name === "live") this.#reach("syncing");
    this.host.greeted(hello);
    return true;
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
      if (error.closeCode !== 1003) this.host.lost(error.closeCode);
      return;
    }
    if (message.op === "result") this.#readResult(message);
    else this.#synchronise(message);
  }

  #readResult(result) {
    this.#unansweredCount = Math.max(0, this.#unansweredCount - 1);
    this.#heard();
    this.handlers.result(result);
  }

  #synchronise(message) {
    const isDelta = message.op === "delta";
    // After the RESYNC, frames that were under way before its answer still speak to the copy that was
    // dropped.
    if (isDelta && this.#hasAskedResync && this.replica.held === null) return;
    const outcome = isDelta ? this.replica.apply(message) : this.replica.take(message);
    if (outcome === Outcome.wrong) this.#resync();
    if (outcome === Outcome.applied) this.#comeLevel(isDelta ? message.advance : null);
    if (outcome !== Outcome.ignored) this.handlers.progressed();
  }

  #comeLevel(advance) {
    this.#hasAskedResync = false;
    this.#reach("live");
    if (this.#isResuming) this.handlers.caughtUp(advance);
    this.#isResuming = false;
  }

  #resync() {
    if (this.#hasAskedResync) {
      // Asked once already and the answer does not come out either: start over, more slowly each time.
      this.log.warn("the board did not come out twice in a row");
      this.host.lost(CloseCode.abnormal);
      return;
    }
    this.log.warn("the copy does not fit the server's: asking for the board");
    this.#hasAskedResync = true;
    this.#transport.resync({ epoch: 0, seq: 0 });
    if (this.#name === "live") this.#reach("syncing");
  }
}
