// The parts of the client that come when they are first used, and what they are given to work with.

const modules = {
  chat: () => import("../features/chat/chat.js"),
  download: () => import("../features/download/download.js"),
  glyphs: () => import("../features/glyphs/glyphs.js"),
  heat: () => import("../features/heat/heat.js"),
  help: () => import("../features/help/help.js"),
  menu: () => import("../features/menu/menu.js"),
  minimap: () => import("../features/minimap/minimap.js"),
  moderation: () => import("../features/moderation/moderation.js"),
  past: () => import("../features/past/past.js"),
  puzzle: () => import("../features/puzzle/puzzle.js"),
  ready: () => import("../features/ready/ready.js"),
  replay: () => import("../features/replay/replay.js"),
  report: () => import("../features/report/report.js"),
  settings: () => import("../features/settings/settings.js"),
  staff: () => import("../features/staff/staff.js"),
  template: () => import("../features/template/template.js"),
};

export class Features {
  /** @param {object} app @param {() => void} failed told when a part could not be had */
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
   *   which the reader is told
   */
  get(name) {
    if (!this.started.has(name)) this.started.set(name, this.#load(name));
    return this.started.get(name);
  }

  /** @param {string} name @returns {boolean} whether it was asked for */
  isStarted(name) {
    return this.started.has(name);
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
