// When to draw what: at most once per animation frame, only what changed, and for readers who asked for
// calm the pixels of others no more than twice a second. Where drawing is slow it leaves time for other
// things, such as the rest of the board on its way. Pure: frames and time are handed in.

/** Under three flashes a second, whatever people draw (WCAG 2.3.1). */
const calmMillis = 500;
/** A frame that kept the page busy for longer than this is followed by a rest, so many times as long. */
const slowMillis = 40;
const restTimes = 3;

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
    this.restsUntil = -Infinity;
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
    const turnAt = this.isCalm ? Math.max(this.pixelsDrawnAt + calmMillis, this.restsUntil) : this.restsUntil;
    const waitMillis = isOwn ? 0 : turnAt - this.clock.now();
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
    if (pixels) this.#time();
    if (this.draw({ view, pixels, marks })) this.askPixels(true);
  }

  /** What is drawn is painted behind this script: how long that took is seen by when the next one may run. */
  #time() {
    const beganAt = this.clock.now();
    this.pixelsDrawnAt = beganAt;
    this.clock.schedule(0, () => {
      const tookMillis = this.clock.now() - beganAt;
      if (tookMillis > slowMillis) this.restsUntil = this.clock.now() + restTimes * tookMillis;
    });
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
