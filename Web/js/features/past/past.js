// Looking back: the board as it was at any moment since it began, asked of the server one state at a time.
// Drawing goes on underneath; nothing can be placed while the past is shown.

import { Grid } from "../../canvas/grid.js";
import { DockBar } from "../../ui/dock-bar.js";
import { withPart } from "../../util/link.js";
import { fileName } from "../download/picture.js";
import { Controls, sayMoment } from "./controls.js";
import { NewestWins } from "./newest.js";
import { playedTo, rangeOf, secondOf, StateCache, within, written } from "./timeline.js";

const frameMillis = 330;
/** Whole boards change at once: who asked for little motion gets two a second. */
const frameMillisCalm = 1000;
/** How often the end of the slider follows the present. */
const rangeMillis = 5_000;

/** What went wrong, as we say it. */
function keyOf({ status }) {
  if (status === 0) return "pastUnreachable";
  if (status === 404) return "pastNotHeld";
  return status === 503 || status === 429 ? "pastBusy" : "pastFailed";
}

/**
 * @typedef {object} Shown what is seen instead of the present
 * @property {number} second since 1970 that was asked for
 * @property {string} state the server's name for it
 * @property {Grid} grid
 */

export class Past {
  constructor(app) {
    this.app = app;
    /** @type {DockBar | null} */
    this.bar = null;
    /** @type {Shown | null} */
    this.shown = null;
    /** Whether the present is looked at, though the bar is open. */
    this.isPresent = true;
    this.second = 0;
    this.playing = null;
    this.cache = new StateCache();
    this.requests = new NewestWins({
      load: (second, cancelled) => app.api.pixelsAt({ at: written(second) }, { cancelled }),
      done: (second, answer) => this.#take(second, answer),
      failed: (second, error, isGivenUp) => this.#fail(error, isGivenUp),
      clock: app.clock,
    });
    this.cancelTimer = () => {};
    this.cancelRange = () => {};
    // A board of another size has another past.
    app.on("reshaped", () => this.liveGrid !== app.replica.grid && this.close());
  }

  toggle() {
    if (this.bar === null) return this.open();
    this.close();
    return Promise.resolve();
  }

  /** @param {number | null} [second] to begin with; the present where none is given */
  async open(second = null) {
    if (this.bar === null && !(await this.#begin())) return;
    if (second !== null) this.#choose(within(second, this.range), { rests: false });
  }

  /** @param {string} text a moment as addresses name it; where it names none, nothing is opened */
  async openAt(text) {
    const second = secondOf(text);
    if (second !== null) await this.open(second);
  }

  close() {
    this.bar?.close();
  }

  /** @returns {Promise<boolean>} whether there is a past to look at */
  async #begin() {
    const { app } = this;
    try {
      const { beganAt } = await app.api.board();
      if (!Number.isFinite(beganAt)) {
        app.refuse(app.say("pastNone"));
        return false;
      }
      this.beganAt = beganAt;
    } catch (error) {
      app.refuse(app.say(keyOf(error)));
      return false;
    }
    if (this.bar === null) this.#openBar();
    return true;
  }

  #openBar() {
    const { app } = this;
    this.controls = new Controls({
      chosen: (second, options) => {
        this.#stopPlaying();
        this.#choose(second, options);
      },
      playToggled: () => (this.playing === null ? this.#play() : this.#stopPlaying()),
      speedChosen: () => this.playing !== null && this.#play(),
      nowWanted: () => this.#choose(this.range.last, { rests: false }),
    });
    this.bar = new DockBar({
      button: document.getElementById("tool-past"),
      title: app.say("pastTitle"),
      content: this.controls.element,
      closed: () => this.#end(),
      isBoardBusy: () => app.areas.isSelecting || app.panels.current !== null,
    });
    app.panels.close();
    this.liveGrid = app.replica.grid;
    this.#followTime();
    this.#showPresent();
  }

  #end() {
    this.requests.stop();
    this.cancelTimer();
    this.cancelRange();
    this.playing = null;
    this.bar = null;
    this.#show(null);
  }

