// Drawing as staff: taking the badge that a link brought, showing calmly that one wears it, and putting it
// down. What the reader may do then, the server decides; that they are staff, everybody reads behind what
// they place.

import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";

/** What is said of a link that does not work, by the code of the server's refusal. */
const failures = {
  "bad-code": "staffBadCode",
  "bad-request": "staffBadCode",
  "too-fast": "staffTooFast",
  "no-session": "staffNoSession",
  unreachable: "staffUnreachable",
};

/** @param {object} app @returns {Promise<Staff>} */
export async function start(app) {
  await Promise.all([app.loadTexts("staff"), app.loadStyle("staff")]);
  return new Staff(app, document.getElementById("header"));
}

export class Staff {
  /** @param {object} app @param {HTMLElement} header where the badge is shown */
  constructor(app, header) {
    this.app = app;
    /** As whom the reader draws; null: as themselves. @type {string | null} */
    this.name = null;
    // On a narrow page the shield alone says the word that stands before the colon.
    this.word = make("span", { className: "staff-word" });
    this.user = make("span", { className: "staff-user" });
    this.badge = make("button", {
      type: "button", id: "staff-badge", className: "staff-badge", hidden: true,
      onclick: () => app.panels.toggle("staff", () => this.#open()),
    }, make("span", { className: "chip" }, icon("shield"), this.word, this.user));
    header.append(this.badge);
    this.show();
  }

  /** As whom the reader draws, as the server said last. */
  show() {
    const { app } = this;
    const name = app.you?.role === "moderator" ? app.you.name : null;
    if (name === this.name) return;
    const wasStaff = this.name !== null;
    this.name = name;
    if (name === null) {
      const hadFocus = this.badge.contains(document.activeElement);
      this.badge.hidden = true;
      if (app.panels.isOpen("staff")) app.panels.close();
      else if (hadFocus) app.canvas.focus();
    } else {
      const start = name.startsWith("staff: ") ? "staff: ".length : 0;
      this.word.textContent = name.slice(0, start);
      this.user.textContent = name.slice(start);
      this.badge.title = app.say("staffBadge", { name });
      this.badge.setAttribute("aria-label", this.badge.title);
      this.badge.hidden = false;
    }
    if (name !== null) app.tell(app.say("staffNow", { name }));
    else if (wasStaff) app.tell(app.say("staffEnded"));
  }

  /** @param {string} code that a link brought: good once */
  async take(code) {
    const { app } = this;
    // A badge belongs to a session: there is one as soon as there can be.
    await app.session;
    try {
      await app.api.drawAsStaff(code);
      app.connection.greetAgain();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail({ code, message }) {
    const { app } = this;
    const key = failures[code];
    const words = key === undefined ? app.say("staffRefused", { message }) : app.say(key);
    app.panels.open({
      id: "staff-failed", title: app.say("staffFailed"),
      content: make("p", { className: "staff-problem", role: "alert" }, words),
    });
  }

  #open() {
    const { app } = this;
    const problem = make("p", { className: "staff-problem", role: "alert" });
    const stop = make("button", {
      type: "button", className: "button primary", onclick: () => this.#putDown(stop, problem),
    }, app.say("staffStop"));
    app.panels.open({
      id: "staff", title: app.say("staffTitle"),
      content: make("div", { className: "staff-panel" },
        make("p", {}, app.say("staffWords", { name: this.name })),
        make("p", { className: "hint" }, app.say("staffRules")), problem, stop),
    });
  }

  async #putDown(button, problem) {
    const { app } = this;
    button.disabled = true;
    problem.textContent = "";
    try {
      await app.api.drawAsOneself();
      app.connection.greetAgain();
    } catch {
      problem.textContent = app.say("staffStopFailed");
    } finally {
      button.disabled = false;
    }
  }
}
