// One gesture machine for mouse, finger and pen: pointer events in, intents out. Pure; distances are in the
// same unit as the positions it is fed. Nothing happens on pointer down, so that a touch can still become a
// pan or be slid off.

/** How far a pointer may stray, in CSS pixels, before a tap has become a pan. */
const tapSlopMouse = 6;
const tapSlopTouch = 10;
/**
 * Wheel travel of one zoom step: a notch of a mouse wheel is 53 to 120 pixels, a pinch on a trackpad far
 * less.
 */
const wheelStepPixels = 50;
const wheelStepPinchPixels = 10;
const wheelLinePixels = 53 / 3;
const wheelPagePixels = 530;

/**
 * @typedef {{id: number, x: number, y: number, kind: "mouse" | "touch" | "pen", unit: number}} Pointer
 *   `unit` is the length of a CSS pixel
 * @typedef {object} Intents
 * @property {(point: {x: number, y: number}) => void} hover
 * @property {(point: {x: number, y: number}, kind: string) => void} tap
 * @property {(deltaX: number, deltaY: number) => void} pan
 * @property {(factor: number, anchor: {x: number, y: number}) => void} zoom
 * @property {(anchor: {x: number, y: number}) => void} settle
 */

export class Gestures {
  /** @param {Intents} intents */
  constructor(intents) {
    this.intents = intents;
    this.pointers = new Map();
    this.mayTap = false;
    this.start = { x: 0, y: 0 };
  }

  /** @param {Pointer} pointer */
  down(pointer) {
    this.pointers.set(pointer.id, { x: pointer.x, y: pointer.y });
    // A second finger means that the first did not tap.
    this.mayTap = this.pointers.size === 1;
    this.start = { x: pointer.x, y: pointer.y };
  }

  /** @param {Pointer} pointer */
  move(pointer) {
    const before = this.pointers.get(pointer.id);
    if (before === undefined) {
      if (pointer.kind !== "touch") this.intents.hover(pointer);
      return;
    }
    if (this.mayTap) {
      const slop = (pointer.kind === "mouse" ? tapSlopMouse : tapSlopTouch) * pointer.unit;
      if (Math.hypot(pointer.x - this.start.x, pointer.y - this.start.y) < slop) return;
      this.mayTap = false;
    }
    const after = { x: pointer.x, y: pointer.y };
    const other = this.#other(pointer.id);
    this.pointers.set(pointer.id, after);
    if (other === null) {
      this.intents.pan(after.x - before.x, after.y - before.y);
      return;
    }
    const anchor = middle(after, other);
    const anchorBefore = middle(before, other);
    this.intents.pan(anchor.x - anchorBefore.x, anchor.y - anchorBefore.y);
    const apart = distance(before, other);
    if (apart > 0) this.intents.zoom(distance(after, other) / apart, anchor);
  }

  /** @param {Pointer} pointer */
  up(pointer) {
    const last = this.pointers.get(pointer.id);
    if (last === undefined) return;
    const other = this.#other(pointer.id);
    this.pointers.delete(pointer.id);
    if (other !== null) this.intents.settle(middle(last, other));
    else if (this.mayTap) this.intents.tap({ x: pointer.x, y: pointer.y }, pointer.kind);
    this.mayTap = false;
  }

  /** The browser took the pointer away: whatever it was about to be, it is not. @param {number} id */
  cancel(id) {
    this.pointers.delete(id);
    this.mayTap = false;
  }

  #other(id) {
    for (const [otherId, point] of this.pointers) {
      if (otherId !== id) return point;
    }
    return null;
  }
}

/** Turns wheel travel of any device into zoom steps. */
export class WheelSteps {
  constructor() {
    this.travel = 0;
  }

  /**
   * @param {{deltaY: number, deltaMode: number, ctrlKey: boolean}} event
   * @returns {number} 1 to zoom in a step, -1 to zoom out, 0 for neither yet
   */
  take(event) {
    const unit = [1, wheelLinePixels, wheelPagePixels][event.deltaMode] ?? 1;
    // Browsers report a trackpad pinch as a wheel with Ctrl, in small deltas.
    const stepTravel = event.ctrlKey ? wheelStepPinchPixels : wheelStepPixels;
    const delta = -event.deltaY * unit;
    if (Math.sign(delta) !== Math.sign(this.travel)) this.travel = 0;
    // One notch is one step, however far the device claims to have travelled.
    this.travel += Math.max(-stepTravel, Math.min(stepTravel, delta));
    if (Math.abs(this.travel) < stepTravel) return 0;
    const direction = Math.sign(this.travel);
    this.travel -= direction * stepTravel;
    return direction;
  }
}

function middle(one, other) {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
