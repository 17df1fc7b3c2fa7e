// The acts that keys, buttons and the menu have in common: most of them wake a part of the client that was
// not needed until now.

import { make } from "../ui/dom.js";
import { icon } from "../ui/icon.js";
import { say } from "../ui/texts.js";

/** What the menu offers besides the buttons that are always there: icon, text, command. */
const menuEntries = [
  ["template", "labelTemplate", "template"],
  ["past", "labelPast", "past"],
  ["heat", "labelHeat", "toggleHeat"],
  ["replay", "labelReplay", "replay"],
  ["map", "labelMinimap", "toggleMinimap"],
  ["target", "labelPixel", "pixelMenu"],
  ["share", "labelShare", "copyLink"],
  ["download", "labelDownload", "download"],
  ["bell", "labelBell", "toggleBell"],
  ["settings", "labelSettings", "settings"],
  ["help", "labelHelp", "help"],
];

export class Commands {
  /** @param {object} app @param {import("./features.js").Features} features */
  constructor(app, features) {
    Object.assign(this, { app, features });
    this.byKey = {
      toggleTemplate: () => this.#with("template", (template) => template.toggleShown()),
      nextWrong: () => this.#with("template", (template) => template.nextWrong()),
      opacityStep: (step) => this.#with("template", (template) => template.opacityStep(step)),
      toggleHeat: () => this.#with("heat", (heat) => heat.toggle()),
      replay: () => this.#with("replay", (replay) => replay.start()),
      toggleGrid: () => this.#toggleSetting("grid", "gridOn", "gridOff"),
      toggleSound: () => this.#toggleSetting("sound", "soundOn", "soundOff"),
      toggleLock: () => this.#toggleLock(),
      copyLink: () => this.copyLink(),
      help: () => this.#with("help", (help) => help.toggle()),
    };
  }

  /** Opens or closes a part that is a panel. @param {string} name of the feature */
  toggle(name) {
    return this.#with(name, (feature) => feature.toggle());
  }

  /** @param {{x: number, y: number}} pixel that the menu is about */
  menu(pixel) {
    this.#with("menu", (menu) => menu.open({ pixel }));
  }

  /** @param {object} placed what the server says of a pixel, or only its `x` and `y` */
  report(placed) {
    this.#with("report", (report) => report.open(placed));
  }

  /** Escape on the board: whatever covers it goes first. @returns {boolean} whether anything did */
  dismiss() {
    if (this.app.panels.current === null) return false;
    this.app.panels.close();
    return true;
  }

  async copyLink(place) {
    const link = this.app.link(place);
    const isCopied = await this.app.copy(link);
    this.app.tell(isCopied ? say("copied") : say("copyFailed", { link }));
  }

  /** Everything that has no button of its own. */
  toggleMore() {
    this.app.panels.toggle("more", () => this.#openMore());
  }

  #openMore() {
    const acts = {
      ...this.byKey,
      toggleMinimap: () => this.#toggleMinimap(),
      toggleBell: () => this.#with("ready", (ready) => ready.toggle()),
      pixelMenu: () => this.menu(this.app.player.whereabouts),
      download: () => this.toggle("download"),
      settings: () => this.toggle("settings"),
      template: () => this.toggle("template"),
      past: () => this.toggle("past"),
    };
    const list = make("ul", { className: "menu-list" }, ...menuEntries.map(([symbol, key, command]) =>
      make("li", {}, make("button", {
        type: "button", className: "menu-entry", "data-entry": command,
        onclick: () => {
          this.app.panels.close();
          acts[command]();
        },
      }, icon(symbol), say(key)))));
    this.app.panels.open({ id: "more", title: say("labelMenu"), content: list });
  }

  async #with(name, work) {
    const feature = await this.features.get(name);
    if (feature !== null) work(feature);
  }

  #toggleMinimap() {
    this.app.settings.set("minimap", !this.app.settings.get("minimap"));
  }

  #toggleSetting(key, on, off) {
    const { settings } = this.app;
    settings.set(key, !settings.get(key));
    this.app.tell(say(settings.get(key) ? on : off));
  }

  #toggleLock() {
    this.app.isViewLocked = !this.app.isViewLocked;
    this.app.tell(say(this.app.isViewLocked ? "lockOn" : "lockOff"));
  }
}
