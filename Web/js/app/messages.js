// What the server says and how the connection is doing, told to the parts of the page that show it.

import { sayRules } from "../ui/header.js";
import { inOwnLanguage, say } from "../ui/texts.js";
import { showProgress } from "./first.js";

/** The connection's states as canvas/placing.js sees them. */
function linkOf(state, wasLive, isRestarting) {
  switch (state.name) {
    case "live":
      return "live";
    case "waiting":
      return isRestarting ? "restarting" : "offline";
    case "ended":
      return "ended";
    default:
      return wasLive ? "offline" : "loading";
  }
}

export class Messages {
  /**
   * @param {object} app as app.js makes it
   * @param {object} views `root`, `header` and `bar`
   */
  constructor(app, views) {
    Object.assign(this, { app, views });
    /** What the server says to newcomers, until it has been shown. */
    this.greeting = "";
    this.hasMet = false;
    this.wasLive = false;
  }

  /** @param {import("../net/connection.js").State} state */
  showState(state) {
    const { app, views } = this;
    const { player } = app;
    views.root.dataset.connection = state.name;
    views.bar.show(state);
    views.header.setTransport(state.transport);
    const linkBefore = player.conditions.link;
    const link = linkOf(state, this.wasLive, typeof state.restartAt === "number");
    player.setConditions({ link });
    if (link === "live" && linkBefore !== "live") {
      this.wasLive = true;
      player.teller.keptAtMillis = null;
      this.#greet();
      player.afterwards.resume(player);
    }
    if (link === "ended") app.refuse(say("offline"));
    if (link === "offline" && linkBefore === "loading") player.teller.situation(player);
    app.emitter.emit("connection", state);
  }

  /** More of the board has come, or it moved on. */
  progressed() {
    const { replica, player, emitter } = this.app;
    if (replica.seq === null) showProgress(replica);
    player.advance();
    emitter.emit("progress", replica.progress);
  }

  /** @param {{type: string}} message any text message */
  read(message) {
    const { app, views } = this;
    switch (message.type) {
      case "hello":
        this.#meet(message);
        break;
      case "online":
        views.header.setOnline(message.count);
        break;
      case "you":
        this.#setYou(message);
        break;
      case "rules":
        this.#changeRules(message);
        break;
      case "notice":
        // That the server goes is told by the bar in its own words, and counted down.
        if (!(message.retryMs > 0)) this.#announce(message);
        break;
      case "notice-withdrawn":
        views.bar.withdraw(message.id);
        break;
      case "error":
        if (message.code === "too-many") app.refuse(say("tooMany"));
        else app.standing.read(message);
        break;
      case "areas":
      case "report":
        app.standing.read(message);
        break;
      case "pixel":
        app.who.answer(message);
        break;
      default:
        // What other parts of the page listen for, and what later servers say.
        break;
    }
    app.chatLog.take(message);
    app.emitter.emit("text", message);
  }

  #meet(hello) {
    const { app, views } = this;
    views.header.setName(hello.board.name);
    views.header.setOnline(hello.online);
    if (!this.hasMet) this.greeting = hello.motd ?? "";
    this.hasMet = true;
    this.#setRules(hello.rules);
    app.standing.meet(hello);
    this.#setYou(hello.you);
  }

  /** What moderators want everybody to know is heard as well as seen. */
  #announce({ text, fr, level, id, showMs }) {
    const { app, views } = this;
    const words = inOwnLanguage(typeof fr === "string" && fr !== "" ? { en: text, fr } : { en: text });
    views.bar.announce(words, { id, showMillis: showMs });
    if (level === "announcement") app.announcer.say(words);
  }

  #setYou(you) {
    this.app.you = you;
    this.app.standing.setYou(you);
    this.app.emitter.emit("you", you);
  }

  /** What the reader may do is told at once where it has become something else. */
  #changeRules(rules) {
    const { app } = this;
    const before = app.rules;
    this.#setRules(rules);
    app.standing.setRules(rules);
    if (before === null) return;
    if (before.state !== rules.state) {
      app.player.teller.situation(app.player);
      // Of a pause the bar tells those who listen.
      if (rules.state !== "frozen") app.announcer.say(app.status.text);
    } else if (before.cooldownMs !== rules.cooldownMs) app.tell(sayRules(rules));
  }

  #setRules(rules) {
    this.app.rules = rules;
    this.app.rulesAt = this.app.clock.now();
    this.views.header.setRules(rules);
    this.app.player.setRules(rules);
    this.app.emitter.emit("rules", rules);
  }

  /** The server's own words the first time; later on what is to be done, unless something went wrong. */
  #greet() {
    const { status, player } = this.app;
    if (this.greeting !== "") status.show(this.greeting);
    else if (!status.isRefusal) player.teller.situation(player);
    this.greeting = "";
  }
}
