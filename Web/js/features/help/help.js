// The help: how it works, the rules here, and everything that can be done, with the reader's own keys.

import { make } from "../../ui/dom.js";
import { settingSwitch } from "../settings/switch.js";
import { LayoutGuess } from "./layout.js";
import { makePad } from "./pad.js";
import { sentences } from "./rules.js";
import { makeTable } from "./table.js";

/**
 * @param {object} app
 * @returns {Promise<{open: () => void, close: () => void, toggle: () => void}>}
 */
export async function start(app) {
  const layout = new LayoutGuess(navigator.languages);
  await Promise.all([
    app.loadTexts("help"), app.loadStyle("help"), app.loadStyle("settings"), readLayout(layout),
  ]);
  return new Help(app, layout);
}

/** Some browsers know what is written on the keys. */
async function readLayout(layout) {
  try {
    layout.takeMap(await navigator.keyboard.getLayoutMap());
  } catch {
    // Others show it key by key, as the reader types.
  }
}

class Help {
  constructor(app, layout) {
    Object.assign(this, { app, layout });
    this.rules = make("ul", { className: "help-rules" });
    this.table = make("div", {});
    this.panel = null;
    this.ends = [];
    // Typed anywhere, and only ever read for what is written on the keys.
    window.addEventListener("keydown", (event) => {
      if (layout.learn(event) && this.panel !== null) this.#showTable();
    }, { capture: true });
  }

  open() {
    const { app } = this;
    if (app.panels.isOpen("help")) return;
    const { say } = app;
    this.#showTable();
    this.#showRules();
    const { element: keys, end } = settingSwitch(app, "keys", {
      label: say("helpKeysSwitch"), hint: say("helpKeysWhy"),
    });
    this.ends = [end, app.on("rules", () => this.#showRules()), app.on("board", () => this.#showRules())];
    this.panel = app.panels.open({
      id: "help",
      title: say("helpTitle"),
      content: make("div", { className: "help" },
        make("h3", {}, say("helpHow")), make("p", {}, say("helpHowText")),
        make("h3", {}, say("helpRules")), this.rules,
        make("h3", {}, say("helpMove")), makePad(app),
        make("h3", {}, say("helpKeys")), this.table, keys),
      closed: () => this.#closed(),
    });
  }

  close() {
    this.panel?.close();
  }

  toggle() {
    this.app.panels.toggle("help", () => this.open());
  }

  #closed() {
    for (const end of this.ends) end();
    this.ends = [];
    this.panel = null;
  }

  #showTable() {
    this.table.replaceChildren(makeTable(this.app.say, this.layout));
  }

  #showRules() {
    const { rules, board, say, clock, rulesAt } = this.app;
    if (rules === null || board === null) return;
    const nowMillis = Date.now() - (clock.now() - rulesAt);
    const language = document.documentElement.lang;
    this.rules.replaceChildren(
      ...sentences(rules, board, { say, language, nowMillis }).map((sentence) => make("li", {}, sentence)));
  }
}
