// The bar above the board. It shows itself when the connection is not what it should be, and goes by itself
// when it is again; besides, it carries what everybody has to see: a pause of the board, an announcement, a
// new version.

import { setHidden } from "./dom.js";
import { ahead, number, say } from "./texts.js";

/** What takes no longer than this is not worth a word. */
const patienceMillis = 600;
const catchUpMillis = 2_500;
/** In these states the bar has nothing to say: how far a board has come is the status line's. */
const quiet = new Set(["live", "syncing", "loading"]);
const endings = { 1008: "barPolicy", 4001: "barKicked", 4003: "barBanned", 4004: "barReplaced" };

/** Nothing that is to go by itself stays longer. */
const newsMillisMax = 3_600_000;

/**
 * @typedef {object} Banner
 * @property {string} text
 * @property {number | null} [endsAt] by the clock, where that is known
 * @property {string} [label] of the button, where there is something to be done
 * @property {() => void} [act]
 */

export class ConnectionBar {
  /**
   * @param {{bar: HTMLElement, text: HTMLElement, countdown: HTMLElement, button: HTMLElement, refuge:
   *   HTMLElement}} parts `refuge` gets the focus when what had it goes
   * @param {import("../util/clock.js").Clock} clock
   * @param {() => void} reload fetches the page anew
   */
  constructor(parts, clock, reload) {
    Object.assign(this, { parts, clock, reload });
    this.boardName = "";
    this.retry = () => {};
    this.act = () => {};
    this.isOutdated = false;
    /** What holds for as long as it holds, by kind. @type {Record<string, Banner | null>} */
    this.banners = { restriction: null, pause: null };
    /** What was announced and not closed yet. @type {{text: string, id?: string} | null} */
    this.news = null;
    this.cancelNews = () => {};
    this.isQuiet = true;
    this.cancelTick = () => {};
    this.cancelReveal = () => {};
  }

  /** @param {string} boardName @param {() => void} retry @returns {() => void} unbinds */
  bind(boardName, retry) {
    Object.assign(this, { boardName, retry });
    const handle = () => this.act();
    this.parts.button.addEventListener("click", handle);
    return () => this.parts.button.removeEventListener("click", handle);
  }

  /**
   * @param {{name: string, retryAt?: number, restartAt?: number | null, isStale?: boolean, closeCode?:
   *   number}} state
   */
  show(state) {
    this.cancelTick();
    const { bar, text, button, countdown } = this.parts;
    bar.dataset.state = state.name;
    this.#reveal(state);
    this.isQuiet = quiet.has(state.name);
    if (this.isQuiet) {
      this.#rest();
      return;
    }
    this.act = this.retry;
    text.textContent = this.#textFor(state);
    const mayRetry = state.name === "waiting" || (state.name === "ended" && state.closeCode !== undefined);
    setHidden(button, !mayRetry, this.parts.refuge);
    button.textContent = say(state.name === "ended" ? "reconnect" : "retryNow");
    countdown.textContent = "";
    if (state.name === "waiting") this.#countDown(state);
  }

