// The parts of the client that come when they are first used, and what they are given to work with.

const modules = {
  template: () => import("../features/template/template.js"),
};

export class Features {
  /** @param {(text: string) => void} failed told, in words for the reader, when a part could not be had */
  constructor(app, failed) {
    this.app = app;
    this.failed = failed;
    /** @type {Map<string, Promise<object | null>>} */
    this.started = new Map();
  }

  /** @returns {string[]} */
  static get names() {
    return Object.keys(modules);
  }

  /**
   * @param {string} name
   * @returns {Promise<object | null>} what the feature's `start` gave; null where it could not be loaded,
   *   which
   *   the reader is told
   */
  get(name) {
    if (!this.started.has(name)) this.started.set(name, this.#load(name));
    return this.started.get(name);
  }

  async #load(name) {
    try {
      const { start } = await modules[name]();
      return await start(this.app);
    } catch (error) {
      this.app.log.warn(`the feature ${name} could not be loaded`, error);
      this.started.delete(name);
      this.failed();
      return null;
    }
  }
}
