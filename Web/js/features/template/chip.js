// How far the template has come, and the way to its next pixel, above the dock while the panel is closed: on
// a phone the panel would cover what is to be drawn.

import { make } from "../../ui/dom.js";

export class Chip {
  /** @param {object} app @param {() => void} next leads to the next pixel */
  constructor(app, next) {
    this.app = app;
    this.share = make("span", { className: "template-chip-share" });
    this.element = make("button", {
      type: "button", className: "panel template-chip", title: app.say("templateNextKey"), onclick: next,
    }, make("span", {}, app.say("templateNext")), this.share);
    this.isShown = false;
    this.follow = () => {};
  }

  /** @param {import("./easel.js").Easel} easel @param {boolean} isCovered whether the panel is open */
  update(easel, isCovered) {
    const isShown = easel.isShown && !isCovered;
    if (isShown !== this.isShown) {
      this.isShown = isShown;
      if (isShown) this.#appear();
      else this.#disappear();
    }
    if (isShown) this.share.textContent = `${easel.project.tally.percent} %`;
  }

  #appear() {
    const { app, element } = this;
    // What floats over the lower edge changes its height with the window.
    const place = () => {
      const bottom = app.viewport.insets.bottom / app.stage.unit;
      element.style.setProperty("bottom", `${Math.round(bottom)}px`);
    };
    place();
    this.follow = app.on("view", place);
    document.body.append(element);
  }

  #disappear() {
    const hadFocus = document.activeElement === this.element;
    this.follow();
    this.element.remove();
    if (hadFocus) this.app.stage.canvas.focus();
  }
}
