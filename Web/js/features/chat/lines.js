// The lines of the chat on the page: appended as they come, in sight only if the reader was at the end, with
// places as links. Screen readers are told of what is new, never of what stood there before.

import { linesMax } from "../../ui/chat-log.js";
import { make } from "../../ui/dom.js";
import { moment } from "../../ui/texts.js";
import { clamp } from "../../util/clamp.js";
import { findPlaces } from "./coordinates.js";
import { withDays } from "./days.js";

/** So far from the end still counts as being there. */
const endPixels = 12;

const dayOf = (at) => moment(at, { weekday: "long", day: "numeric", month: "long" });

export class LinesView {
  /**
   * @param {object} app
   * @param {import("../../ui/chat-log.js").ChatLog} log
   * @param {{mention: (name: string) => void}} acts
   */
  constructor(app, log, acts) {
    Object.assign(this, { app, log, acts });
    const { say } = app;
    this.list = make("div", { role: "log", "aria-live": "off", "aria-label": say("chatTitle") });
    this.nobody = make("p", { className: "chat-nobody" }, say("chatNobody"));
    this.scroller = make("div", {
      className: "chat-scroll", tabIndex: 0, role: "group", "aria-label": say("chatLog"),
      onscroll: () => this.#scrolled(),
      onkeydown: (event) => this.#press(event),
    }, this.nobody, this.list);
    this.newButton = make("button", {
      type: "button", className: "button primary chat-new", hidden: true, onclick: () => this.toEnd(),
    });
    this.element = make("div", { className: "chat-lines" }, this.scroller, this.newButton);
    this.newCount = 0;
    this.isAtEnd = true;
    // The end stays in sight when the keyboard of a phone takes half of the page.
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(this.scroller);
  }

  /** All lines anew, in silence. */
  showAll() {
    const { scrollTop } = this.scroller;
    this.list.setAttribute("aria-live", "off");
    this.lastDay = null;
    this.list.replaceChildren();
    this.#append(this.log.lines);
    this.#newCountIs(0);
    if (this.isAtEnd) this.toEnd();
    else this.scroller.scrollTop = scrollTop;
    // The change above has been taken note of by then, unread.
    requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
  }

  /** @param {import("../../ui/chat-log.js").ChatLine} line that was said just now */
  add(line) {
    const isOwn = line.from === this.log.ownID;
    const wasAtEnd = this.isAtEnd || isOwn;
    this.#append([line]);
    if (this.log.muted.has(line.from)) return;
    if (wasAtEnd) this.toEnd();
    else this.#newCountIs(this.newCount + 1);
  }

  /** @param {string} id of a line that was taken back */
  remove(id) {
    this.list.querySelector(`[data-line="${CSS.escape(id)}"]`)?.remove();
    this.#tidy();
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.isAtEnd = true;
    this.#newCountIs(0);
  }

  #append(lines) {
    const heard = lines.filter(({ from }) => !this.log.muted.has(from));
    for (const item of withDays(heard, dayOf, this.lastDay)) {
      if (item.kind === "day") this.lastDay = item.day;
      this.list.append(item.kind === "day" ? this.#day(item) : this.#line(item.line));
    }
    while (this.list.querySelectorAll(".chat-line").length > linesMax) {
      this.list.querySelector(".chat-line").remove();
    }
    this.#tidy();
  }

  /** A day of which no line is left has no separator. */
  #tidy() {
    for (const day of this.list.querySelectorAll(".chat-day")) {
      const next = day.nextElementSibling;
      if (next !== null && !next.classList.contains("chat-day")) continue;
      if (next === null) this.lastDay = null;
      day.remove();
    }
    this.nobody.hidden = this.list.firstElementChild !== null;
  }

  #day({ day, at }) {
    return make("p", { className: "chat-day" }, make("time", { dateTime: new Date(at).toISOString() }, day));
  }

  #line(line) {
    const { say } = this.app;
    const isOwn = line.from === this.log.ownID;
    const element = make("div", {
      className: isOwn ? "chat-line is-own" : "chat-line", "data-line": line.id,
    });
    const name = isOwn
      ? make("span", { className: "chat-name" }, say("chatOwn", line))
      : make("button", {
        type: "button", className: "chat-name", tabIndex: -1, title: say("chatPerson", line),
        "aria-expanded": false,
        onclick: ({ currentTarget }) => this.#togglePerson(element, currentTarget, line),
      }, line.name);
    const time = make("time", {
      className: "chat-time", dateTime: new Date(line.at).toISOString(), title: moment(line.at),
    }, moment(line.at, { timeStyle: "short" }));
    element.append(
      make("p", { className: "chat-who" }, name, " ", time),
      make("p", { className: "chat-text", dir: "auto" }, ...this.#text(line.text)));
    return element;
  }

  #text(text) {
    const { app } = this;
    const page = app.link({ x: 0, y: 0, zoom: null }).replace(/#.*$/s, "");
    const { width = 0, height = 0 } = app.replica.grid ?? app.board ?? {};
    return findPlaces(text, { page, width, height }).map(({ text: shown, place }) => (place === null ? shown
      : make("a", {
        href: app.link(place), className: "chat-place", title: app.say("chatGo", place),
        onclick: (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          app.goTo(place);
        },
      }, shown)));
  }

  /** What can be done about a person, below their line. */
  #togglePerson(element, button, line) {
    const { say } = this.app;
    const open = this.list.querySelector(".chat-acts");
    const wasHere = open?.parentElement === element;
    for (const other of this.list.querySelectorAll("[aria-expanded=true]")) {
      other.setAttribute("aria-expanded", "false");
    }
    open?.remove();
    if (wasHere) return;
    button.setAttribute("aria-expanded", "true");
    const act = (key, work) => make("button", {
      type: "button", className: "button small", onclick: work,
    }, say(key));
    const acts = make("p", {
      className: "chat-acts", "aria-live": "off",
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        this.#togglePerson(element, button, line);
        button.focus();
      },
    }, act("chatMention", () => {
      this.#togglePerson(element, button, line);
      this.acts.mention(line.name);
    }), act("chatMute", () => {
      this.log.mute(line.from, true);
      this.app.announcer.say(say("chatMuted", line));
      this.scroller.focus();
    }));
    element.append(acts);
    acts.firstElementChild.focus({ preventScroll: true });
    acts.scrollIntoView({ block: "nearest" });
  }

  /** Arrow keys go from name to name, so that Tab need not. */
  #press(event) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const names = [...this.list.querySelectorAll("button.chat-name")];
    if (names.length === 0) return;
    const current = names.indexOf(document.activeElement);
    const next = current < 0 ? names.length - 1 : current + (event.key === "ArrowUp" ? -1 : 1);
    event.preventDefault();
    names[clamp(next, 0, names.length - 1)].focus();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight <= endPixels;
    if (this.isAtEnd && this.newCount > 0) this.#newCountIs(0);
  }

  #newCountIs(count) {
    this.newCount = count;
    this.newButton.hidden = count === 0;
    this.newButton.textContent = this.app.say("chatNew", { count });
  }
}
