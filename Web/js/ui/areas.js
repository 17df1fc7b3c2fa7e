// Lets the reader choose an area of the board: by dragging over it, by two taps at its corners, or by going
// to two corners with the keys and pressing Enter at each.

import { say } from "./texts.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Area */

export class Areas {
  /**
   * @param {object} collaborators
   * @param {import("./stage.js").Stage} collaborators.stage
   * @param {{grid: import("../canvas/grid.js").Grid | null}} collaborators.board
   * @param {import("./status.js").StatusLine} collaborators.status
   * @param {import("./status.js").Announcer} collaborators.announcer
   * @param {() => HTMLElement} collaborators.focus the element that keys go to
   */
  constructor({ stage, board, status, announcer, focus }) {
    Object.assign(this, { stage, board, status, announcer, focus });
    /** Told whether an area is being chosen, so that drags are understood. */
    this.selecting = () => {};
    this.resolve = null;
    /** @type {{x: number, y: number} | null} */
    this.corner = null;
    this.area = null;
    this.layer = null;
  }

  /** @returns {boolean} */
  get isSelecting() {
    return this.resolve !== null;
  }

  /** @returns {Promise<Area | null>} null when the reader thinks better of it */
  select() {
    this.#finish(null);
    this.status.show(say("selectArea"));
    this.announcer.say(say("selectArea"));
    this.focus().focus();
    this.layer = this.stage.addLayer({
      order: 80,
      draw: (context, viewport) => this.#draw(context, viewport),
    });
    this.selecting(true);
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /**
   * A drag from one point of the screen to another.
   * @param {{x: number, y: number}} from
   * @param {{x: number, y: number}} to
   * @param {boolean} isDone
   */
  drag(from, to, isDone) {
    const { viewport } = this.stage;
    const [one, other] = [viewport.pixelAt(from), viewport.pixelAt(to)];
    if (isDone && one.x === other.x && one.y === other.y) this.mark(one);
    else this.#show(areaOf(this.board.grid, one, other), isDone);
  }

  /** A corner by tap or by Enter. @param {{x: number, y: number}} pixel */
  mark(pixel) {
    if (this.corner === null) {
      this.corner = pixel;
      this.#show(areaOf(this.board.grid, pixel, pixel), false);
    } else {
      this.#show(areaOf(this.board.grid, this.corner, pixel), true);
    }
  }

  /**
   * The cursor moved: with one corner chosen the area follows it.
   * @param {{x: number, y: number} | null} pixel
   */
  follow(pixel) {
    if (this.corner === null || pixel === null) return;
    this.#show(areaOf(this.board.grid, this.corner, pixel), false);
  }

  cancel() {
    this.#finish(null);
  }

  #show(area, isDone) {
    this.area = area;
    this.stage.invalidate();
    if (isDone) this.#finish(area);
  }

  #finish(area) {
    const { resolve } = this;
    if (resolve === null) return;
    this.resolve = null;
    this.corner = null;
    this.area = null;
    this.layer.remove();
    this.selecting(false);
    resolve(area);
  }

  #draw(context, { origin, scale }) {
    if (this.area === null) return;
    const { x, y, width, height } = this.area;
    const box = [origin.x + x * scale, origin.y + y * scale, width * scale, height * scale].map(Math.round);
    context.fillStyle = "rgba(80, 120, 255, 0.18)";
    context.fillRect(...box);
    context.lineWidth = 2;
    context.strokeStyle = "#fff";
    context.strokeRect(...box);
    context.setLineDash([6, 6]);
    context.strokeStyle = "#000";
    context.strokeRect(...box);
    context.setLineDash([]);
  }
}

/** The area between two pixels, both within, as far as it lies on the board. @returns {Area} */
export function areaOf(grid, one, other) {
  const [from, to] = [grid.nearest(one), grid.nearest(other)];
  const x = Math.min(from.x, to.x);
  const y = Math.min(from.y, to.y);
  return { x, y, width: Math.abs(from.x - to.x) + 1, height: Math.abs(from.y - to.y) + 1 };
}
