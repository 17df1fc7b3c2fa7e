// What is written on the reader's keys. Browsers either tell, or show it key by key as the reader types; from
// a few keys the whole layout can be guessed. Pure.

/** Keys by which layouts differ, among them those of movement, and what each layout has there. */
const codes = ["KeyW", "KeyA", "KeyS", "KeyD", "KeyQ", "KeyZ", "KeyY", "KeyM", "Semicolon"];
const layouts = Object.fromEntries([
  ["qwerty", "wasdqzym;"],
  ["azerty", "zqsdawy,m"],
  ["qwertz", "wasdqyzmö"],
  ["dvorak", ",aoe';fms"],
  ["colemak", "warsqzjmo"],
  ["bepo", "éauibàx'n"],
].map(([name, labels]) => {
  return [name, Object.fromEntries([...labels].map((label, place) => [codes[place], label]))];
}));

/** What people of these places mostly have; a guess until a key says otherwise. */
const habits = [
  [/^fr(-(FR|BE|LU|MC))?$/i, "azerty"],
  [/^(nl|de)-BE$/i, "azerty"],
  [/^(de|cs|hu|sk|sl|hr|fr-CH|it-CH)\b/i, "qwertz"],
];

const seenMax = 64;

export class LayoutGuess {
  /** @param {readonly string[]} languages of the browser, best first */
  constructor(languages = []) {
    this.habit = habits.find(([tags]) => tags.test(languages[0] ?? ""))?.[1] ?? "qwerty";
    /** @type {Map<string, string>} labels by code, as the browser told or the reader typed */
    this.known = new Map();
  }

  /** @param {Iterable<[string, string]>} labels by code, as the browser knows them */
  takeMap(labels) {
    for (const [code, key] of labels) this.#know(code, key);
  }

  /**
   * A key was pressed.
   * @param {{code: string, key: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?:
   *   boolean}} event
   * @returns {boolean} whether that was news
   */
  learn({ code, key, shiftKey = false, ctrlKey = false, altKey = false, metaKey = false }) {
    if (ctrlKey || altKey || metaKey || typeof code !== "string" || typeof key !== "string") return false;
    const isLetter = /^\p{L}$/u.test(key);
    // With Shift only letters keep their key; what else comes then is another sign than the one below it.
    if (!/^(Key[A-Z]|Semicolon)$/.test(code) || (shiftKey && !isLetter)) return false;
    return this.#know(code, key);
  }

  /** @param {string} code of a key, such as `KeyW` @returns {string} what is written on it */
  labelOf(code) {
    const label = this.known.get(code) ?? layouts[this.name][code] ?? code.replace(/^(Key|Digit)/, "");
    return label.toUpperCase();
  }

  /** The layout that agrees best with what is known; of equals the usual one. */
  get name() {
    const score = (name) => [...this.known].reduce(
      (sum, [code, key]) => (code in layouts[name] ? sum + (layouts[name][code] === key ? 1 : -1) : sum), 0);
    const names = [this.habit, ...Object.keys(layouts).filter((name) => name !== this.habit)];
    return names.reduce((best, name) => (score(name) > score(best) ? name : best));
  }

  #know(code, key) {
    const label = key.toLowerCase();
    if ([...label].length !== 1 || this.known.get(code) === label) return false;
    // A key that says something else than before: the reader changed the layout, and all of it.
    if (this.known.has(code)) this.known.clear();
    if (this.known.size >= seenMax) return false;
    this.known.set(code, label);
    return true;
  }
}
