// What the reader has chosen, kept in the browser and followed by other tabs. A browser that keeps nothing
// for us is no obstacle: then a choice holds until the page goes.

import { Emitter } from "../util/emitter.js";

const prefix = "toile.";

export const defaults = Object.freeze({
  language: null,
  theme: "auto",
  motion: "auto",
  keys: true,
  oneTap: false,
  glyphs: false,
  grid: true,
  sound: false,
  notify: false,
  minimap: false,
  muted: "",
});

export class Settings {
  /** @param {Storage | null} storage null where the browser has none for us @param {Window} page */
  constructor(storage, page) {
    this.storage = storage;
    this.values = { ...defaults };
    this.changes = new Emitter();
    this.#readAll();
    page.addEventListener("storage", (event) => {
      // Somebody emptied all of it.
      if (event.key === null) this.#readAll();
      const key = event.key?.startsWith(prefix) ? event.key.slice(prefix.length) : null;
      if (key !== null && key in defaults) this.#take(key, event.newValue);
    });
  }

  /** @param {keyof typeof defaults} key */
  get(key) {
    return this.values[key];
  }

  /** @param {keyof typeof defaults} key @param {string | boolean | null} value */
  set(key, value) {
    try {
      this.storage?.setItem(prefix + key, JSON.stringify(value));
    } catch {
      // Full, or forbidden: it holds for this visit.
    }
    this.#take(key, JSON.stringify(value));
  }

  /**
   * @param {keyof typeof defaults} key
   * @param {(value: unknown) => void} listener told now and after each change
   * @returns {() => void} ends it
   */
  follow(key, listener) {
    listener(this.values[key]);
    return this.changes.on(key, listener);
  }

  #readAll() {
    for (const key of Object.keys(defaults)) this.#take(key, this.#read(key));
  }

  #read(key) {
    try {
      return this.storage?.getItem(prefix + key) ?? null;
    } catch {
      return null;
    }
  }

  /** Takes a value as it is kept; what is not of the kind expected counts as never chosen. */
  #take(key, text) {
    const value = parse(text, defaults[key]);
    if (value === this.values[key]) return;
    this.values[key] = value;
    this.changes.emit(key, value);
  }
}

/** The browser's storage, where it lets us have it. @param {Window} page @returns {Storage | null} */
export function storageOf(page) {
  try {
    return page.localStorage;
  } catch {
    return null;
  }
}

function parse(text, standard) {
  if (text === null) return standard;
  try {
    const value = JSON.parse(text);
    const isFitting = standard === null ? typeof value === "string" : typeof value === typeof standard;
    return isFitting ? value : standard;
  } catch {
    return standard;
  }
}
