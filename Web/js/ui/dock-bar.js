// A bar in the place of the palette, for as long as the reader looks at something other than the present: the
// dock keeps its line of status, and gives up what one draws with. One bar at a time.

import { make } from "./dom.js";
import { icon } from "./icon.js";
import { say } from "./texts.js";

/** @type {DockBar | null} the one that is open */
let current = null;

export class DockBar {
  /**
   * @param {object} options
   * @param {Element | null} [options.button] the one that opens and closes it
   * @param {string} options.title
   * @param {Element} options.content
   * @param {() => void} options.closed told once, whoever closes it
   * @param {() => boolean} options.isBoardBusy whether Escape on the board has something else to end first
   */
  constructor({ button = null, title, content, closed, isBoardBusy }) {
    current?.close();
    current = this;
    Object.assign(this, { button, closed, isBoardBusy });
    this.opener = document.activeElement;
    this.dock = document.getElementById("dock");
    this.board = document.getElementById("board");
    const heading = make("h2", { id: "dock-bar-title", tabIndex: -1 }, title);
    this.element = make("section", { className: "dock-bar", "aria-labelledby": heading.id },
      make("header", {}, heading, make("button", {
        type: "button", className: "icon-button", title: say("close"), "aria-label": say("close"),
        onclick: () => this.close(),
      }, icon("close"))),
      content);
    this.badge = make("p", { className: "dock-badge", hidden: true });
    this.dock.append(this.element, this.badge);
    document.documentElement.dataset.dockBar = "open";
    this.abort = new AbortController();
    window.addEventListener("keydown", (event) => this.#handle(event), {
      capture: true, signal: this.abort.signal,
    });
    button?.setAttribute("aria-expanded", "true");
    heading.focus();
  }

  /** @param {string | null} text what is seen instead of the present, above the dock; null: the present is */
  showBadge(text) {
    this.badge.textContent = text ?? "";
    this.badge.hidden = text === null;
  }

  close() {
    if (current !== this) return;
    current = null;
    const hadFocus = this.element.contains(document.activeElement);
    this.abort.abort();
    this.element.remove();
    this.badge.remove();
    delete document.documentElement.dataset.dockBar;
    this.button?.setAttribute("aria-expanded", "false");
    if (hadFocus) (this.opener?.isConnected ? this.opener : this.board).focus();
    this.closed();
  }

  /** Escape ends it, in the bar and on the board; elsewhere Escape is somebody else's. */
  #handle(event) {
    const isOnBoard = event.target === this.board && !this.isBoardBusy();
    const isHere = isOnBoard || this.element.contains(event.target);
    if (event.key !== "Escape" || !isHere) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }
}
