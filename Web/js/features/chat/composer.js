// Where the reader writes: one line, with the place of the cursor at a click, and what went wrong right
// there.

import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";
import { characterCount, lineCharactersMax } from "./draft.js";

/** How much is left is told from here on. */
const leftShown = 40;

export class Composer {
  /**
   * @param {object} app
   * @param {import("./draft.js").Draft} draft
   * @param {() => string} lastLine the reader's own
   */
  constructor(app, draft, lastLine) {
    Object.assign(this, { app, draft, lastLine });
    const { say } = app;
    this.input = make("input", {
      type: "text", className: "field", autocomplete: "off", enterKeyHint: "send",
      placeholder: say("chatWrite"), "aria-label": say("chatWrite"),
      "aria-describedby": "chat-problem chat-count",
      oninput: () => this.#count(),
      onkeydown: (event) => this.#press(event),
    });
    this.place = make("button", {
      type: "button", className: "icon-button", title: say("chatPlace"), "aria-label": say("chatPlace"),
      onclick: () => this.#insertPlace(),
    }, icon("target"));
    this.send = make("button", { type: "submit", className: "button primary" }, say("chatSend"));
    this.count = make("span", { id: "chat-count", className: "chat-count" });
    this.problem = make("span", { id: "chat-problem", role: "alert" });
    this.element = make("form", {
      className: "chat-form",
      onsubmit: (event) => {
        event.preventDefault();
        this.#submit();
      },
    },
    make("div", { className: "chat-row" }, this.input, this.place, this.send),
    make("p", { className: "chat-below" }, this.problem, this.count));
  }

  /** @param {boolean} isOn whether anything can be said here */
  setOn(isOn) {
    for (const control of [this.input, this.place, this.send]) control.disabled = !isOn;
  }

  /** @param {string} text to stand where the reader writes */
  insert(text) {
    const { input } = this;
    const before = input.value.slice(0, input.selectionStart);
    const gap = before === "" || before.endsWith(" ") ? "" : " ";
    input.setRangeText(`${gap}${text} `, input.selectionStart, input.selectionEnd, "end");
    this.#count();
    input.focus();
  }

  /** @param {{value: string, problem: string | null}} outcome of what was sent from here */
  settle({ value, problem }) {
    this.showProblem(problem);
    if (problem === null && this.input.value.trim() === value) this.input.value = "";
    this.#count();
  }

  /** @param {string | null} key of a text */
  showProblem(key) {
    this.problem.textContent = key === null ? "" : this.app.say(key);
    this.input.setAttribute("aria-invalid", String(key !== null));
  }

  #submit() {
    this.showProblem(this.draft.say(this.input.value));
  }

  #press(event) {
    if (event.key !== "ArrowUp" || this.input.value !== "") return;
    event.preventDefault();
    this.input.value = this.lastLine();
    this.#count();
  }

  #insertPlace() {
    const { x, y } = this.app.player.whereabouts;
    this.insert(`(${x}, ${y})`);
  }

  #count() {
    const left = lineCharactersMax - characterCount(this.input.value);
    this.count.textContent =
      left > leftShown ? "" : this.app.say(left >= 0 ? "chatLeft" : "chatOver", { count: Math.abs(left) });
    this.count.classList.toggle("is-over", left < 0);
  }
}
