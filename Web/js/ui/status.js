// What the page says: the status line over the palette, and the region that is read out to those who listen.

import { make } from "./dom.js";

export class StatusLine {
  /** @param {HTMLElement} element @param {HTMLElement} refuge gets the focus of a button that goes */
  constructor(element, refuge) {
    Object.assign(this, { element, refuge });
    this.text = "";
  }

  /** What is going on; gives way to whatever comes next. @param {string} text */
  show(text) {
    this.#write(text, "plain", null);
  }

  /**
   * Something that did not work; stays until the reader acts.
   * @param {string} text
   * @param {{label: string, act: () => void} | null} [action] what can be done about it
   */
  refuse(text, action = null) {
    this.#write(text, "refusal", action);
  }

  /** @returns {boolean} whether the reader has not yet done anything about a refusal */
  get isRefusal() {
    return this.element.dataset.kind === "refusal";
  }

  #write(text, kind, action) {
    this.element.dataset.kind = kind;
    if (this.text === text && action === null) return;
    this.text = text;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(text);
    if (hadFocus) this.refuge.focus();
    if (action === null) return;
    this.element.append(" ", make("button", {
      type: "button", className: "link-button", onclick: action.act,
    }, action.label));
  }
}

export class Announcer {
  /** @param {HTMLElement} element a polite live region that nobody sees */
  constructor(element) {
    this.element = element;
  }

  /** @param {string} text */
  say(text) {
    // The same words twice are no change to a live region: an unseen mark makes them one.
    this.element.textContent = this.element.textContent === text ? `${text}\u00a0` : text;
  }
}
