// Reporting what somebody placed: one touch on the rule that it breaks and it is sent. What has become of it
// stands where one asks who placed it.

import { ruleCodes } from "../../canvas/restriction.js";
import { make } from "../../ui/dom.js";
import { ago, minutes } from "../../ui/texts.js";
import { isReportable } from "../../ui/who.js";
import { ruleKey } from "../moderation/words.js";
import { Reports, noteKey, problemOf, troubleKey } from "./reports.js";

/**
 * @param {object} app
 * @returns {Promise<{open: (placed: object) => void, hear: (message: object) => void}>}
 */
export async function start(app) {
  await Promise.all([
    app.loadTexts("report"), app.loadTexts("moderation"), app.loadStyle("report"), app.loadStyle("menu"),
  ]);
  const reporting = new Reporting(app);
  await reporting.load();
  return reporting;
}

class Reporting {
  constructor(app) {
    this.app = app;
    this.reports = new Reports();
    this.panel = null;
    this.placed = null;
    app.who.noteOf = (placed) => {
      const report = this.reports.about(placed);
      return report === null ? null : app.say(noteKey(report.state));
    };
  }

  /** Asks for those of earlier visits; without them the rest works all the same. */
  async load() {
    try {
      this.reports.take((await this.app.api.reports()).reports);
    } catch (error) {
      this.app.log.warn("the reader's reports could not be had", error);
    }
    this.app.who.refresh();
  }

  /** The server says what has become of a report. @param {{id: string, state: string}} message */
  hear(message) {
    const { app } = this;
    const report = this.reports.change(message);
    if (report === null) return;
    app.who.refresh();
    if (report.state !== "open") {
      app.tell(app.say("reportNews", { x: report.x, y: report.y, note: app.say(noteKey(report.state)) }));
    }
  }

  /** @param {object} placed what the server says of a pixel, or only its `x` and `y` */
  async open(placed) {
    const { app } = this;
    app.callout.hide();
    this.body = make("div", { className: "report" });
    this.placed = placed;
    this.panel = app.panels.open({
      id: "report", title: app.say("reportTitle"), content: this.body, closed: () => {
        this.panel = null;
      },
    });
    if (placed.name === undefined) await this.#ask(placed);
    else this.#showRules();
  }

  /** Opened without having asked who placed it. */
  async #ask(pixel) {
    const { app, panel } = this;
    this.#say(app.say("reportAsking"));
    let answer = null;
    let key = "reportUnreachable";
    try {
      answer = await app.api.pixel(pixel.x, pixel.y);
    } catch (error) {
      key = troubleKey(error);
    }
    if (panel === null || this.panel !== panel) return;
    if (answer === null) {
      this.#say(app.say(key));
      return;
    }
    this.placed = { ...answer, x: pixel.x, y: pixel.y };
    this.#showRules();
  }

  #showRules() {
    const { app } = this;
    const obstacle = this.#obstacle();
    if (obstacle !== null) {
      this.#fill(this.#about(), this.#words(obstacle));
      return;
    }
    const rules = ruleCodes.map((code) => make("li", {}, make("button", {
      type: "button", className: "menu-entry", "data-rule": code,
      onclick: () => (code === "other" ? this.#showForm() : this.#send({ rule: code })),
    }, app.say(code === "other" ? "reportOther" : ruleKey(code)))));
    this.#fill(this.#about(), make("p", { id: "report-why" }, app.say("reportWhy")),
      make("ol", { className: "menu-list report-rules", "aria-labelledby": "report-why" }, ...rules));
  }

  /** Why there is nothing to be reported, or the state of the report that there is. */
  #obstacle() {
    const { app, placed } = this;
    const report = this.reports.about(placed);
    if (report !== null) return app.say(noteKey(report.state));
    if (typeof app.you?.id !== "string") return app.say("reportNoSession");
    if (placed.at === null || typeof placed.name !== "string") return app.say("reportNobody");
    if (isReportable(placed, app.you)) return null;
    return app.say(placed.staff === true ? "reportStaff" : "reportOwn");
  }

  #showForm() {
    const { app } = this;
    const problem = make("p", { id: "report-problem", className: "report-problem", role: "alert" });
    const field = make("textarea", {
      id: "report-text", className: "field", rows: 3, "aria-describedby": problem.id,
      onkeydown: (event) => {
        // Enter sends, as in the chat; with Shift it begins a line.
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        submit();
      },
    });
    const submit = () => {
      const key = problemOf(field.value);
      field.setAttribute("aria-invalid", String(key !== null));
      problem.textContent = key === null ? "" : app.say(key);
      if (key === null) this.#send({ rule: "other", text: field.value.trim() });
      else field.focus();
    };
    this.#fill(this.#about(), make("form", {
      className: "report-form",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    make("label", { for: field.id }, app.say("reportText")), field, problem,
    make("div", { className: "report-row" },
      make("button", { type: "submit", className: "button primary" }, app.say("reportSend")),
      make("button", { type: "button", className: "button", onclick: () => this.#showRules() },
        app.say("reportBack")))));
    field.focus();
  }

  async #send(what) {
    const { app, placed, panel } = this;
    const { x, y } = placed;
    panel.heading.focus();
    this.#say(app.say("reportSending"));
    try {
      const { id, state } = await app.api.report({ x, y, ...what });
      // The server's clock dates it; where the reader's is behind, it still is of what is there now.
      this.reports.add({ id, x, y, state, at: Math.max(Date.now(), placed.at) });
      app.who.refresh();
      const words = app.say(noteKey(state) ?? "reportOpen");
      app.announcer.say(words);
      if (this.panel === panel) this.#say(words);
    } catch (error) {
      const wait = minutes(error.retryAfterMillis ?? 60_000);
      const words = app.say(troubleKey(error), { wait });
      app.announcer.say(words);
      if (this.panel === panel) this.#showTrouble(words, what);
    }
  }

  /** It did not go out: the reader need not say it all again. */
  #showTrouble(words, what) {
    const again = make("button", {
      type: "button", className: "button", onclick: () => this.#send(what),
    }, this.app.say("reportAgain"));
    this.#fill(this.#about(), this.#words(words, "report-problem"), again);
  }

  #say(words) {
    this.#fill(this.#about(), this.#words(words));
  }

  #words(words, className = "report-state") {
    return make("p", { className }, words);
  }

  /** What it is about: the colour, and who placed it when. */
  #about() {
    const { app, placed } = this;
    const swatch = make("span", { className: "pixel-swatch", "aria-hidden": "true" });
    swatch.style.setProperty("--colour", app.player.colours[placed.colour] ?? "transparent");
    const place = make("strong", {}, app.say("pixel", placed));
    const isKnown = typeof placed.name === "string" && Number.isFinite(placed.at);
    const who = isKnown
      ? make("span", {}, app.say("reportBy", { name: placed.name, when: ago(placed.at, Date.now()) })) : null;
    const words = make("span", { className: "pixel-words" }, place, who);
    return make("p", { className: "report-about" }, swatch, words);
  }

  #fill(...children) {
    const hadFocus = this.body.contains(document.activeElement);
    this.body.replaceChildren(...children);
    if (hadFocus) this.panel?.heading.focus();
  }
}
