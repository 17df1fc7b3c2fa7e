// Keys of the board become intents, and only while the board has the focus: typing elsewhere never draws.

/** Two digits within this time name one colour. */
const digitPairMillis = 500;
const stride = 10;
const arrows = new Map([
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
  ["ArrowUp", [0, -1]],
  ["ArrowDown", [0, 1]],
]);

/**
 * @typedef {object} KeyIntents
 * @property {(deltaX: number, deltaY: number) => void} moveCursor
 * @property {() => void} place
 * @property {(direction: number) => void} zoomStep
 * @property {() => void} fit
 * @property {(number: number) => boolean} chooseColour false when there is no such colour
 * @property {() => void} dismiss
 */

/** Reads keys; the clock decides whether two digits belong together. */
export class Keys {
  /** @param {KeyIntents} intents @param {import("../util/clock.js").Clock} clock */
  constructor(intents, clock) {
    this.intents = intents;
    this.clock = clock;
    this.digit = null;
    this.digitAt = 0;
    this.actions = new Map([
      ["Enter", () => intents.place()],
      [" ", () => intents.place()],
      ["+", () => intents.zoomStep(1)],
      ["=", () => intents.zoomStep(1)],
      ["-", () => intents.zoomStep(-1)],
      ["_", () => intents.zoomStep(-1)],
      ["Home", () => intents.fit()],
      ["Escape", () => intents.dismiss()],
    ]);
  }

  /**
   * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} event
   * @returns {boolean} whether the key meant something here
   */
  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    if (arrows.has(event.key)) {
      const [x, y] = arrows.get(event.key);
      const steps = event.shiftKey ? stride : 1;
      this.intents.moveCursor(x * steps, y * steps);
      return true;
    }
    if (/^[0-9]$/.test(event.key)) {
      this.#pressDigit(Number(event.key));
      return true;
    }
    const action = this.actions.get(event.key);
    if (action === undefined) return false;
    action();
    return true;
  }

  #pressDigit(digit) {
    const now = this.clock.now();
    const isSecond = this.digit !== null && now - this.digitAt <= digitPairMillis;
    if (isSecond && this.intents.chooseColour(this.digit * 10 + digit)) {
      this.digit = null;
      return;
    }
    this.intents.chooseColour(digit);
    this.digit = digit;
    this.digitAt = now;
  }
}

/**
 * @param {HTMLElement} element
 * @param {KeyIntents} intents
 * @param {import("../util/clock.js").Clock} clock
 * @returns {() => void} unbinds
 */
export function bindKeyboard(element, intents, clock) {
  const keys = new Keys(intents, clock);
  const handle = (event) => {
    if (keys.press(event)) event.preventDefault();
  };
  element.addEventListener("keydown", handle);
  return () => element.removeEventListener("keydown", handle);
}
