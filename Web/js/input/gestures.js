// One gesture machine for mouse, finger and pen: pointer events in, intents out. Pure; distances are in the
// same unit as the positions it is fed, time comes from the clock it is given. Nothing happens on pointer
// down, so that a touch can still become a pan or be slid off.

/** How far a pointer may stray, in CSS pixels, before a tap has become a pan. */
const tapSlopMouse = 6;
const tapSlopTouch = 10;
/** A finger that stays for so long asks about the pixel instead of taking it. */
const holdMillis = 500;
/** One that stays on wants to know more: for so long after that. */
const menuMillis = 500;
/** Two fingers that come and go within this time, without moving, zoom out. */
const twoFingerTapMillis = 300;
/** A palm rests while the pen is near: touches are not believed for this long after it was heard of. */
const palmMillis = 500;

/**
 * @typedef {{id: number, x: number, y: number, kind: "mouse" | "touch" | "pen", unit: number,
 *   shift?: boolean, ctrl?: boolean, alt?: boolean, button?: number}} Pointer `unit` is the length of a CSS
 *   pixel
 * @typedef {{x: number, y: number}} Point
 * @typedef {object} Intents
 * @property {(point: Point) => void} hover
 * @property {(point: Point, kind: string) => void} tap
 * @property {(point: Point) => void} hold a finger stayed, or a mouse clicked with Shift: who placed this?
 * @property {(point: Point) => void} menu a finger stayed still longer: what can be done here?
 * @property {(point: Point) => void} pick the middle button, or Alt: this colour
 * @property {(deltaX: number, deltaY: number, isCarrying: boolean) => void} pan carrying, with Ctrl: what
 *   lies over the board moves instead of the view
 * @property {(factor: number, anchor: Point) => void} zoom
 * @property {(anchor: Point) => void} settle
 * @property {(anchor: Point) => void} zoomOut
 * @property {(from: Point, to: Point, isDone: boolean) => void} select while `isSelecting`
 */

export class Gestures {
  /** @param {Intents} intents @param {import("../util/clock.js").Clock} clock */
  constructor(intents, clock) {
    this.intents = intents;
    this.clock = clock;
    this.pointers = new Map();
    /** Whether a drag marks an area instead of moving the view. */
    this.isSelecting = false;
    this.mayTap = false;
    this.mayTapTwo = false;
    /** A finger has asked about the pixel and is still there. */
    this.mayOpen = false;
    this.start = { x: 0, y: 0 };
    this.startedAt = 0;
    this.penHeardAt = -Infinity;
    this.cancelHold = () => {};
  }

  /** @param {Pointer} pointer */
  down(pointer) {
    if (this.#isPalm(pointer)) return;
    this.pointers.set(pointer.id, { x: pointer.x, y: pointer.y, modifiers: pointer });
    this.cancelHold();
    // A second finger means that the first did not tap.
    this.mayTap = this.pointers.size === 1;
    this.mayTapTwo = this.pointers.size === 2;
    this.mayOpen = false;
    if (this.pointers.size === 1) {
      this.start = { x: pointer.x, y: pointer.y };
      this.startedAt = this.clock.now();
      if (pointer.kind === "touch" && !this.isSelecting) {
        this.cancelHold = this.clock.schedule(holdMillis, () => this.#held());
      }
    }
  }

  /** @param {Pointer} pointer */
  move(pointer) {
    if (pointer.kind === "pen") this.penHeardAt = this.clock.now();
    const before = this.pointers.get(pointer.id);
    if (before === undefined) {
      if (pointer.kind !== "touch") this.intents.hover(pointer);
      return;
    }
    const slop = (pointer.kind === "mouse" ? tapSlopMouse : tapSlopTouch) * pointer.unit;
    if (this.mayTap || this.mayTapTwo || this.mayOpen) {
      const from = this.mayTapTwo ? before : this.start;
      if (distance(pointer, from) < slop) return;
      this.mayTap = this.mayTapTwo = this.mayOpen = false;
      this.cancelHold();
    }
    const after = { x: pointer.x, y: pointer.y, modifiers: before.modifiers };
    const other = this.#other(pointer.id);
    this.pointers.set(pointer.id, after);
    if (other === null) this.#drag(before, after);
    else this.#pinch(before, after, other);
  }

  /** @param {Pointer} pointer */
  up(pointer) {
    const last = this.pointers.get(pointer.id);
    if (last === undefined) return;
    this.cancelHold();
    const other = this.#other(pointer.id);
    this.pointers.delete(pointer.id);
    const point = { x: pointer.x, y: pointer.y };
    if (other !== null) {
      const anchor = middle(last, other);
      const isTap = this.mayTapTwo && this.clock.now() - this.startedAt <= twoFingerTapMillis;
      if (isTap) this.intents.zoomOut(anchor);
      else this.intents.settle(anchor);
    } else if (this.mayTap) {
      this.#tapped(point, pointer, last.modifiers);
    } else if (this.isSelecting) {
      this.intents.select(this.start, point, true);
    }
    this.mayTap = this.mayTapTwo = this.mayOpen = false;
  }

  /** The browser took the pointer away: whatever it was about to be, it is not. @param {number} id */
  cancel(id) {
    this.cancelHold();
    this.pointers.delete(id);
    this.mayTap = this.mayTapTwo = this.mayOpen = false;
  }

  #tapped(point, pointer, { shift, alt, button }) {
    if (button === 1 || alt === true) this.intents.pick(point);
    else if (this.isSelecting) this.intents.select(point, point, true);
    else if (shift === true) this.intents.hold(point);
    else this.intents.tap(point, pointer.kind);
  }

  #drag(before, after) {
    if (this.isSelecting) this.intents.select(this.start, { x: after.x, y: after.y }, false);
    else this.intents.pan(after.x - before.x, after.y - before.y, after.modifiers.ctrl === true);
  }

  #pinch(before, after, other) {
    const anchor = middle(after, other);
    const anchorBefore = middle(before, other);
    this.intents.pan(anchor.x - anchorBefore.x, anchor.y - anchorBefore.y, false);
    const apart = distance(before, other);
    if (apart > 0) this.intents.zoom(distance(after, other) / apart, anchor);
  }

  #held() {
    if (!this.mayTap) return;
    this.mayTap = false;
    this.mayOpen = true;
    this.intents.hold(this.start);
    this.cancelHold = this.clock.schedule(menuMillis, () => this.intents.menu(this.start));
  }

  #isPalm(pointer) {
    if (pointer.kind === "pen") this.penHeardAt = this.clock.now();
    return pointer.kind === "touch" && this.clock.now() - this.penHeardAt < palmMillis;
  }

  #other(id) {
    for (const [otherId, point] of this.pointers) {
      if (otherId !== id) return point;
    }
    return null;
  }
}

function middle(one, other) {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
