// A word at a pixel: why it was refused, or who placed it. It stays with its pixel when the view moves, and
// goes by itself. It may hold one thing to do; then it can be reached, by keys too, and waits for the reader.

import { make } from "./dom.js";
import { icon } from "./icon.js";

export class Callout {
  /**
   * @param {HTMLElement} element
   * @param {import("./stage.js").Stage} stage
   * @param {import("../util/clock.js").Clock} clock
   * @param {HTMLElement} refuge gets the focus of a button that goes
   */
  constructor(element, stage, clock, refuge) {
    Object.assign(this, { element, stage, clock, refuge });
    this.pixel = null;
    this.cancelHide = () => {};
  }

  /**
   * @param {{x: number, y: number}} pixel
   * @param {string} text
   * @param {object} [options]
   * @param {"plain" | "refusal"} [options.kind]
   * @param {number} [options.millis] how long it stays; until it is told to go where nothing is said
   * @param {boolean} [options.isStaff] whether it is about the staff, who have a mark
   * @param {string | null} [options.note] a second line
   * @param {{label: string, act: () => void} | null} [options.action]
   */
  show(pixel, text, { kind = "plain", millis, isStaff = false, note = null, action = null } = {}) {
    this.cancelHide();
    this.pixel = pixel;
    this.#fill(
      isStaff ? icon("shield") : null, make("span", {}, text),
      note === null ? null : make("span", { className: "callout-note" }, note),
      action === null ? null : make("button", { type: "button", onclick: action.act }, action.label));
    this.element.dataset.kind = kind;
    // Its words are said elsewhere for those who listen; a button has to be there for them.
    if (action === null) this.element.setAttribute("aria-hidden", "true");
    else this.element.removeAttribute("aria-hidden");
    this.element.hidden = false;
    this.follow();
    if (millis !== undefined) this.#hideAfter(millis);
  }

  hide() {
    this.cancelHide();
    this.pixel = null;
    this.#fill();
    this.element.hidden = true;
  }

  #fill(...children) {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(...children.filter((child) => child !== null));
    if (hadFocus) this.refuge.focus();
  }

  /** Not while somebody is about to press its button. */
  #hideAfter(millis) {
    this.cancelHide = this.clock.schedule(millis, () => {
      if (this.element.matches(":focus-within, :hover")) this.#hideAfter(millis);
      else this.hide();
    });
  }

  /** Brings it to where its pixel is on the screen now; out of sight when the pixel is. */
  follow() {
    if (this.pixel === null) return;
    const { viewport, unit } = this.stage;
    const { origin, scale } = viewport;
    const left = (origin.x + (this.pixel.x + 0.5) * scale) / unit;
    const top = (origin.y + this.pixel.y * scale) / unit;
    const isInView = left >= 0 && top >= 0 && left <= viewport.width / unit && top <= viewport.height / unit;
    const half = this.element.offsetWidth / 2 + 8;
    const clamped = Math.min(Math.max(left, half), viewport.width / unit - half);
    const isBelow = top < this.element.offsetHeight + 24;
    const edge = isBelow ? top + scale / unit + 10 : top - this.element.offsetHeight - 10;
    this.element.classList.toggle("is-away", !isInView);
    this.element.style.setProperty("translate", `${Math.round(clamped - half + 8)}px ${Math.round(edge)}px`);
  }
}
