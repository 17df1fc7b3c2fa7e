// The colour in the reader's hand, and what the colours of the board are called.

import { say, sayColour } from "./texts.js";

export class Hand {
  /** @param {import("./palette.js").PaletteView} palette @param {(colour: number | null) => void} changed */
  constructor(palette, changed) {
    this.palette = palette;
    this.changed = changed;
    /** @type {number | null} */
    this.colour = null;
    /** @type {string[]} as #rrggbb */
    this.colours = [];
    /** @type {string[]} in the reader's language */
    this.names = [];
  }

  /** @param {{palette: string[], paletteNames?: string[]}} board */
  setBoard({ palette, paletteNames = [] }) {
    this.colours = palette;
    this.names = palette.map(
      (_, number) => sayColour(paletteNames[number] ?? "") || say("colourNumber", { number }),
    );
    this.palette.show(palette, this.names);
    if (this.colour !== null && this.colour >= palette.length) this.letGo();
  }

  /** @param {number} colour @returns {boolean} false when the palette has no such colour */
  choose(colour) {
    if (colour < 0 || colour >= this.colours.length) return false;
    this.#become(colour);
    return true;
  }

  /** @param {number} step 1 for the next colour, -1 for the one before */
  step(step) {
    const count = this.colours.length;
    const from = this.colour ?? (step > 0 ? -1 : 0);
    if (count > 0) this.choose((from + step + count) % count);
  }

  letGo() {
    this.#become(null);
  }

  #become(colour) {
    this.colour = colour;
    this.palette.mark(colour);
    this.changed(colour);
  }
}
