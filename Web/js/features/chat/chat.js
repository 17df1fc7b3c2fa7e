// The chat of the board, in a panel: what was said, who says it, and what the reader wants to say.

import { make } from "../../ui/dom.js";
import { Composer } from "./composer.js";
import { Draft } from "./draft.js";
import { IdentityView } from "./identity.js";
import { LinesView } from "./lines.js";
import { sayRestriction } from "../moderation/words.js";

/** So long after the board the history may take; after that there is no chat here. */
const historyWithinMillis = 3_000;

/**
 * @param {object} app with `chatLog`
 * @returns {Promise<{open: () => void, close: () => void, toggle: () => void}>}
 */
export async function start(app) {
  await Promise.all([app.loadTexts("chat"), app.loadTexts("moderation"), app.loadStyle("chat")]);
  return new Chat(app);
}

class Chat {
  constructor(app) {
    this.app = app;
    this.log = app.chatLog;
    this.draft = new Draft({
      send: (message) => app.sendText(message),
      clock: app.clock,
      newestLine: () => this.#ownLine()?.id ?? null,
      settled: (outcome) => (outcome.kind === "line" ? this.composer : this.identity).settle(outcome),
    });
    this.lines = new LinesView(app, this.log, { mention: (name) => this.composer.insert(`@${name}`) });
    this.composer = new Composer(app, this.draft, () => this.#lastLine());
    this.identity = new IdentityView(app, this.log, this.draft);
    this.note = make("p", { className: "chat-note", hidden: true });
    this.element = make("div", { className: "chat" },
      this.note, this.lines.element, this.composer.element, this.identity.element);
    this.isOff = false;
    this.panel = null;
    this.ends = [];
    // What was sent is answered whether the panel is still open or not.
    app.on("text", (message) => this.#hear(message));
    app.on("connection", (state) => {
      if (state.name !== "live") this.draft.lose();
      this.#show();
    });
  }

  open() {
    const { app } = this;
    if (app.panels.isOpen("chat")) return;
    // Before the panel opens: what goes to the page together with its place is not read out.
    this.lines.showAll();
    this.panel = app.panels.open({
      id: "chat", title: app.say("chatTitle"), content: this.element, closed: () => this.#closed(),
    });
    this.#listen();
    this.#show();
    this.lines.toEnd();
    // A finger would only raise the keyboard over what there is to read.
    const { input } = this.composer;
    if (window.matchMedia("(pointer: fine)").matches && !input.disabled) input.focus();
  }

  close() {
    this.panel?.close();
  }

  toggle() {
    this.app.panels.toggle("chat", () => this.open());
  }

  #listen() {
    const { app, log } = this;
    const watch = () => log.watch(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", watch);
    watch();
    this.ends = [
      () => document.removeEventListener("visibilitychange", watch),
      log.follow((change) => this.#changed(change)),
      app.on("you", () => this.#show()),
      app.on("standing", () => this.#show()),
      app.clock.schedule(historyWithinMillis, () => this.#show({ isPatient: false })),
    ];
  }

  #closed() {
    for (const end of this.ends) end();
    this.ends = [];
    this.panel = null;
    this.log.watch(false);
  }

  #changed({ kind, line, id }) {
    if (kind === "said") this.lines.add(line);
    else if (kind === "removed") this.lines.remove(id);
    else if (kind === "history") this.lines.showAll();
    if (kind === "history") this.identity.show();
    if (this.isOff && this.log.hasChat) this.#show();
  }

  #hear(message) {
    this.draft.hear(message, this.app.you?.id ?? null);
    if (message.type === "error" && message.code === "chat-off") this.#show({ isPatient: false });
  }

  /** What stands in the way of talking, if anything does. */
  #show({ isPatient = true } = {}) {
    const { app, log } = this;
    const isLive = app.connection.state.name === "live";
    this.isOff = !log.hasChat && ((!isPatient && isLive) || this.isOff);
    const isWatching = app.you !== null && app.you.name === null;
    const isPolling = app.connection.state.transport === "polling";
    const key = this.isOff ? "chatClosed" : isWatching ? "chatWatching" : isPolling ? "chatPolling" : null;
    const { restriction } = app.standing;
    const isSilenced = !this.isOff && restriction !== null;
    const times = { now: app.clock.now(), wallMillis: Date.now() };
    const words = isSilenced ? sayRestriction(restriction, times) : key === null ? "" : app.say(key);
    this.note.hidden = words === "";
    // What is there already is not read out again.
    if (this.note.textContent !== words) this.note.textContent = words;
    this.composer.setOn(!this.isOff && !isWatching && !isSilenced);
    this.lines.nobody.classList.toggle("is-away", !log.hasChat);
    this.identity.show();
  }

  #lastLine() {
    if (this.draft.lastLine !== "") return this.draft.lastLine;
    return this.#ownLine()?.text ?? "";
  }

  #ownLine() {
    return this.log.lines.findLast(({ from }) => from === this.log.ownID);
  }
}
