// When to draw what: at most once per animation frame, only what changed, and for readers who asked for calm
// the pixels of others no more than twice a second. Pure: frames and time are handed in.

/** Under three flashes a second, whatever people draw (WCAG 2.3.1). */
const calmMillis = 500;

/**
 * @typedef {object} Parts
 * @property {boolean} view whether the board is to be drawn in any case
 * @property {boolean} pixels whether what changed of the board is to be taken over, and drawn if it is in
 *   sight
 * @property {boolean} marks whether what lies above the board is to be drawn
 */

export class Frames {
  /**
   * @param {object} options
   * @param {(work: () => void) => void} options.requestFrame
   * @param {import("../util/clock.js").Clock} options.clock
   * @param {(parts: Parts) => boolean} options.draw returns whether pixels are left for another frame
   */
  constructor({ requestFrame, clock, draw }) {
    Object.assign(this, { requestFrame, clock, draw });
    /** Whether pixels of others wait for their turn. */
    this.isCalm = false;
    this.isFrameAsked = false;
    this.isPixelTurnPlanned = false;
    this.pixelsDrawnAt = -Infinity;
    this.#forget();
  }

  askMarks() {
    this.marks = true;
    this.#ask();
  }

  /** The view changed: everything moves, and at once. */
  askView() {
    this.view = true;
    this.marks = true;
    this.#ask();
  }

  /** @param {boolean} isOwn whether the reader caused the change: then it is no surprise and does not wait */
  askPixels(isOwn) {
    const waitMillis = this.isCalm && !isOwn ? this.pixelsDrawnAt + calmMillis - this.clock.now() : 0;
    if (waitMillis <= 0) {
      this.pixels = true;
      this.#ask();
    } else if (!this.isPixelTurnPlanned) {
      this.isPixelTurnPlanned = true;
      this.clock.schedule(waitMillis, () => {
        this.isPixelTurnPlanned = false;
        this.askPixels(true);
      });
    }
  }

  /** Draws now what the next frame would have drawn. */
  flush() {
    const { view, pixels, marks } = this;
    if (!view && !pixels && !marks) return;
    this.#forget();
    if (pixels) this.pixelsDrawnAt = this.clock.now();
    if (this.draw({ view, pixels, marks })) this.askPixels(true);
  }

  #ask() {
    if (this.isFrameAsked) return;
    this.isFrameAsked = true;
    this.requestFrame(() => {
      this.isFrameAsked = false;
      this.flush();
    });
  }

  #forget() {
    this.view = false;
    this.pixels = false;
    this.marks = false;
  }
}
