// Pointer and wheel events of the board become gestures.

import { Gestures } from "./gestures.js";
import { WheelSteps } from "./wheel.js";

const middleButton = 1;
const rightButton = 2;

/**
 * @param {HTMLElement} element
 * @param {() => number} unit length of a CSS pixel in the view's device pixels
 * @param {import("../util/clock.js").Clock} clock
 * @param {import("./gestures.js").Intents & {step: (direction: number, anchor: object) => void, leave: () =>
 *   void, menu: (point: object) => void}} intents
 * @returns {{gestures: Gestures, unbind: () => void}}
 */
export function bindPointer(element, unit, clock, intents) {
  const gestures = new Gestures(intents, clock);
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
    shift: event.shiftKey,
    ctrl: event.ctrlKey || event.metaKey,
    alt: event.altKey,
    button: event.button,
  });
  const options = { signal: abort.signal, passive: false };
  const on = (type, handle) => element.addEventListener(type, handle, options);

  on("pointerdown", (event) => {
    if (event.button === rightButton || event.button > rightButton) return;
    // The middle button would begin to scroll.
    if (event.button === middleButton) event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    gestures.down(pointerFrom(event));
  });
  on("pointermove", (event) => gestures.move(pointerFrom(event)));
  on("pointerup", (event) => gestures.up(pointerFrom(event)));
  on("pointercancel", (event) => gestures.cancel(event.pointerId));
  on("pointerleave", () => intents.leave());
  on("contextmenu", (event) => {
    event.preventDefault();
    // Fingers get here by holding, which the gestures tell.
    if (event.pointerType !== "touch") intents.menu(pointFrom(event));
  });
  on("wheel", (event) => {
    event.preventDefault();
    const direction = wheel.take(event);
    if (direction !== 0) intents.step(direction, pointFrom(event));
  });
  return { gestures, unbind: () => abort.abort() };
}
