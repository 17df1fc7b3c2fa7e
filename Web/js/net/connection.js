// The life of the connection to one board: session, first board, one conversation after the other, and the
// waiting between them. Pure: transports, requests, time and chance are handed in, so tests drive it by hand.
//
//   idle -> preparing -> loading -> connecting -> syncing -> live     (forwards)
//   connecting, syncing, live -> waiting -> connecting     (lost; comes back by itself)
//   any -> ended -> connecting                             (closed for a reason; comes back when asked to)

import { BackOff } from "./backoff.js";
import { TransportChoice } from "./choice.js";
import { Conversation } from "./conversation.js";
import { Freshness } from "./freshness.js";
import { CloseCode, finalCodes } from "./limits.js";

export class Connection {
  /** @type {Conversation | null} */
  #conversation = null;
  #loading = null;
  /** How long a restart takes, as announced; until it is used for one attempt. */
  #restartMillis = null;
  #restartAt = null;
  #hasBeenLive = false;
  #isSessionFresh = false;
  #wantsChat = false;
  #backOff;
  #choice;
  #freshness;
  #cancelRetry = () => {};

  /** @param {import("./types.js").Collaborators} collaborators */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    const { clock, random, pinned } = collaborators;
    this.#backOff = new BackOff(random);
    this.#freshness = new Freshness(clock, () => this.#enter(this.state));
    this.#choice = new TransportChoice({
      clock,
      pinned,
      openTrial: (events) => this.openTransport("socket", this.replica.held, events),
      mayMove: () => this.#conversation?.isIdle ?? false,
      freed: () => this.#reconnect(),
    });
    /** @type {import("./types.js").State} */
    this.state = { name: "idle", transport: this.#choice.kind, since: null, isStale: false };
  }

  async start() {
    this.#isSessionFresh = true;
    this.#loading = new AbortController();
    this.#enter({ name: "preparing" });
    const [, boot] = await Promise.all([
      this.#askSession(),
      this.loadBoard(this.replica, () => this.#bandCame(), this.#loading.signal),
    ]);
    this.#loading = null;
    if (boot.isStale) this.#freshness.kept();
    if (boot.isMissing) this.#enter({ name: "ended" });
    else if (boot.isStale) this.#waitToRetry(CloseCode.abnormal);
    else this.#connect();
  }

  /** Tries again at once, whatever the reason for not being connected; on the way round, the straight one. */
  retryNow() {
    if (this.state.name === "live") this.#choice.try();
    if (this.state.name !== "waiting" && this.state.name !== "ended") return;
    this.#backOff.reset();
    this.#choice.reconsider();
    this.#connect();
  }

  /** The network is known to be gone: better now than when the transport notices. */
  networkLost() {
    this.#loading?.abort();
    if (this.#conversation !== null) this.#lose(CloseCode.abnormal);
  }

  /** Whether anyone is there: of use after sleep, when a dead connection looks alive. */
  probe() {
    this.#conversation?.probe();
  }

  /**
   * @param {{colour: number, x: number, y: number, tag: number}} placement
   * @returns {boolean} whether it went out; nothing is ever kept for later
   */
  place(placement) {
    return this.#conversation?.place(placement) ?? false;
  }

  /**
   * Takes a placement of one's own back, while it still may be.
   * @param {{x: number, y: number, tag: number}} undoing answered like a placement
   * @returns {boolean} whether it went out
   */
  undo(undoing) {
    return this.#conversation?.undo(undoing) ?? false;
  }

  /**
   * @param {{type: string}} message such as a line of chat
   * @returns {boolean} whether it went out
   */
  sendText(message) {
    return this.#conversation?.sendText(message) ?? false;
  }

  /** Whether somebody reads the chat; where lines do not come by themselves they are asked for only then. */
  get wantsChat() {
    return this.#wantsChat;
  }

  set wantsChat(wanted) {
    this.#wantsChat = wanted;
    if (this.#conversation !== null) this.#conversation.wantsChat = wanted;
  }

  #enter(state) {
    const isLive = state.name === "live";
    this.#hasBeenLive ||= isLive;
    if (isLive) this.#freshness.live();
    else if (this.#hasBeenLive || this.replica.held !== null) this.#freshness.lost();
    const { since, isStale } = this.#freshness;
    this.state = { ...state, transport: this.#choice.kind, since, isStale };
    this.handlers.stateChanged(this.state);
  }

  #bandCame() {
    if (this.state.name === "preparing") this.#enter({ name: "loading" });
    this.handlers.progressed();
  }

  async #askSession() {
    const session = await this.ensureSession();
    if (session !== null) this.handlers.session(session);
    return session !== null;
  }

  #connect() {
    this.#cancelRetry();
    this.#enter({ name: "connecting" });
    const conversation = new Conversation(this, {
      isResuming: this.#hasBeenLive,
      opened: () => {
        this.#restartMillis = null;
        this.#restartAt = null;
      },
      reached: (name) => this.#reach(name),
      heard: () => this.#choice.heard(),
      greeted: (hello) => this.#meet(hello),
      restartAnnounced: (millis) => {
        this.#restartMillis = millis;
        this.#restartAt = this.clock.now() + millis;
      },
      lost: (code, reason) => this.#lose(code, reason),
    });
    this.#conversation = conversation;
    conversation.begin((events) => this.openTransport(this.#choice.kind, this.replica.held, events));
    conversation.wantsChat = this.#wantsChat;
  }

  #reconnect() {
    this.#drop();
    this.#connect();
  }

  #reach(name) {
    if (name === "live") this.#backOff.reset();
    if (this.state.name !== name) this.#enter({ name });
  }

  #meet(hello) {
    if (hello.you.id !== null) this.#isSessionFresh = false;
    else if (!this.#isSessionFresh) this.#renewSession();
  }

  /** The server does not know the session (it forgot, or the cookie ran out): one new one is asked for. */
  async #renewSession() {
    this.#isSessionFresh = true;
    const conversation = this.#conversation;
    if (await this.#askSession() && this.#conversation === conversation) this.#reconnect();
  }

  /** Lets the conversation go without a word about it. */
  #drop() {
    this.#conversation?.end();
    this.#conversation = null;
    this.replica.disconnect();
    this.handlers.disconnected();
  }

  async #lose(closeCode, reason = "") {
    const isRefusal = !this.#conversation.hasHeard && closeCode === CloseCode.abnormal;
    this.#drop();
    if (finalCodes.has(closeCode)) {
      this.#enter({ name: "ended", closeCode, reason });
      return;
    }
    this.#waitToRetry(closeCode);
    if (isRefusal) await this.#askWhy();
  }

  /** A refused handshake looks like a lost network to scripts: asks by other means. */
  async #askWhy() {
    const answer = await this.probeBoard();
    if (this.#conversation?.hasHeard) return;
    if (answer === "there") this.#choice.refused();
    if (answer !== "missing") return;
    this.#cancelRetry();
    this.#drop();
    this.#enter({ name: "ended" });
  }

  #waitToRetry(closeCode) {
    const now = this.clock.now();
    const retryAt = now + this.#backOff.next(closeCode, this.#restartMillis);
    this.#restartMillis = null;
    if (this.#restartAt !== null && this.#restartAt <= now) this.#restartAt = null;
    this.#isSessionFresh = false;
    this.#enter({ name: "waiting", retryAt, restartAt: this.#restartAt });
    this.#cancelRetry = this.clock.schedule(retryAt - now, () => this.#connect());
  }
}