  /** Back, with so much to catch up on. @param {number | null} count of pixels; null for the whole board */
  caughtUp(count) {
    if (count === 0) return;
    this.#note(count === null ? say("barBack") : say("barCatchingUp", { count: number(count) }));
    this.cancelReveal = this.clock.schedule(catchUpMillis, () => this.#rest());
  }

  /** Another version of the page is served by now. */
  outdated() {
    this.isOutdated = true;
    this.#rest();
  }

  /**
   * @param {Banner | null} banner null: it holds no more
   * @param {"restriction" | "pause"} [kind] what concerns the reader goes before what concerns everybody
   */
  setBanner(banner, kind = "pause") {
    const before = this.banners[kind];
    this.banners[kind] = banner;
    const isSame = ["text", "endsAt", "label"].every((part) => before?.[part] === banner?.[part]);
    if (!isSame) this.#rest();
  }

  /**
   * @param {string} text that everybody is told; stays until it is closed or the next one comes
   * @param {{id?: string, showMillis?: number}} [options] by what name it is withdrawn, and how long it is
   *   shown at most
   */
  announce(text, { id, showMillis } = {}) {
    this.cancelNews();
    this.news = { text, id };
    if (showMillis > 0) {
      this.cancelNews = this.clock.schedule(Math.min(showMillis, newsMillisMax), () => this.#endNews());
    }
    this.#rest();
  }

  /** @param {string} id of an announcement that holds no more */
  withdraw(id) {
    if (this.news !== null && this.news.id === id) this.#endNews();
  }

  #endNews() {
    this.cancelNews();
    this.news = null;
    this.#rest();
  }

  /** With the connection as it should be: what else there is to be said, if anything. */
  #rest() {
    if (!this.isQuiet) return;
    this.cancelTick();
    const banner = this.banners.restriction ?? this.banners.pause;
    if (this.isOutdated) {
      this.#note(say("barOutdated"), say("reload"), this.reload);
    } else if (this.news !== null) {
      this.#note(this.news.text, say("close"), () => this.#endNews());
    } else if (banner !== null) {
      this.#note(banner.text, banner.label, banner.act);
      this.#countToEnd(banner.endsAt ?? null);
    } else {
      this.cancelReveal();
      setHidden(this.parts.bar, true, this.parts.refuge);
    }
  }

  #note(words, label = "", act = () => {}) {
    const { bar, text, button, countdown } = this.parts;
    this.cancelReveal();
    if (text.textContent !== words) text.textContent = words;
    countdown.textContent = "";
    setHidden(button, label === "", this.parts.refuge);
    button.textContent = label;
    this.act = act;
    bar.hidden = false;
  }

  /** What is to end is counted down in words, which change seldom; nobody is read every one of them. */
  #countToEnd(endsAt) {
    const restMillis = endsAt === null ? 0 : endsAt - this.clock.now();
    this.parts.countdown.textContent = restMillis > 0 ? say("barEnds", { when: ahead(restMillis) }) : "";
    if (restMillis <= 0) return;
    const delayMillis = restMillis > 60_000 ? Math.min(60_000, restMillis - 60_000 + 1) : 1000;
    this.cancelTick = this.clock.schedule(delayMillis, () => this.#countToEnd(endsAt));
  }

  /** Getting connected usually is a matter of moments: then the bar does not even flash. */
  #reveal(state) {
    const { bar } = this.parts;
    this.cancelReveal();
    if (quiet.has(state.name)) setHidden(bar, true, this.parts.refuge);
    else if (state.name === "waiting" || state.name === "ended") bar.hidden = false;
    else if (bar.hidden) {
      this.cancelReveal = this.clock.schedule(patienceMillis, () => {
        bar.hidden = false;
      });
    }
  }

  #textFor(state) {
    if (state.name === "waiting") {
      if (this.#isRestarting(state)) return say("barRestarting");
      return say(state.isStale ? "barStale" : "barWaiting");
    }
    if (state.name !== "ended") return say("barConnecting");
    const words = say(endings[state.closeCode] ?? "barMissing", { board: this.boardName });
    return state.reason ? `${words} ${state.reason}` : words;
  }

  #isRestarting({ restartAt }) {
    return typeof restartAt === "number" && restartAt > this.clock.now();
  }

  /** The seconds change in an element of their own that is not read out. */
  #countDown(state) {
    const { countdown, text } = this.parts;
    const now = this.clock.now();
    const isRestarting = this.#isRestarting(state);
    const restMillis = Math.max(0, (isRestarting ? state.restartAt : state.retryAt) - now);
    const seconds = Math.ceil(restMillis / 1000);
    countdown.textContent = say(isRestarting ? "barRestartIn" : "barRetryIn", { seconds });
    const words = this.#textFor(state);
    if (text.textContent !== words) text.textContent = words;
    if (restMillis <= 0) return;
    this.cancelTick = this.clock.schedule(Math.min(1000, restMillis), () => this.#countDown(state));
  }
}
