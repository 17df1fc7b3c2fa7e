// Where something changed lately: the newer, the brighter. From what the page sees happen, and at first from
// one older state of the board. Quiet boards cost a frame every ten seconds while it is shown.

import { corner } from "../../ui/corner.js";
import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";
import { say } from "../../ui/texts.js";
import { NewestWins } from "../past/newest.js";
import { changesWithin } from "./history.js";
import { HeatLayer } from "./layer.js";
import { HeatMap, windowsMillis } from "./map.js";

const coolMillis = 10_000;
/** Changes come four times a second; a heat map that follows twice a second is soon enough. */
const followMillis = 500;
const windowKeys = ["heatMinutes", "heatHour"];

export class Heat {
  constructor(app) {
    this.app = app;
    this.windowMillis = windowsMillis[0];
    /** The windows of which older changes have been asked for. */
    this.known = new Set();
    this.questions = new NewestWins({
      load: (windowMillis, cancelled) => changesWithin(app, windowMillis, Date.now(), cancelled),
      done: (windowMillis, changes) => this.#takeEarlier(windowMillis, changes),
      failed: (windowMillis, error, isGivenUp) => isGivenUp && this.#beginNow(error),
      clock: app.clock,
    });
    this.layer = null;
    this.isFollowing = false;
    this.cancelCooling = () => {};
    app.on("delta", ({ indexes }) => this.#follow(indexes));
    app.on("board", () => this.#followSize());
    this.#followSize();
  }

  toggle() {
    if (this.layer === null) this.open();
    else this.close();
  }

  open() {
    const { app } = this;
    if (this.layer !== null || this.map === null) return;
    this.map.advance(app.clock.now());
    this.picture = new HeatLayer(this.map, this.windowMillis);
    this.layer = app.stage.addLayer(this.picture);
    this.legend = this.#makeLegend();
    corner().append(this.legend);
    app.announcer.say(say("heatOn"));
    this.#cool();
    this.#learn();
  }

  close() {
    if (this.layer === null) return;
    const hadFocus = this.legend.contains(document.activeElement);
    this.cancelCooling();
    this.questions.stop();
    this.layer.remove();
    this.layer = null;
    this.legend.remove();
    if (hadFocus) this.app.stage.canvas.focus();
    this.app.announcer.say(say("heatOff"));
  }

  /** The board is there, or became another. */
  #followSize() {
    const { grid, recent } = { grid: this.app.replica.grid, recent: this.app.recent };
    if (grid === null || (this.map?.width === grid.width && this.map.height === grid.height)) {
      this.map ??= null;
      return;
    }
    const now = this.app.clock.now();
    this.map = new HeatMap(grid.width, grid.height, now);
    this.known.clear();
    this.questions.stop();
    const { times, indexes } = recent.clip(-Infinity, (index) => index < grid.colours.length);
    times.forEach((at, change) => this.map.touchEarlier([indexes[change]], at));
    this.picture?.show(this.map, this.windowMillis);
  }

  #follow(indexes) {
    this.map?.touch(indexes, this.app.clock.now());
    if (this.layer === null || this.isFollowing) return;
    this.isFollowing = true;
    this.app.clock.schedule(followMillis, () => {
      this.isFollowing = false;
      this.layer?.invalidate();
    });
  }

  #cool() {
    this.cancelCooling = this.app.clock.schedule(coolMillis, () => {
      if (this.map.advance(this.app.clock.now())) {
        this.picture.cool();
        this.layer.invalidate();
      }
      this.#cool();
    });
  }

  #setWindow(windowMillis) {
    this.windowMillis = windowMillis;
    this.picture.show(this.map, windowMillis);
    this.layer.invalidate();
    this.#learn();
  }

  /** Once for each window: what changed in it before we looked. */
  #learn() {
    if (this.known.has(this.windowMillis)) return;
    this.#tell(say("heatLearning"));
    this.questions.ask(this.windowMillis);
  }

  #takeEarlier(windowMillis, { indexes, agoMillis }) {
    this.known.add(windowMillis);
    this.map.touchEarlier(indexes, this.app.clock.now() - agoMillis);
    if (this.layer === null) return;
    this.#tell("");
    this.picture.cool();
    this.layer.invalidate();
  }

  #beginNow(error) {
    this.app.log.warn("the heat map begins with what happens from now on", error);
    this.#tell(say("heatFromNow"));
  }

  #tell(text) {
    this.note.textContent = text;
  }

  #makeLegend() {
    this.note = make("p", { className: "legend-note", role: "status" });
    const options = windowsMillis.map((millis, number) => make("label", { className: "segment" },
      make("input", {
        type: "radio", name: "heat-window", value: String(millis), checked: millis === this.windowMillis,
        onchange: () => this.#setWindow(millis),
      }),
      make("span", {}, say(windowKeys[number]))));
    return make("section", { className: "panel legend", "aria-label": say("heatTitle") },
      make("header", {},
        make("h2", {}, say("heatTitle")),
        make("button", {
          type: "button", className: "icon-button", title: say("close"), "aria-label": say("close"),
          onclick: () => this.close(),
        }, icon("close"))),
      make("div", { className: "heat-scale", "aria-hidden": "true" }),
      make("div", { className: "heat-ends" },
        make("span", {}, say("heatOld")), make("span", {}, say("heatNew"))),
      make("div", { className: "segments", role: "radiogroup", "aria-label": say("heatWindow") }, ...options),
      this.note);
  }
}

/**
 * @param {object} app with `recent`, the newest changes
 * @returns {Promise<Heat>} `toggle()`, `open()`, `close()`
 */
export async function start(app) {
  await Promise.all([app.loadTexts("map"), app.loadStyle("map")]);
  return new Heat(app);
}
