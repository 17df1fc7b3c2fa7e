// The reader's template: which one, where it lies on the board and how it looks; counted in step with the
// board, drawn by the overlay, kept for the next visit.

import { Tally } from "../../canvas/template/tally.js";
import { boundedCorner, translated } from "../../canvas/template/template.js";
import { clamp } from "../../util/clamp.js";
import { Overlay } from "./overlay.js";

/** A template that is being moved is counted once it rests, for counting looks at all of it. */
const recountAfterMillis = 120;
const opacityMin = 0.1;
const modes = ["dot", "outline", "full"];

/** Each mode has its own opacity: marks are meant to be seen, a whole picture to be seen through. */
const standardLook = Object.freeze({
  isShown: true, mode: "dot", dims: false, dot: 1, outline: 1, full: 0.6,
});

/**
 * @typedef {object} Source
 * @property {import("../../canvas/template/template.js").Template} template
 * @property {readonly string[]} palette that its colours are of
 * @property {string | null} path where the image lies on this server
 * @property {boolean} isVisiting whether it came with a link and the reader has not kept it yet
 */
/** @typedef {Source & {tally: Tally}} Project */

export class Easel {
  /** @param {object} app @param {import("./keeping.js").Keeping} keeping */
  constructor(app, keeping) {
    Object.assign(this, { app, keeping });
    /** @type {Project | null} */
    this.project = null;
    this.look = { ...standardLook };
    /** The colour that is shown alone; null for all. */
    this.colour = null;
    this.overlay = new Overlay(app.stage);
    this.cancelRecount = () => {};
    /** Told after every change; `counts` where nothing but those is different. */
    this.changed = (what) => what;
  }

  bind() {
    this.app.on("delta", ({ indexes, after }) => this.#follow(indexes, after));
    this.app.on("board", () => this.#meetBoard());
  }

  get isShown() {
    return this.project !== null && this.look.isShown;
  }

  /** @returns {number} of the mode that is in use, 0 to 1 */
  get opacity() {
    return this.look[this.look.mode];
  }

  set opacity(opacity) {
    const bounded = clamp(opacity, opacityMin, 1);
    this.setLook({ [this.look.mode]: Math.round(bounded * 100) / 100 });
  }

  /** @param {Partial<typeof standardLook>} look what is different from now on */
  setLook(look) {
    Object.assign(this.look, look);
    this.#keepLook();
    this.#show();
  }

  /** @param {number | null} colour to show alone */
  filter(colour) {
    this.colour = colour;
    this.#show();
  }

  /** @param {number} x @param {number} y of the top left corner */
  moveTo(x, y) {
    if (this.project === null) return;
    Object.assign(this.project.template, { x: boundedCorner(x), y: boundedCorner(y) });
    this.overlay.invalidate();
    this.changed("all");
    this.cancelRecount();
    this.cancelRecount = this.app.clock.schedule(recountAfterMillis, () => {
      this.#recount();
      this.#keepLook();
    });
  }

  /** @param {Source} source takes the place of what was there */
  use(source) {
    this.cancelRecount();
    this.colour = null;
    this.project = { ...source, tally: new Tally(source.template) };
    this.#meetBoard();
  }

  /** Puts it away for the next visit. */
  async keep() {
    this.project.isVisiting = false;
    this.#keepLook();
    this.changed("all");
    const { template, palette, path } = this.project;
    const { width, height, colours } = template;
    await this.keeping.save({ width, height, colours, palette: [...palette], path });
  }

  /** One that came with a link makes room for the reader's own again. */
  async remove() {
    const { isVisiting } = this.project;
    this.cancelRecount();
    Object.assign(this, { project: null, colour: null });
    this.#show();
    if (isVisiting) await this.restore();
    else await this.keeping.forget();
  }

  /** Takes up what was kept of an earlier visit. */
  async restore() {
    const kept = await this.keeping.load();
    const { look } = this.keeping;
    for (const [key, standard] of Object.entries(standardLook)) {
      if (typeof look[key] === typeof standard) this.look[key] = look[key];
    }
    if (!modes.includes(this.look.mode)) this.look.mode = standardLook.mode;
    if (kept === null || this.project !== null) return;
    const { width, height, colours, palette, path } = kept;
    const template = { width, height, colours, x: boundedCorner(look.x), y: boundedCorner(look.y) };
    this.use({ template, palette, path, isVisiting: false });
  }

  /** Another board, or the first: another palette may have come with it. */
  #meetBoard() {
    const { project, app } = this;
    const palette = app.player.colours;
    if (project === null || app.replica.grid === null || palette.length === 0) return;
    if (project.palette.join() !== palette.join()) {
      const colours = translated(project.template.colours, project.palette, palette);
      const template = { ...project.template, colours };
      this.project = { ...project, template, palette, tally: new Tally(template) };
      this.colour = null;
    }
    this.#recount();
  }

  #recount() {
    const { project, app } = this;
    if (project === null || app.replica.grid === null) return;
    project.tally.recount(app.replica.grid);
    this.overlay.show(project.tally, project.palette);
    this.#show();
  }

  #follow(indexes, after) {
    if (this.project === null) return;
    const turned = this.project.tally.apply(indexes, after);
    if (turned.length === 0) return;
    this.overlay.mark(turned);
    this.changed("counts");
  }

  #show() {
    const { overlay, look } = this;
    if (this.project === null) overlay.free();
    else {
      const { mode, dims } = look;
      overlay.setLook({ isShown: look.isShown, mode, opacity: this.opacity, dims, colour: this.colour });
    }
    this.changed("all");
  }

  #keepLook() {
    if (this.project === null || this.project.isVisiting) return;
    const { x, y } = this.project.template;
    this.keeping.look = { ...this.look, x, y };
  }
}
