// The panels beside the board: chat, template, time and their like. One at a time; never in the way of
// drawing: a card at the right on wide pages, a sheet over the lower half on phones. Not modal: the board
// stays usable, Escape closes and gives the focus back.

import { make } from "./dom.js";
import { icon } from "./icon.js";
import { say } from "./texts.js";

/**
 * @typedef {object} PanelOptions
 * @property {string} id
 * @property {string} title
 * @property {Element} content
 * @property {() => void} [closed] told once, whoever closes it
 * @property {boolean} [hasFocus] whether opening moves the focus into it: true unless said otherwise
 */

export class Panels {
  /**
   * @param {HTMLElement} root where panels appear
   * @param {() => HTMLElement} fallback focus of last resort
   */
  constructor(root, fallback) {
    this.root = root;
    this.fallback = fallback;
    /** @type {{id: string, element: HTMLElement, closed: () => void, opener: Element | null} | null} */
    this.current = null;
    /** Told the id of the panel that is open now, or null. */
    this.changed = () => {};
  }

  /** @returns {() => void} unbinds */
  bind() {
    const handle = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    };
    this.root.addEventListener("keydown", handle);
    return () => this.root.removeEventListener("keydown", handle);
  }

  /** @param {PanelOptions} options @returns {{close: () => void, element: HTMLElement}} */
  open({ id, title, content, closed = () => {}, hasFocus = true }) {
    const opener = this.current?.opener ?? document.activeElement;
    this.#remove();
    const heading = make("h2", { id: `panel-title-${id}`, tabIndex: -1 }, title);
    const element = make("section",
      { className: "panel card", id: `panel-${id}`, "aria-labelledby": heading.id },
      make("header", {}, heading, make("button", {
        type: "button", className: "icon-button", title: say("close"), "aria-label": say("close"),
        onclick: () => this.close(),
      }, icon("close"))),
      make("div", { className: "card-body" }, content));
    this.root.append(element);
    this.current = { id, element, closed, opener };
    this.changed(id);
    if (hasFocus) heading.focus();
    return { element, close: () => this.current?.element === element && this.close() };
  }

  /** @param {string} id @param {() => void} open what opens the panel of that name, if it is not open */
  toggle(id, open) {
    if (this.isOpen(id)) this.close();
    else open();
  }

  /** @param {string} id @returns {boolean} */
  isOpen(id) {
    return this.current?.id === id;
  }

  close() {
    if (this.current === null) return;
    const { element, opener } = this.current;
    const hadFocus = element.contains(document.activeElement);
    this.#remove();
    this.changed(null);
    if (hadFocus) (opener?.isConnected ? opener : this.fallback()).focus();
  }

  #remove() {
    const panel = this.current;
    if (panel === null) return;
    this.current = null;
    panel.element.remove();
    panel.closed();
  }
}
