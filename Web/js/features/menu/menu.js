// The menu of a pixel: by right click, key or button. It has the focus while it is open, and gives it back.

import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";
import { PixelHistory } from "./history.js";
import { entries, entryAfter, placeNear } from "./model.js";

/**
 * @param {object} app
 * @returns {Promise<{open: (at: {pixel: {x: number, y: number}, point?: {x: number, y: number}}) => void,
 *   close: () => void}>}
 */
export async function start(app) {
  await Promise.all([app.loadTexts("menu"), app.loadStyle("menu")]);
  return new PixelMenu(app);
}

class PixelMenu {
  constructor(app) {
    this.app = app;
    this.history = new PixelHistory(app);
    this.element = null;
    this.opener = null;
    this.listening = null;
  }

  /**
   * @param {{pixel: {x: number, y: number}, point?: {x: number, y: number}}} at the pixel that it is about,
   *   and where on the page it opens, in CSS pixels; beside the pixel without
   */
  open({ pixel, point = this.#pointOf(pixel) }) {
    this.close();
    const { app } = this;
    this.opener = document.activeElement;
    app.player.aimAt(pixel);
    this.element = this.#build(pixel);
    document.body.append(this.element);
    const { left, top } = placeNear(point,
      { width: this.element.offsetWidth, height: this.element.offsetHeight },
      { width: window.innerWidth, height: window.innerHeight });
    this.element.style.setProperty("left", `${left}px`);
    this.element.style.setProperty("top", `${top}px`);
    this.#items()[0].focus();
    this.#listen();
  }

  close() {
    if (this.element === null) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.listening.abort();
    this.element.remove();
    this.element = null;
    if (hadFocus) this.opener?.focus();
  }

  #build(pixel) {
    const { player, replica, say } = this.app;
    const colour = replica.grid?.colours[replica.grid.indexOf(pixel.x, pixel.y)];
    const title = make("p", { id: "pixel-menu-title", className: "pixel-menu-title" },
      make("span", { className: "pixel-swatch" }),
      say("menuTitle", { ...pixel, colour: player.names[colour] ?? "" }));
    title.firstElementChild.style.setProperty("--colour", player.colours[colour] ?? "transparent");
    const acts = this.#acts(pixel);
    const items = entries.map(({ name, symbol }) => make("button", {
      type: "button", role: "menuitem", className: "menu-entry", tabIndex: -1,
      onclick: () => {
        this.close();
        acts[name]();
      },
    }, icon(symbol), make("span", {}, say(`menu${name}`))));
    return make("div", { className: "panel pixel-menu", onkeydown: (event) => this.#press(event) },
      title, make("div", { role: "menu", "aria-labelledby": title.id }, ...items));
  }

  #acts(pixel) {
    const { app } = this;
    return {
      Who: () => app.who.tell(pixel),
      History: () => this.history.open(pixel),
      // It is the cursor's pixel by now, and what is around the cursor is what is replayed.
      Replay: () => app.commands.byKey.replay(),
      Pick: () => app.player.pick(pixel),
      Report: () => app.commands.report(pixel),
      Link: () => app.commands.copyLink({ ...pixel, zoom: app.stage.viewport.scale / app.stage.unit }),
    };
  }

  #items() {
    return [...this.element.querySelectorAll("[role=menuitem]")];
  }

  #press(event) {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.close();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const items = this.#items();
    const labels = items.map((item) => item.textContent);
    const next = entryAfter(event.key, items.indexOf(document.activeElement), labels);
    if (next === null) return;
    event.preventDefault();
    items[next].focus();
  }

  /** Whatever happens elsewhere closes it. */
  #listen() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    const close = (event) => {
      if (!(event.target instanceof Node && this.element.contains(event.target))) this.close();
    };
    for (const type of ["pointerdown", "wheel"]) {
      window.addEventListener(type, close, { signal, capture: true, passive: true });
    }
    // A new press has closed it by then: this one is the end of the touch that opened it, and would take
    // the focus away.
    window.addEventListener("mousedown", (event) => {
      if (!this.element.contains(event.target)) event.preventDefault();
    }, { signal, capture: true });
    for (const type of ["blur", "resize"]) window.addEventListener(type, () => this.close(), { signal });
    this.element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget !== null && this.element?.contains(relatedTarget) === false) this.close();
    }, { signal });
  }

  /** The middle of a pixel on the page, in CSS pixels. */
  #pointOf(pixel) {
    const { viewport, unit } = this.app.stage;
    const { x, y } = viewport.pointOf(pixel);
    return { x: x / unit, y: y / unit };
  }
}
