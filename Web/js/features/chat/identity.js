// Who the reader is in the chat, and whom they do not hear: the foot of the panel.

import { make } from "../../ui/dom.js";

export class IdentityView {
  /**
   * @param {object} app
   * @param {import("../../ui/chat-log.js").ChatLog} log
   * @param {import("./draft.js").Draft} draft
   */
  constructor(app, log, draft) {
    Object.assign(this, { app, log, draft });
    const { say } = app;
    this.name = make("strong", {});
    this.change = make("button", {
      type: "button", className: "link-button", onclick: () => this.#edit(true),
    }, say("chatRename"));
    this.shown = make("p", { className: "chat-you" },
      make("span", {}, say("chatYou"), this.name), this.change);
    this.field = make("input", {
      type: "text", className: "field", autocomplete: "nickname", spellcheck: false, maxLength: 20,
      "aria-label": say("chatName"), "aria-describedby": "chat-name-rule",
    });
    this.rule = make("span", { id: "chat-name-rule", "aria-live": "polite" }, say("chatNameRule"));
    this.form = make("form", {
      className: "chat-rename", hidden: true,
      onsubmit: (event) => this.#submit(event),
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        this.#edit(false);
      },
    },
    make("div", { className: "chat-row" }, this.field,
      make("button", { type: "submit", className: "button primary" }, say("chatKeep")),
      make("button", {
        type: "button", className: "button", onclick: () => this.#edit(false),
      }, say("cancel"))),
    make("p", { className: "chat-below" }, this.rule));
    this.muted = make("details", { className: "chat-muted" });
    this.element = make("div", { className: "chat-identity" }, this.shown, this.form, this.muted);
  }

  /** Who the reader is now, and whom they have muted. */
  show() {
    const name = this.app.you?.name ?? null;
    this.shown.hidden = name === null || !this.form.hidden;
    // What the staff is called is the system's to say.
    this.change.hidden = this.app.you?.role === "moderator";
    if (this.name.textContent !== name) this.name.textContent = name ?? "";
    const hadFocus = this.muted.contains(document.activeElement);
    this.#showMuted();
    if (hadFocus) (this.muted.firstElementChild ?? this.change).focus();
  }

  #showMuted() {
    const { app, log } = this;
    this.muted.hidden = log.muted.size === 0;
    if (log.muted.size === 0) {
      this.muted.replaceChildren();
      return;
    }
    const names = new Map(log.lines.map(({ from, name: called }) => [from, called]));
    this.muted.replaceChildren(
      make("summary", {}, app.say("chatMutedCount", { count: log.muted.size })),
      ...[...log.muted].map((id) => make("button", {
        type: "button", className: "button small", onclick: () => log.mute(id, false),
      }, app.say("chatUnmute", { name: names.get(id) ?? app.say("chatSomebody") }))));
  }

  /** @param {{value: string, problem: string | null}} outcome of the reader's wish for a name */
  settle({ value, problem }) {
    if (problem !== null) {
      this.#complain(problem);
      return;
    }
    this.app.announcer.say(this.app.say("chatRenamed", { name: value }));
    this.#edit(false);
  }

  #submit(event) {
    event.preventDefault();
    const name = this.field.value.trim();
    if (name === this.app.you?.name) {
      this.#edit(false);
      return;
    }
    const problem = this.draft.rename(name);
    if (problem !== null) this.#complain(problem);
  }

  #complain(problem) {
    this.rule.textContent = this.app.say(problem);
    this.rule.classList.add("is-problem");
    this.field.setAttribute("aria-invalid", "true");
    this.field.focus();
  }

  #edit(isEditing) {
    const hadFocus = this.form.contains(document.activeElement);
    this.form.hidden = !isEditing;
    this.rule.textContent = this.app.say("chatNameRule");
    this.rule.classList.remove("is-problem");
    this.field.removeAttribute("aria-invalid");
    this.show();
    if (isEditing) {
      this.field.value = this.app.you?.name ?? "";
      this.field.select();
      this.field.focus();
    } else if (hadFocus) {
      this.change.focus();
    }
  }
}
