// A word at a pixel: why it was refused, or who placed it. It stays with its pixel when the view moves, and
// goes by itself.

export class Callout {
  /**
   * @param {HTMLElement} element
   * @param {import("./stage.js").Stage} stage
   * @param {import("../util/clock.js").Clock} clock
   */
  constructor(element, stage, clock) {
    Object.assign(this, { element, stage, clock });
    this.pixel = null;
    this.cancelHide = () => {};
  }

  /**
   * @param {{x: number, y: number}} pixel
   * @param {string} text
   * @param {{kind?: "plain" | "refusal", millis?: number}} [options] how long it stays; until it is told to
   *   go where nothing is said
   */
  show(pixel, text, { kind = "plain", millis } = {}) {
    this.cancelHide();
    this.pixel = pixel;
    this.element.textContent = text;
    this.element.dataset.kind = kind;
    this.element.hidden = false;
    this.follow();
    if (millis !== undefined) this.cancelHide = this.clock.schedule(millis, () => this.hide());
  }

  hide() {
    this.cancelHide();
    this.pixel = null;
    this.element.hidden = true;
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
