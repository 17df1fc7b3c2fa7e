// What is left to do in each colour of a template: a button for each, which shows that colour alone and takes
// it in hand.

import { make } from "../../ui/dom.js";
import { number } from "../../ui/texts.js";

export class ColourList {
  /**
   * @param {{names: string[], colours: string[]}} player knows what colours are called and look like
   * @param {Function} say
   * @param {(colour: number) => void} choose
   */
  constructor(player, say, choose) {
    Object.assign(this, { player, say, choose });
    /** @type {Map<number, {button: HTMLElement, left: HTMLElement}>} */
    this.entries = new Map();
    this.list = make("div", { className: "template-colours" });
    this.element = make("fieldset", {}, make("legend", {}, say("templateColours")), this.list);
  }

  /** @param {import("./easel.js").Easel} easel */
  update({ project, colour: chosen }) {
    const { counts } = project.tally;
    for (const { colour, left, total } of counts) {
      const entry = this.#entryOf(colour);
      const text = left === 0 ? "✓" : number(left);
      if (entry.left.textContent !== text) {
        entry.left.textContent = text;
        const values = { colour: this.player.names[colour], left: number(left), total: number(total) };
        entry.button.setAttribute("aria-label", this.say("templateColourLabel", values));
      }
      entry.button.setAttribute("aria-pressed", String(colour === chosen));
      entry.button.classList.toggle("is-done", left === 0);
    }
    this.#arrange(counts.map(({ colour }) => colour));
  }

  /** Colours keep their places while the reader is at them: nothing jumps away under a finger. */
  #arrange(colours) {
    const buttons = colours.map((colour) => this.entries.get(colour).button);
    const shown = this.list.children;
    const hasAll = buttons.length === shown.length;
    const isSettled = hasAll && buttons.every((button, index) => button === shown[index]);
    const isInUse = hasAll && this.list.matches(":hover, :focus-within");
    if (!isSettled && !isInUse) this.list.replaceChildren(...buttons);
  }

  #entryOf(colour) {
    const known = this.entries.get(colour);
    if (known !== undefined) return known;
    const swatch = make("span", { className: "template-swatch" });
    swatch.style.setProperty("--colour", this.player.colours[colour]);
    const left = make("span", { className: "template-left" });
    const name = make("span", { className: "template-name" }, this.player.names[colour]);
    const button = make("button", { type: "button", onclick: () => this.choose(colour) }, swatch, name, left);
    const entry = { button, left };
    this.entries.set(colour, entry);
    return entry;
  }
}
