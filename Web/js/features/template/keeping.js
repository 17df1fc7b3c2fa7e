// Keeps the reader's template of each board in the browser: the pixels in IndexedDB, where it lies and how it
// looks beside the settings. A browser that keeps nothing for us is no obstacle: then it lasts until the page
// goes.

import { isSizeAllowed } from "../../canvas/template/template.js";

const databaseName = "toile-templates";
const storeName = "templates";

/** Boards whose templates are kept; of more, the ones used longest ago go. */
const countMax = 8;

/**
 * @typedef {object} Kept
 * @property {number} width
 * @property {number} height
 * @property {Uint16Array} colours
 * @property {string[]} palette that the colours are of
 * @property {string | null} path where its image lies on this server
 */

export class Keeping {
  /** @param {string} key of the board @param {Storage | null} storage @param {object} log */
  constructor(key, storage, log) {
    Object.assign(this, { key, storage, log });
  }

  /** @returns {object} how the template looks and lies, as it was kept; empty where nothing was */
  get look() {
    try {
      const look = JSON.parse(this.storage?.getItem(this.key) ?? "{}");
      return typeof look === "object" && look !== null ? look : {};
    } catch {
      return {};
    }
  }

  set look(look) {
    try {
      this.storage?.setItem(this.key, JSON.stringify(look));
    } catch {
      // Full, or forbidden.
    }
  }

  /** @returns {Promise<Kept | null>} */
  async load() {
    const kept = await this.#attempt("readonly", (store) => store.get(this.key));
    const isSound = kept?.colours instanceof Uint16Array && isSizeAllowed(kept.width, kept.height)
      && kept.colours.length === kept.width * kept.height && Array.isArray(kept.palette);
    return isSound ? kept : null;
  }

  /** @param {Kept} template */
  async save(template) {
    const record = { ...template, key: this.key, savedAt: Date.now() };
    await this.#attempt("readwrite", (store) => {
      store.put(record);
      const keys = store.index("savedAt").getAllKeys();
      keys.addEventListener("success", () => {
        for (const key of keys.result.slice(0, -countMax)) store.delete(key);
      });
      return keys;
    });
  }

  async forget() {
    this.storage?.removeItem(this.key);
    await this.#attempt("readwrite", (store) => store.delete(this.key));
  }

  async #attempt(mode, work) {
    let database;
    try {
      database = await open();
      const transaction = database.transaction(storeName, mode);
      const request = work(transaction.objectStore(storeName));
      await new Promise((resolve, reject) => {
        transaction.addEventListener("complete", resolve);
        transaction.addEventListener("abort", () => reject(transaction.error));
      });
      return request.result;
    } catch (error) {
      this.log.warn("templates are not kept in this browser", error);
      return null;
    } finally {
      database?.close();
    }
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore(storeName, { keyPath: "key" }).createIndex("savedAt", "savedAt");
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => reject(new Error("another version of the page holds them")));
  });
}
