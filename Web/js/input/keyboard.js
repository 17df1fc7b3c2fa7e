// Keys of the board become intents, and only while the board has the focus: typing elsewhere never draws.
//
// Keys of movement go by where they lie (`code`), so that WASD is ZQSD on a French keyboard; all others by
// what they say (`key`). Single letters and digits can be switched off.

/** Two digits within this time name one colour. */
const digitPairMillis = 500;
const stride = 10;
/** How much of a screen a step of the movement keys goes. */
const panStep = 0.15;

const arrows = new Map([
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
  ["ArrowUp", [0, -1]],
  ["ArrowDown", [0, 1]],
]);

const movement = new Map([
  ["KeyA", [-panStep, 0]],
  ["KeyD", [panStep, 0]],
  ["KeyW", [0, -panStep]],
  ["KeyS", [0, panStep]],
]);

/** What single letters mean, by the name of the intent. */
const letters = new Map([
  ["j", "previousColour"], ["k", "nextColour"], ["i", "who"], ["v", "toggleTemplate"], ["n", "nextWrong"],
  ["g", "toggleGrid"], ["h", "toggleHeat"], ["c", "copyLink"], ["l", "toggleLock"], ["m", "toggleSound"],
  ["r", "replay"], ["?", "help"],
]);

const plain = new Map([
  ["Enter", "place"], [" ", "place"], ["Home", "fit"], ["Escape", "dismiss"], ["ContextMenu", "menu"],
]);

/**
 * @typedef {object} KeyIntents
 * @property {(deltaX: number, deltaY: number) => void} moveCursor
 * @property {(acrossX: number, acrossY: number) => void} panScreens
 * @property {(direction: number) => void} zoomStep
 * @property {(number: number) => boolean} chooseColour false when there is no such colour
 * @property {(step: number) => void} opacityStep
 * @property {() => void} [place] and fit, oneToOne, dismiss, menu, pick, undo, and those of the letters
 */

/** Reads keys; the clock decides whether two digits belong together. */
export class Keys {
  /** @param {KeyIntents} intents @param {import("../util/clock.js").Clock} clock */
  constructor(intents, clock) {
    this.intents = intents;
    this.clock = clock;
    this.digit = null;
    this.digitAt = 0;
    /** Whether single letters and digits mean something: people who dictate want them not to. */
    this.hasLetters = true;
  }

  /**
   * @param {{key: string, code?: string, shiftKey: boolean, ctrlKey: boolean, altKey: boolean, metaKey:
   *   boolean}} event
   * @returns {boolean} whether the key meant something here
   */
  press(event) {
    if (event.metaKey || event.ctrlKey || event.altKey) return this.#pressWith(event);
    if (arrows.has(event.key)) {
      const [x, y] = arrows.get(event.key);
      const steps = event.shiftKey ? stride : 1;
      this.intents.moveCursor(x * steps, y * steps);
      return true;
    }
    if (event.key === "F10" && event.shiftKey) return this.#do("menu");
    if (plain.has(event.key)) return this.#do(plain.get(event.key));
    if (event.key === "+" || event.key === "=") return this.#do("zoomStep", 1);
    if (event.key === "-" || (event.key === "_" && event.code === "Minus")) return this.#do("zoomStep", -1);
    if (event.key === "PageUp") return this.#do("opacityStep", 1);
    if (event.key === "PageDown") return this.#do("opacityStep", -1);
    return this.hasLetters && this.#pressCharacter(event);
  }

  /** Keys with Ctrl, Alt or Command: few, for most of them are the browser's. */
  #pressWith(event) {
    const hasCommand = event.ctrlKey || event.metaKey;
    if (hasCommand && !event.altKey && event.key.toLowerCase() === "z") return this.#do("undo");
    if (event.ctrlKey && !event.altKey && arrows.has(event.key)) {
      return this.#do("panScreens", ...arrows.get(event.key));
    }
    const isOne = event.key === "1" || event.code === "Digit1";
    return event.altKey && !hasCommand && isOne && this.#do("oneToOne");
  }

  #pressCharacter(event) {
    const digit = digitOf(event);
    if (digit !== null) {
      this.#pressDigit(digit);
      return true;
    }
    if (event.shiftKey && event.key.toLowerCase() === "i") return this.#do("pick");
    if (movement.has(event.code) && !event.shiftKey) {
      return this.#do("panScreens", ...movement.get(event.code));
    }
    const name = letters.get(event.key.toLowerCase());
    return name !== undefined && this.#do(name);
  }

  #do(name, ...values) {
    this.intents[name](...values);
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

/** The digit of a key; on keyboards where digits need Shift, its place in the row counts without it too. */
function digitOf({ key, code = "", shiftKey }) {
  if (/^[0-9]$/.test(key)) return Number(key);
  const row = shiftKey ? null : /^Digit([0-9])$/.exec(code);
  return row === null ? null : Number(row[1]);
}

/**
 * @param {HTMLElement} element
 * @param {KeyIntents} intents
 * @param {import("../util/clock.js").Clock} clock
 * @returns {{keys: Keys, unbind: () => void}}
 */
export function bindKeyboard(element, intents, clock) {
  const keys = new Keys(intents, clock);
  const handle = (event) => {
    if (keys.press(event)) event.preventDefault();
  };
  element.addEventListener("keydown", handle);
  return { keys, unbind: () => element.removeEventListener("keydown", handle) };
}
