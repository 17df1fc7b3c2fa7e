// The last minute of an area, played again ten times as fast, from what the page remembers: no server is
// asked. Those who asked for little motion get it in steps.

import { areaInView, membersOf, squareAround } from "../../canvas/area.js";
import { DockBar } from "../../ui/dock-bar.js";
import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";
import { number, say } from "../../ui/texts.js";
import { channelsOf, paintColours } from "../../util/colour.js";
import { Film } from "./film.js";

const spanMillis = 60_000;
const speed = 10;
const tickMillis = 50;
/** In steps: so much of the film at a time, and so long each is looked at. */
const stepMillis = 5_000;
const stepTickMillis = 1_000;
/** A view that shows more than this is too much to watch: then it is the surroundings of the cursor. */
const viewSideMax = 256;
const squareSide = 64;
/** What the button says, by its icon. */
const faceKeys = { pause: "replayPause", play: "replayPlay", replay: "replayAgain" };

export class Replay {
  constructor(app) {
    this.app = app;
    /** @type {DockBar | null} */
    this.bar = null;
    this.film = null;
    this.cancelTimer = () => {};
    app.on("reshaped", () => this.liveGrid !== app.replica.grid && this.close());
  }

  /** Plays what is in view, if that is not too much; else what is around the cursor, else it asks where. */
  start() {
    const { grid } = this.app.replica;
    if (grid === null) return;
    const view = areaInView(this.app.viewport);
    const { cursor } = this.app.player;
    if (Math.max(view.width, view.height) <= viewSideMax) this.play(view);
    else if (cursor !== null) this.play(squareAround(cursor, squareSide, grid));
    else this.chooseArea();
  }

  /** The reader says where; nothing happens when they think better of it. */
  async chooseArea() {
    const area = await this.app.areas.select();
    if (area !== null) this.play(area);
  }

  /** @param {import("../../canvas/area.js").Area} area */
  play(area) {
    const { app } = this;
    const { recent, replica, clock } = app;
    const now = clock.now();
    const beginsAt = Math.max(now - spanMillis, recent.beginsAt);
    const changes = recent.clip(beginsAt, membersOf(area, replica.grid.width));
    if (changes.times.length === 0) {
      app.tell(say("replayQuiet"));
      return;
    }
    this.film = new Film({ area, grid: replica.grid, changes, beginsAt, endsAt: now });
    this.liveGrid = replica.grid;
    this.#makePicture(area);
    if (this.bar === null) this.#openBar();
    this.count.textContent = say("replayCount", { count: number(changes.times.length) });
    this.slider.max = String(Math.ceil(this.film.lengthMillis / 1000));
    this.#again();
  }

  close() {
    this.bar?.close();
  }

  #openBar() {
    this.slider = make("input", {
      type: "range", min: "0", step: "1", className: "time-slider", "aria-label": say("replaySlider"),
      oninput: () => this.#wind(Number(this.slider.value) * 1000, false),
    });
    this.label = make("span", {});
    this.count = make("span", {});
    this.button = make("button", { type: "button", className: "button", onclick: () => this.#toggle() });
    const area = make("button", {
      type: "button", className: "button", onclick: () => this.chooseArea(),
    }, say("replayArea"));
    const content = make("div", { className: "time-controls" },
      this.slider,
      make("div", { className: "time-ends" }, this.label, this.count),
      make("div", { className: "time-row" }, this.button, area));
    const layer = this.app.stage.addLayer({
      order: 50,
      draw: (context, viewport, unit) => this.#draw(context, viewport, unit),
    });
    this.bar = new DockBar({
      title: say("replayTitle"),
      content,
      isBoardBusy: () => this.app.areas.isSelecting || this.app.panels.current !== null,
      closed: () => {
        this.cancelTimer();
        this.bar = null;
        this.film = null;
        layer.remove();
      },
    });
  }

  get #isCalm() {
    return this.app.stage.frames.isCalm;
  }

  #again() {
    this.#wind(0, true);
  }

  #toggle() {
    if (this.isPlaying) this.#wind(this.elapsedMillis, false);
    else if (this.elapsedMillis >= this.film.lengthMillis) this.#again();
    else this.#wind(this.elapsedMillis, true);
  }

  /**
   * @param {number} elapsedMillis of the film
   * @param {boolean} isPlaying whether it goes on from there
   */
  #wind(elapsedMillis, isPlaying) {
    const { film, app } = this;
    this.cancelTimer();
    this.elapsedMillis = Math.min(elapsedMillis, film.lengthMillis);
    if (film.wind(film.beginsAt + this.elapsedMillis)) this.#repaint();
    app.stage.invalidate();
    this.isPlaying = isPlaying && this.elapsedMillis < film.lengthMillis;
    this.#showState();
    if (!this.isPlaying) return;
    const [wait, step] = this.#isCalm ? [stepTickMillis, stepMillis] : [tickMillis, tickMillis * speed];
    this.cancelTimer = app.clock.schedule(wait, () => this.#wind(this.elapsedMillis + step, true));
  }

  #showState() {
    const leftSeconds = Math.round((this.film.lengthMillis - this.elapsedMillis) / 1000);
    const isOver = this.elapsedMillis >= this.film.lengthMillis;
    const text = say("replayAt", { seconds: String(leftSeconds) });
    this.label.textContent = text;
    this.slider.value = String(Math.round(this.elapsedMillis / 1000));
    this.slider.setAttribute("aria-valuetext", text);
    const face = this.isPlaying ? "pause" : isOver ? "replay" : "play";
    if (this.button.dataset.face === face) return;
    this.button.dataset.face = face;
    this.button.replaceChildren(icon(face), say(faceKeys[face]));
  }

  #makePicture({ width, height }) {
    this.canvas = make("canvas", { width, height });
    this.context = this.canvas.getContext("2d");
    this.picture = this.context.createImageData(width, height);
    this.channels = channelsOf(this.app.player.colours);
    this.#repaint();
  }

  #repaint() {
    paintColours(this.film.colours, this.channels, this.picture.data);
    this.context.putImageData(this.picture, 0, 0);
  }

  #draw(context, { origin, scale }, unit) {
    const { x, y, width, height } = this.film.area;
    const box = [origin.x + x * scale, origin.y + y * scale, width * scale, height * scale].map(Math.round);
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(this.canvas, ...box);
    // Two lines, so that one of them is seen on any colour.
    context.lineWidth = 4 * unit;
    context.strokeStyle = "#000";
    context.strokeRect(...box);
    context.lineWidth = 2 * unit;
    context.strokeStyle = "#ffd23f";
    context.strokeRect(...box);
  }
}

/**
 * @param {object} app with `recent`, the newest changes
 * @returns {Promise<Replay>} `start()`, `play(area)`, `close()`
 */
export async function start(app) {
  await Promise.all([app.loadTexts("replay"), app.loadStyle("past")]);
  return new Replay(app);
}
