// Everything that was placed on one pixel, newest first, in a panel; what comes meanwhile joins it.

import { make, setHidden } from "../../ui/dom.js";
import { ago, moment } from "../../ui/texts.js";
import { HistoryPages } from "./pages.js";

/** The pixel changed: the server is asked what by, but not for every change of a busy one. */
const refreshMillis = 1_000;

export class PixelHistory {
  constructor(app) {
    this.app = app;
    this.list = make("ol", { className: "pixel-history" });
    this.state = make("p", { className: "pixel-state", role: "status" });
    this.older = make("button", { type: "button", className: "button", onclick: () => this.#load("older") });
    this.panel = null;
    this.ends = [];
    this.isAsking = false;
  }

  /** @param {{x: number, y: number}} pixel */
  open(pixel) {
    const { app } = this;
    const { x, y } = pixel;
    this.pages = new HistoryPages((page) => app.api.history(x, y, page));
    this.list.replaceChildren();
    const content = make("div", { className: "pixel-panel" },
      make("button", {
        type: "button", className: "button", onclick: () => app.goTo(pixel),
      }, app.say("menuGo")),
      this.list, this.state, this.older);
    this.panel = app.panels.open({
      id: "pixel", title: app.say("menuHistoryTitle", pixel), content, closed: () => this.#closed(),
    });
    this.#listen(pixel);
    this.#load("older");
  }

  #listen({ x, y }) {
    const { app } = this;
    let cancel = () => {};
    const endDelta = app.on("delta", ({ indexes }) => {
      if (!indexes.includes(app.replica.grid.indexOf(x, y))) return;
      cancel();
      cancel = app.clock.schedule(refreshMillis, () => this.#load("newer"));
    });
    this.ends = [endDelta, () => cancel()];
  }

  #closed() {
    for (const end of this.ends) end();
    this.ends = [];
    this.panel = null;
  }

  /** @param {"older" | "newer"} which page */
  async #load(which) {
    const { app, pages } = this;
    if (this.isAsking) return;
    this.isAsking = true;
    this.state.textContent = this.list.childElementCount === 0 ? app.say("menuAsking") : "";
    let trouble = null;
    try {
      await pages[which]();
    } catch (error) {
      trouble = error.status === 503 ? "menuBusy" : "menuFailed";
      app.log.warn("the history of a pixel could not be had", error);
    }
    this.isAsking = false;
    if (pages !== this.pages) {
      // Another pixel was asked for meanwhile.
      if (this.panel !== null) this.#load("older");
      return;
    }
    this.#show(trouble);
  }

  #show(trouble) {
    const { app, pages } = this;
    const now = Date.now();
    this.list.replaceChildren(...pages.entries.map((entry) => this.#entry(entry, now)));
    const isEmpty = trouble === null && pages.entries.length === 0;
    this.state.textContent = trouble !== null ? app.say(trouble) : isEmpty ? app.say("menuNobody") : "";
    const isAll = trouble === null && !pages.hasOlder;
    if (this.panel === null) this.older.hidden = isAll;
    else setHidden(this.older, isAll, this.panel.heading);
    this.older.textContent = app.say(trouble === null ? "menuOlder" : "menuRetry");
  }

  #entry({ colour, name, at, isUndo }, now) {
    const { player, say } = this.app;
    const swatch = make("span", { className: "pixel-swatch", "aria-hidden": "true" });
    swatch.style.setProperty("--colour", player.colours[colour] ?? "transparent");
    const who = name ?? say("menuUnknown");
    return make("li", { className: isUndo ? "is-undo" : "" }, swatch,
      make("span", { className: "pixel-words" },
        make("strong", {}, player.names[colour] ?? String(colour)),
        make("span", {}, say(isUndo ? "menuUndone" : "menuBy", { name: who }))),
      make("time", { dateTime: new Date(at).toISOString(), title: moment(at) }, ago(at, now)));
  }
}
