// What the reader can have their way. Everything takes effect at once and is kept in the browser.

import { make } from "../../ui/dom.js";
import { languages } from "../../ui/texts.js";
import { askToNotify, permission } from "../ready/notification.js";
import { makeSwitch, settingSwitch } from "./switch.js";

/**
 * @param {object} app
 * @returns {Promise<{open: () => void, close: () => void, toggle: () => void}>}
 */
export async function start(app) {
  await Promise.all([app.loadTexts("settings"), app.loadStyle("settings")]);
  return new SettingsPanel(app);
}

class SettingsPanel {
  constructor(app) {
    this.app = app;
    this.panel = null;
    this.ends = [];
  }

  open() {
    const { app } = this;
    if (app.panels.isOpen("settings")) return;
    this.panel = app.panels.open({
      id: "settings", title: app.say("settingsTitle"), content: this.#content(), closed: () => this.#closed(),
    });
  }

  close() {
    this.panel?.close();
  }

  toggle() {
    this.app.panels.toggle("settings", () => this.open());
  }

  #closed() {
    for (const end of this.ends) end();
    this.ends = [];
    this.panel = null;
  }

  #content() {
    const { say } = this.app;
    const part = (key, ...content) => make("section", { className: "settings-part" },
      make("h3", {}, say(key)), ...content);
    return make("div", { className: "settings" },
      part("settingsLook",
        this.#language(),
        this.#choice("theme", ["auto", "light", "dark"]),
        this.#choice("motion", ["auto", "reduced"]),
        this.#switch("grid")),
      part("settingsDraw", this.#switch("oneTap"), this.#switch("glyphs"), this.#switch("keys")),
      part("settingsTell", this.#notifications(), this.#switch("sound")));
  }

  #switch(key) {
    const { element, end } = settingSwitch(this.app, key, this.#words(key));
    this.ends.push(end);
    return element;
  }

  #words(key) {
    const text = textOf(key);
    return { label: this.app.say(text), hint: this.app.say(`${text}Hint`) };
  }

  /** One of a few: radio buttons side by side. */
  #choice(key, values) {
    const { settings, say } = this.app;
    const boxes = values.map((value) => make("input", {
      type: "radio", name: `settings-${key}`, value, id: `settings-${key}-${value}`,
      onchange: () => settings.set(key, value),
    }));
    this.ends.push(settings.follow(key, (chosen) => {
      for (const box of boxes) box.checked = box.value === chosen;
    }));
    return make("fieldset", { className: "settings-choice" },
      make("legend", {}, say(textOf(key))),
      make("div", { className: "settings-choice-row" }, ...boxes.flatMap((box) => [
        box, make("label", { for: box.id }, say(textOf(key, box.value))),
      ])));
  }

  #language() {
    const { say } = this.app;
    const spoken = document.documentElement.lang;
    const field = make("select", {
      id: "settings-language", className: "field", onchange: () => this.#speak(field.value),
    }, ...Object.entries(languages).map(([code, name]) => make("option", {
        value: code, lang: code, selected: code === spoken,
      }, name)));
    return make("div", { className: "settings-line" },
      make("label", { for: field.id }, say("settingsLanguage")), field);
  }

  /** Another language is another page: it comes back at the view that its address names. */
  #speak(language) {
    const { app } = this;
    app.settings.set("language", language);
    const address = new URL(app.link());
    address.searchParams.delete("lang");
    window.history.replaceState(null, "", address);
    window.location.reload();
  }

  /** The browser asks the reader, and only because of this click. */
  #notifications() {
    const { settings, say } = this.app;
    const made = makeSwitch({
      ...this.#words("notify"),
      isOn: false,
      wanted: async (isOn) => {
        const isGranted = isOn && await askToNotify();
        settings.set("notify", isGranted);
        show();
      },
    });
    const trouble = make("p", { className: "hint is-trouble", role: "status" });
    const show = () => {
      made.set(settings.get("notify") && permission() === "granted");
      const key = { denied: "settingsDenied", missing: "settingsMissing" }[permission()];
      trouble.textContent = key === undefined ? "" : say(key);
    };
    this.ends.push(settings.follow("notify", show));
    made.element.append(trouble);
    return made.element;
  }
}

/** The key of the text of a setting, or of one of its values: `settingsThemeDark`. */
function textOf(...words) {
  return `settings${words.map((word) => word[0].toUpperCase() + word.slice(1)).join("")}`;
}
