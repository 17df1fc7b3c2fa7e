// The life of the connection to one board: session, first board, one conversation after the other, and the
// waiting between them. Pure: transports, requests, time and chance are handed in, so tests drive it by hand.
//
//   idle -> preparing -> loading -> connecting -> syncing -> live     (forwards)
//   connecting, syncing, live -> waiting -> connecting     (lost; comes back by itself)
//   any -> ended -> connecting                             (closed for a reason; comes back when asked to)
//
// Who was banned goes on looking: the same once more, without being anybody, until the ban is over.

import { scheduleAt } from "../util/until.js";
import { BackOff } from "./backoff.js";
import { TransportChoice } from "./choice.js";
import { Conversation } from "./conversation.js";
import { Freshness } from "./freshness.js";
import { CloseCode, finalCodes, limits } from "./limits.js";

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
  #isWatching = false;
  /** How long the ban lasts that was told last; null: for good. */
  #banMillis = null;
  #farewell = "";
  #backOff;
  #choice;
  #freshness;
  #cancelRetry = () => {};
  #cancelReturn = () => {};

  /** @param {import("./types.js").Collaborators} collaborators */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    const { clock, random, pinned } = collaborators;
    this.#backOff = new BackOff(random);
    this.#freshness = new Freshness(clock, () => this.#enter(this.state));
    this.#choice = new TransportChoice({
      clock,
      pinned,
      openTrial: (events) => this.#open("socket", events),
      mayMove: () => this.#conversation?.isIdle ?? false,
      freed: () => this.#reconnect(),
    });
    /** @type {import("./types.js").State} */
    this.state = {
      name: "idle", transport: this.#choice.kind, since: null, isStale: false, isWatching: false,
    };
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

  /**
   * Tries again at once, whatever the reason for not being connected; on the way round, the straight one. Who
   * looks on because of a ban tries to be somebody again.
   */
  retryNow() {
    if (this.state.name === "live" && this.#isWatching) this.#comeBack();
    else if (this.state.name === "live") this.#choice.try();
    if (this.state.name !== "waiting" && this.state.name !== "ended") return;
    this.#backOff.reset();
    if (this.state.name === "ended") this.#isWatching = false;
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

  /** Who the reader is has changed by other means: where nobody says so, it is asked. */
  greetAgain() {
    this.#conversation?.greetAgain();
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
    this.state = { ...state, transport: this.#choice.kind, since, isStale, isWatching: this.#isWatching };
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

  #open(kind, events) {
    return this.openTransport(kind, this.replica.held, events, this.#isWatching);
  }

  #connect() {
    this.#cancelRetry();
    this.#farewell = "";
    this.#banMillis = null;
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
      farewell: (words) => {
        this.#farewell = words;
      },
      banned: (millis) => {
        this.#banMillis = millis;
      },
      lost: (code, reason) => this.#lose(code, reason),
    });
    this.#conversation = conversation;
    conversation.begin((events) => this.#open(this.#choice.kind, events));
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
    else if (!this.#isSessionFresh && !this.#isWatching) this.#renewSession();
  }

  /** Looks on from now on, until the ban is over. */
  #watch() {
    this.#isWatching = true;
    this.#cancelReturn();
    if (this.#banMillis !== null) {
      const at = this.clock.now() + Math.max(limits.banMillisMin, this.#banMillis);
      this.#cancelReturn = scheduleAt(this.clock, at, () => this.#comeBack());
    }
    this.#connect();
  }

  /** The ban is over, or the reader hopes so: as themselves again. */
  #comeBack() {
    this.#cancelReturn();
    this.#isWatching = false;
    // While there is a wait for the network, the next attempt is made as whoever the reader is then.
    if (this.#conversation !== null) this.#reconnect();
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
    if (closeCode === CloseCode.banned && !this.#isWatching) {
      this.#watch();
      return;
    }
    if (finalCodes.has(closeCode)) {
      this.#cancelReturn();
      this.#enter({ name: "ended", closeCode, reason: this.#farewell || reason });
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
