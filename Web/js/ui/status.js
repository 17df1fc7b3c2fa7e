// What the page says: the status line under the board and the bar above it, which shows itself only when the
// connection is not what it should be.

import { say } from "./texts.js";

/** What takes no longer than this is not worth a word. */
const patienceMillis = 600;
const endings = { 1008: "barPolicy", 4001: "barKicked", 4003: "barBanned", 4004: "barReplaced" };

export class StatusLine {
  /** @param {HTMLElement} element a live region */
  constructor(element) {
    this.element = element;
  }

  /** What is going on; gives way to whatever comes next. @param {string} text */
  show(text) {
    this.#write(text, "plain");
  }

  /** Something that did not work; stays until the reader acts. @param {string} text */
  refuse(text) {
    this.#write(text, "refusal");
  }

  /** @returns {boolean} whether the reader has not yet done anything about a refusal */
  get isRefusal() {
    return this.element.dataset.kind === "refusal";
  }

  #write(text, kind) {
    this.element.dataset.kind = kind;
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}

export class ConnectionBar {
  /**
   * @param {{bar: HTMLElement, text: HTMLElement, countdown: HTMLElement, button: HTMLElement}} parts
   * @param {{clock: import("../util/clock.js").Clock, boardName: string, retry: () => void}} collaborators
   */
  constructor(parts, { clock, boardName, retry }) {
    Object.assign(this, { parts, clock, boardName, retry });
    this.cancelTick = () => {};
    this.cancelReveal = () => {};
  }

  /** @returns {() => void} unbinds */
  bind() {
    const handle = () => this.retry();
    this.parts.button.addEventListener("click", handle);
    return () => this.parts.button.removeEventListener("click", handle);
  }

  /** @param {{name: string, retryAt?: number, closeCode?: number}} state of the connection */
  show(state) {
    this.cancelTick();
    const { bar, text, button } = this.parts;
    bar.dataset.state = state.name;
    this.#reveal(state);
    text.textContent = this.#textFor(state);
    const mayRetry = state.name === "waiting" || (state.name === "ended" && state.closeCode !== undefined);
    button.hidden = !mayRetry;
    button.textContent = say(state.name === "ended" ? "reconnect" : "retryNow");
    this.#countDown(state);
  }

  /**
   * Getting connected usually is a matter of moments: then the bar does not even flash. How far a board has
   * come is the status line's to say.
   */
  #reveal(state) {
    const { bar } = this.parts;
    this.cancelReveal();
    if (["live", "syncing", "loading"].includes(state.name)) bar.hidden = true;
    else if (state.name === "waiting" || state.name === "ended") bar.hidden = false;
    else if (bar.hidden) {
      this.cancelReveal = this.clock.schedule(patienceMillis, () => {
        bar.hidden = false;
      });
    }
  }

  #textFor(state) {
    if (state.name === "waiting") return say("barWaiting");
    if (state.name !== "ended") return say("barConnecting");
    return say(endings[state.closeCode] ?? "barMissing", { board: this.boardName });
  }

  /** The seconds change in an element of their own that is not read out. */
  #countDown(state) {
    const { countdown } = this.parts;
    if (state.name !== "waiting") {
      countdown.textContent = "";
      return;
    }
    const restMillis = Math.max(0, state.retryAt - this.clock.now());
    countdown.textContent = say("barRetryIn", { seconds: Math.ceil(restMillis / 1000) });
    if (restMillis <= 0) return;
    this.cancelTick = this.clock.schedule(Math.min(1000, restMillis), () => this.#countDown(state));
  }
}
