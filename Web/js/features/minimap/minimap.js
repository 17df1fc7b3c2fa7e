// The whole board, small, in a corner, with a rectangle around what is in view: to see where one is and to go
// elsewhere. Drawn at most twice a second, and only where something changed.

import { corner } from "../../ui/corner.js";
import { make } from "../../ui/dom.js";
import { say } from "../../ui/texts.js";
import { channelsOf } from "../../util/colour.js";
import { Reduction, viewShares } from "./reduction.js";

const side = 160;
const paintMillis = 500;
/** How far a key moves the view, in shares of it. */
const keyShare = 0.5;
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Minimap {
  constructor(app) {
    this.app = app;
    this.listeners = [];
    this.isPainting = false;
    this.cancelPaint = () => {};
    this.canvas = make("canvas", { "aria-hidden": "true" });
    this.frame = make("div", { className: "minimap-frame", "aria-hidden": "true" });
    this.element = make("div", {
      className: "panel minimap", tabIndex: 0, role: "application", "aria-label": say("minimapLabel"),
      "aria-describedby": "minimap-help", hidden: true, onkeydown: (event) => this.#step(event),
      onpointerdown: (event) => this.#grab(event), onpointermove: (event) => this.#drag(event),
    }, this.canvas, this.frame, make("p", { id: "minimap-help", className: "unseen" }, say("minimapHelp")));
    app.settings.follow("minimap", (isWanted) => this.#setShown(isWanted));
  }

  toggle() {
    const { settings } = this.app;
    settings.set("minimap", !settings.get("minimap"));
  }

  #setShown(isWanted) {
    const { app } = this;
    for (const end of this.listeners.splice(0)) end();
    this.cancelPaint();
    this.isPainting = false;
    this.element.remove();
    if (!isWanted) return;
    corner().prepend(this.element);
    this.listeners.push(
      app.on("delta", ({ indexes }) => this.#mark(() => this.reduction?.mark(indexes))),
      app.on("board", () => this.#begin()),
      app.on("shown", () => this.#mark(() => this.reduction?.markAll())),
      app.on("view", () => this.#frameView()),
    );
    this.#begin();
    if (app.viewport.isFitted) app.tell(say("minimapWaits"));
  }

  /** Begins with the board as it is now. */
  #begin() {
    const { grid } = this.app.replica;
    if (grid === null) return;
    const pixels = side * Math.min(2, window.devicePixelRatio || 1);
    this.reduction = new Reduction(grid.width, grid.height, pixels);
    const { width, height } = this.reduction;
    Object.assign(this.canvas, { width, height });
    const longest = Math.max(width, height);
    this.element.style.setProperty("--across", String(width / longest));
    this.element.style.setProperty("--down", String(height / longest));
    this.context = this.canvas.getContext("2d");
    this.picture = this.context.createImageData(width, height);
    this.channels = channelsOf(this.app.player.colours);
    this.#paint();
    this.#frameView();
  }

  #mark(work) {
    work();
    if (this.isPainting || this.element.hidden) return;
    this.isPainting = true;
    this.cancelPaint = this.app.clock.schedule(paintMillis, () => {
      this.isPainting = false;
      this.#paint();
    });
  }

  #paint() {
    const grid = this.app.shown?.grid ?? this.app.replica.grid;
    const { reduction, picture, context } = this;
    if (reduction === undefined || !reduction.isOf(grid)) return;
    const rows = reduction.paint(grid.colours, this.channels, picture.data);
    if (rows === null) return;
    context.putImageData(picture, 0, 0, 0, rows.top, reduction.width, rows.bottom - rows.top);
  }

  /** Where the whole board is in view, a small one has nothing to add. */
  #frameView() {
    if (this.reduction === undefined) return;
    const { left, top, width, height } = viewShares(this.app.viewport);
    const isWhole = width * height > 0.98;
    if (this.element.hidden && !isWhole) {
      this.element.hidden = false;
      this.#paint();
    } else if (isWhole && !this.element.contains(document.activeElement)) {
      this.element.hidden = true;
    }
    const { style } = this.frame;
    for (const [name, share] of Object.entries({ left, top, width, height })) {
      style.setProperty(name, `${share * 100}%`);
    }
  }

  #grab(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.#goTo(event);
  }

  #drag(event) {
    if (this.element.hasPointerCapture(event.pointerId)) this.#goTo(event);
  }

  #goTo({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    this.#moveBy((viewport) => {
      const middle = viewport.toBoard(viewport.middle);
      return {
        x: ((clientX - box.left) / box.width) * viewport.boardWidth - middle.x,
        y: ((clientY - box.top) / box.height) * viewport.boardHeight - middle.y,
      };
    });
  }

  #step(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.app.stage.canvas.focus();
    }
    if (!(event.key in arrows) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [across, down] = arrows[event.key];
    this.#moveBy(({ width, height, scale }) => ({
      x: (across * keyShare * width) / scale,
      y: (down * keyShare * height) / scale,
    }));
  }

  /** @param {(viewport: object) => {x: number, y: number}} distance in board pixels */
  #moveBy(distance) {
    this.app.stage.change((viewport) => {
      const { x, y } = distance(viewport);
      viewport.panBy(-x * viewport.scale, -y * viewport.scale);
    });
  }
}

/**
 * @param {object} app
 * @returns {Promise<Minimap>} `toggle()`; follows the setting `minimap`
 */
export async function start(app) {
  await Promise.all([app.loadTexts("minimap"), app.loadStyle("map")]);
  return new Minimap(app);
}
