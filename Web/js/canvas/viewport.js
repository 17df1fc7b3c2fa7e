// Where on the board the reader looks, and the arithmetic between board and screen. Everything is in device
// pixels, so that a whole-numbered scale is crisp on every screen. Pure: no DOM, no clock.

/** Zoom steps of wheel, keys and buttons: whole numbers above 1, where pixels must be of equal size. */
const ladder = [
  1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3,
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128,
];
const scaleMax = 128;

/**
 * @typedef {{top: number, right: number, bottom: number, left: number}} Insets what floats over the edges of
 *   the view
 */
/** @typedef {{x: number, y: number}} Point */

export class Viewport {
  constructor() {
    this.width = 1;
    this.height = 1;
    this.boardWidth = 1;
    this.boardHeight = 1;
    /** @type {Insets} */
    this.insets = { top: 0, right: 0, bottom: 0, left: 0 };
    this.scale = 1;
    /** The board position at the middle of the view. */
    this.centreX = 0.5;
    this.centreY = 0.5;
    /** Whether the view is still the fitted one: then it follows the size of the window. */
    this.isFitted = true;
  }

  /** @param {number} width @param {number} height @param {Insets} insets */
  resize(width, height, insets) {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.insets = insets;
    if (this.isFitted) this.fit();
    else this.#clamp();
  }

  /** Another board: its size decides what there is to see. */
  reshape(boardWidth, boardHeight) {
    const isSame = boardWidth === this.boardWidth && boardHeight === this.boardHeight;
    this.boardWidth = boardWidth;
    this.boardHeight = boardHeight;
    if (!isSame) this.fit();
  }

  /** The whole board, as large as it goes between what floats over the edges. */
  fit() {
    this.scale = this.fitScale;
    const freeX = (this.insets.left + this.width - this.insets.right) / 2;
    const freeY = (this.insets.top + this.height - this.insets.bottom) / 2;
    this.centreX = this.boardWidth / 2 - (freeX - this.width / 2) / this.scale;
    this.centreY = this.boardHeight / 2 - (freeY - this.height / 2) / this.scale;
    this.isFitted = true;
  }

  /** @returns {number} */
  get fitScale() {
    const freeWidth = Math.max(32, this.width - this.insets.left - this.insets.right);
    const freeHeight = Math.max(32, this.height - this.insets.top - this.insets.bottom);
    const scale = Math.min(freeWidth / this.boardWidth, freeHeight / this.boardHeight, scaleMax);
    return scale >= 1 ? Math.floor(scale) : scale;
  }

  /** @returns {Point} screen position of the board's corner, on a whole device pixel */
  get origin() {
    return {
      x: Math.round(this.width / 2 - this.centreX * this.scale),
      y: Math.round(this.height / 2 - this.centreY * this.scale),
    };
  }

  /** @param {Point} point on the screen @returns {Point} on the board, with fractions, possibly outside */
  toBoard(point) {
    const origin = this.origin;
    return { x: (point.x - origin.x) / this.scale, y: (point.y - origin.y) / this.scale };
  }

  /** @param {Point} point on the screen @returns {Point} the pixel under it, possibly outside the board */
  pixelAt(point) {
    const position = this.toBoard(point);
    return { x: Math.floor(position.x), y: Math.floor(position.y) };
  }

  /** @param {number} deltaX @param {number} deltaY how far the board moves on the screen */
  panBy(deltaX, deltaY) {
    this.centreX -= deltaX / this.scale;
    this.centreY -= deltaY / this.scale;
    this.isFitted = false;
    this.#clamp();
  }

  /**
   * One step of the ladder, in or out; what is under `anchor` stays there.
   * @param {number} direction 1 or -1
   * @param {Point} anchor
   */
  step(direction, anchor) {
    const steps = direction > 0 ? ladder : [...ladder].reverse();
    const next = steps.find((step) => (direction > 0 ? step > this.scale * 1.01 : step < this.scale * 0.99));
    if (next !== undefined) this.#scaleTo(next, anchor);
  }

  /**
   * Any factor, as fingers give it; `settle` when they leave.
   * @param {number} factor
   * @param {Point} anchor
   */
  zoomBy(factor, anchor) {
    this.#scaleTo(this.scale * factor, anchor);
  }

  /** @param {Point} anchor */
  settle(anchor) {
    if (this.scale > 1) this.#scaleTo(Math.round(this.scale), anchor);
  }

  /**
   * Moves the view just enough to have a pixel in the free part of it.
   * @param {number} x
   * @param {number} y
   */
  reveal(x, y) {
    const origin = this.origin;
    const margin = Math.max(this.scale, 24);
    const screenX = origin.x + (x + 0.5) * this.scale;
    const screenY = origin.y + (y + 0.5) * this.scale;
    const deltaX = shortfall(screenX, this.insets.left + margin, this.width - this.insets.right - margin);
    const deltaY = shortfall(screenY, this.insets.top + margin, this.height - this.insets.bottom - margin);
    if (deltaX !== 0 || deltaY !== 0) this.panBy(deltaX, deltaY);
  }

  #scaleTo(scale, anchor) {
    const smallest = Math.min(this.fitScale, 1) / 2;
    const before = this.toBoard(anchor);
    this.scale = Math.min(scaleMax, Math.max(smallest, scale));
    this.centreX = before.x - (anchor.x - this.width / 2) / this.scale;
    this.centreY = before.y - (anchor.y - this.height / 2) / this.scale;
    this.isFitted = false;
    this.#clamp();
  }

  /** The middle of the view never leaves the board, so that nobody gets lost in the empty around it. */
  #clamp() {
    this.centreX = Math.min(this.boardWidth, Math.max(0, this.centreX));
    this.centreY = Math.min(this.boardHeight, Math.max(0, this.centreY));
  }
}

/** How far to move so that `value` comes to lie between the bounds. */
function shortfall(value, low, high) {
  if (value < low) return low - value;
  return value > high ? Math.min(0, high - value) : 0;
}
