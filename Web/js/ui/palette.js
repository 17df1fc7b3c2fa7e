// The palette: a group of radio buttons, one per colour, with one tab stop and arrow keys inside.

import { glyphFor, inkOn } from "../canvas/glyph.js";
import { say } from "./texts.js";

export class PaletteView {
  /**
   * @param {HTMLElement} root
   * @param {(colour: number) => void} choose called with what the reader chose
   */
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.swatches = [];
    this.chosen = null;
  }

  /** @param {string[]} palette as #rrggbb @param {string[]} names */
  show(palette, names) {
    this.swatches = palette.map((hex, colour) => this.#swatch(hex, names[colour], colour));
    this.root.replaceChildren(...this.swatches);
    this.mark(this.chosen !== null && this.chosen < palette.length ? this.chosen : null);
  }

  /** @param {number | null} colour */
  mark(colour) {
    this.chosen = colour;
    this.swatches.forEach((swatch, index) => {
      swatch.setAttribute("aria-checked", String(index === colour));
      swatch.tabIndex = index === (colour ?? 0) ? 0 : -1;
    });
  }

  /** @param {boolean} isShown whether each colour carries its sign, for those to whom colours look alike */
  showGlyphs(isShown) {
    this.root.classList.toggle("has-glyphs", isShown);
  }

  /** Draws attention to itself: there is no colour yet to place. */
  raise() {
    this.root.classList.remove("is-raised");
    // Asking for the size makes the animation begin anew.
    this.root.getBoundingClientRect();
    this.root.classList.add("is-raised");
  }

  /** @returns {() => void} unbinds */
  bind() {
    const abort = new AbortController();
    const options = { signal: abort.signal, passive: false };
    this.root.addEventListener("click", (event) => this.#clicked(event), options);
    this.root.addEventListener("keydown", (event) => this.#pressed(event), options);
    this.root.addEventListener("wheel", (event) => this.#wheeled(event), options);
    return () => abort.abort();
  }

  #swatch(hex, name, colour) {
    const swatch = document.createElement("button");
    swatch.type = "button";
    swatch.className = "swatch";
    swatch.setAttribute("role", "radio");
    swatch.setAttribute("aria-label", name);
    swatch.title = say("swatch", { colour: name, number: colour });
    swatch.dataset.colour = String(colour);
    swatch.dataset.glyph = glyphFor(colour);
    swatch.style.setProperty("--colour", hex);
    swatch.style.setProperty("--glyph-ink", inkOn(hex));
    return swatch;
  }

  #clicked(event) {
    const swatch = event.target.closest(".swatch");
    if (swatch !== null) this.choose(Number(swatch.dataset.colour));
  }

  /** Where the palette has nothing to scroll, the wheel goes through the colours. */
  #wheeled(event) {
    if (this.root.scrollHeight > this.root.clientHeight + 1 || event.ctrlKey) return;
    event.preventDefault();
    const count = this.swatches.length;
    const step = Math.sign(event.deltaY);
    if (count > 0 && step !== 0) this.choose(((this.chosen ?? (step > 0 ? -1 : 0)) + step + count) % count);
  }

  #pressed(event) {
    const index = this.swatches.indexOf(event.target);
    if (index < 0) return;
    const last = this.swatches.length - 1;
    const inRow = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: last };
    const target = inRow[event.key] ?? this.#rowNeighbour(index, event.key);
    const swatch = this.swatches[target];
    if (swatch === undefined) return;
    event.preventDefault();
    this.choose(target);
    swatch.focus();
  }

  /** The swatch above or below, whatever number of columns the window leaves. */
  #rowNeighbour(index, key) {
    const direction = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (direction === undefined) return undefined;
    const columns = this.swatches.filter((swatch) => swatch.offsetTop === this.swatches[0].offsetTop).length;
    return index + direction * columns;
  }
}
