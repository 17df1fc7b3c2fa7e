// Turns wheel travel of any device into zoom steps.

import { clamp } from "../util/clamp.js";

/**
 * Wheel travel of one zoom step: a notch of a mouse wheel is 53 to 120 pixels, a pinch on a trackpad far
 * less.
 */
const stepPixels = 50;
const stepPinchPixels = 10;
const linePixels = 53 / 3;
const pagePixels = 530;

export class WheelSteps {
  constructor() {
    this.travel = 0;
  }

  /**
   * @param {{deltaY: number, deltaMode: number, ctrlKey: boolean}} event
   * @returns {number} 1 to zoom in a step, -1 to zoom out, 0 for neither yet
   */
  take(event) {
    const unit = [1, linePixels, pagePixels][event.deltaMode] ?? 1;
    // Browsers report a trackpad pinch as a wheel with Ctrl, in small deltas.
    const stepTravel = event.ctrlKey ? stepPinchPixels : stepPixels;
    const delta = -event.deltaY * unit;
    if (Math.sign(delta) !== Math.sign(this.travel)) this.travel = 0;
    // One notch is one step, however far the device claims to have travelled.
    this.travel += clamp(delta, -stepTravel, stepTravel);
    if (Math.abs(this.travel) < stepTravel) return 0;
    const direction = Math.sign(this.travel);
    this.travel -= direction * stepTravel;
    return direction;
  }
}
