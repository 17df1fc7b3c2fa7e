// Pointer and wheel events of the board become gestures.

import { Gestures, WheelSteps } from "./gestures.js";

/**
 * @param {HTMLElement} element
 * @param {() => number} unit length of a CSS pixel in the view's device pixels
 * @param {import("./gestures.js").Intents & {step: (direction: number, anchor: object) => void, leave: () =>
 *   void}} intents
 * @returns {() => void} unbinds
 */
export function bindPointer(element, unit, intents) {
  const gestures = new Gestures(intents);
  const wheel = new WheelSteps();
  const abort = new AbortController();

  const pointFrom = (event) => {
    const box = element.getBoundingClientRect();
    const scale = unit();
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const pointerFrom = (event) => ({
    ...pointFrom(event),
    id: event.pointerId,
    kind: event.pointerType,
    unit: unit(),
  });
  const options = { signal: abort.signal, passive: false };
  const on = (type, handle) => element.addEventListener(type, handle, options);

  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    gestures.down(pointerFrom(event));
  });
  on("pointermove", (event) => gestures.move(pointerFrom(event)));
  on("pointerup", (event) => gestures.up(pointerFrom(event)));
  on("pointercancel", (event) => gestures.cancel(event.pointerId));
  on("pointerleave", () => intents.leave());
  on("wheel", (event) => {
    event.preventDefault();
    const direction = wheel.take(event);
    if (direction !== 0) intents.step(direction, pointFrom(event));
  });
  return () => abort.abort();
}