  /** The present moves on, and the slider's end with it. */
  #followTime() {
    this.range = rangeOf(this.beganAt, Date.now());
    this.controls.setRange(this.range);
    if (this.isPresent) this.#setSecond(this.range.last);
    this.cancelRange = this.app.clock.schedule(rangeMillis, () => this.#followTime());
  }

  #choose(second, { rests }) {
    this.controls.tell("");
    if (second >= this.range.last) {
      this.#stopPlaying();
      this.#showPresent();
      return;
    }
    this.isPresent = false;
    this.#setSecond(second);
    const held = this.cache.get(second);
    if (held === null) {
      this.requests.ask(second, { rests });
    } else {
      this.requests.stop();
      this.#showState(second, held);
    }
    this.controls.setBusy(this.requests.isBusy);
  }

  #setSecond(second) {
    this.second = second;
    this.controls.setSecond(second, this.isPresent);
  }

  #take(second, answer) {
    const { width, height } = this.app.replica.grid;
    if (answer.colours.length !== width * height) {
      this.controls.tell(this.app.say("pastOtherSize"));
    } else {
      this.controls.tell("");
      this.cache.put(second, answer);
      this.#showState(second, answer);
    }
    this.controls.setBusy(this.requests.isBusy);
  }

  #fail(error, isGivenUp) {
    const { app, controls } = this;
    // A clock that is ahead of the server's asks for what is still to come.
    if (error.status === 422) {
      this.#choose(this.range.last, { rests: false });
      return;
    }
    controls.tell(app.say(isGivenUp ? keyOf(error) : "pastWait"));
    if (isGivenUp) this.#stopPlaying();
    controls.setBusy(this.requests.isBusy);
  }

  #showState(second, { state, colours }) {
    const { width, height } = this.app.replica.grid;
    const isSame = this.shown?.state === state;
    const grid = isSame ? this.shown.grid : Object.assign(new Grid(width, height), { colours });
    this.#show({ second, state, grid }, isSame);
  }

  #showPresent() {
    this.requests.stop();
    this.isPresent = true;
    this.#setSecond(this.range.last);
    this.controls.setBusy(false);
    this.#show(null);
  }

  /** @param {Shown | null} shown null: the present @param {boolean} [isSame] whether it looks the same */
  #show(shown, isSame = false) {
    const { app } = this;
    this.shown = shown;
    if (!isSame) app.stage.showGrid(shown?.grid ?? null);
    document.documentElement.toggleAttribute("data-past", shown !== null);
    app.player.setLookingBack(shown !== null);
    app.shown = shown;
    app.emitter.emit("shown", shown);
    const at = shown === null ? null : written(shown.second);
    app.address.keep(withPart(app.address.rest, "at", at));
    this.bar?.showBadge(shown === null ? null : app.say("pastBadge", { when: sayMoment(shown.second) }));
    if (this.bar !== null) this.controls.setPicture(shown === null ? null : this.#pictureOf(shown));
  }

  #pictureOf({ second, state }) {
    const { api, boardName } = this.app;
    return { href: api.snapshotURL({ at: state }), name: fileName(boardName, new Date(second * 1000)) };
  }

  #play() {
    const { clock } = this.app;
    // From the present there is nowhere to go but back to where the board began.
    const from = this.isPresent ? this.range.first : this.second;
    this.playing = { from, since: clock.now(), speed: this.controls.chosenSpeed };
    this.controls.setPlaying(true);
    this.#tick();
  }

  #tick() {
    this.cancelTimer();
    const { from, since, speed } = this.playing;
    const second = playedTo(from, speed, this.app.clock.now() - since, this.range);
    this.#choose(second, { rests: false });
    if (this.playing === null) return;
    const millis = this.app.stage.frames.isCalm ? frameMillisCalm : frameMillis;
    this.cancelTimer = this.app.clock.schedule(millis, () => this.#tick());
  }

  #stopPlaying() {
    this.cancelTimer();
    if (this.playing === null) return;
    this.playing = null;
    this.controls.setPlaying(false);
  }
}

/**
 * @param {object} app
 * @returns {Promise<Past>} `toggle()`, `open(second)`, `openAt(text)`, `close()`
 */
export async function start(app) {
  await Promise.all([app.loadTexts("past"), app.loadStyle("past")]);
  return new Past(app);
}
