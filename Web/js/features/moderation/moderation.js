// What the moderators decided, said and shown: areas above the board and in the status line, a pause and a
// ban in the bar. Comes when there is the first of it; app/standing.js knows of it before.

import { Status } from "../../canvas/verdicts.js";
import { isLocking } from "../../canvas/ground.js";
import { scheduleAt } from "../../util/until.js";
import { HatchLayer } from "./hatch.js";
import { sayArea, sayBan, sayPause, sayRestriction } from "./words.js";

/** States of canvas/placing.js that are told anew when more is known of them. */
const decided = new Set(["banned", "frozen", "locked"]);

/** @param {object} app @returns {Promise<object>} */
export async function start(app) {
  await app.loadTexts("moderation");
  return new Moderation(app);
}

class Moderation {
  constructor(app) {
    this.app = app;
    this.area = null;
    /** What was said of it. */
    this.words = "";
    this.layer = null;
    this.closedMute = null;
    this.cancelEnd = () => {};
    app.player.teller.explain = (cause) => this.#explain(cause);
    app.on("standing", () => this.#show());
    app.on("connection", () => this.#showRestriction());
    app.on("cursor", () => this.#point());
    this.#show();
  }

  /** @returns {string | null} in words what the reader may not, and why; null while they may everything */
  get restrictionWords() {
    const { restriction } = this.app.standing;
    return restriction === null ? null : sayRestriction(restriction, this.#times());
  }

  #times() {
    return { now: this.app.clock.now(), wallMillis: Date.now() };
  }

  #explain({ state, status, pixel }) {
    const { standing, player, clock } = this.app;
    if (state === "banned" || status === Status.banned) {
      // The bar says the rest.
      return standing.isBanned ? sayBan(standing.restriction, this.#times()) : null;
    }
    if (state === "frozen" || status === Status.notOpen) {
      return standing.pause === null ? null : sayPause(standing.pause, this.#times());
    }
    if (state !== "locked" && status !== Status.protected) return null;
    const area = player.ground.at(pixel, clock.now());
    return isLocking(area) ? sayArea(area, this.#times()) : null;
  }

  #show() {
    const { app } = this;
    const { standing, player } = app;
    this.#showRestriction();
    if (standing.pause !== null) {
      const text = sayPause(standing.pause, this.#times());
      standing.setBanner({ text, endsAt: standing.pause.endsAt }, "pause");
    }
    this.#showAreas();
    this.#point();
    // A refusal stays, but for the one that did not know yet until when.
    const isVague = !app.status.isRefusal || app.status.text === app.say("banned");
    if (decided.has(player.state) && isVague) player.teller.situation(player);
  }

  #showRestriction() {
    const { app } = this;
    const { standing, connection } = app;
    const { restriction } = standing;
    if (restriction === null || restriction === this.closedMute) {
      standing.setBanner(null, "restriction");
      return;
    }
    const banner = { text: this.restrictionWords, endsAt: restriction.endsAt };
    if (restriction.kind === "mute") {
      // It concerns the chat alone, where it is told too.
      Object.assign(banner, { label: app.say("close"), act: () => this.#closeMute(restriction) });
    } else if (connection.state.isWatching) {
      Object.assign(banner, { label: app.say("retryNow"), act: () => connection.retryNow() });
    }
    standing.setBanner(banner, "restriction");
  }

  #closeMute(restriction) {
    this.closedMute = restriction;
    this.#showRestriction();
  }

  #showAreas() {
    const { player, stage, clock } = this.app;
    const areas = player.ground.current(clock.now());
    if (areas.length > 0 && this.layer === null) {
      // What is seen of the past was drawn under other rules.
      const shown = () => (this.app.shown === null ? player.ground.current(clock.now()) : []);
      this.layer = stage.addLayer(new HatchLayer(shown));
    } else if (areas.length === 0 && this.layer !== null) {
      this.layer.remove();
      this.layer = null;
    }
    this.cancelEnd();
    const ends = areas.map(({ endsAt }) => endsAt).filter((at) => at !== null);
    if (ends.length > 0) this.cancelEnd = scheduleAt(clock, Math.min(...ends), () => this.#expire());
  }

  /** An area's time is over: it goes by itself. */
  #expire() {
    this.app.stage.invalidate();
    this.#showAreas();
    this.#point();
    this.app.player.changed();
  }

  /** What holds at the cursor is said before anything is placed there. */
  #point() {
    const { player, clock, announcer, status } = this.app;
    // To the staff areas mean nothing.
    const area = player.conditions.isStaff ? null : player.ground.at(player.cursor, clock.now());
    // The same area told anew is no news, though its end may be known better.
    const isSame = ["id", "mode", "why"].every((part) => area?.[part] === this.area?.[part]);
    if (isSame) return;
    const isLeaving = area === null;
    // A refusal stays until the reader acts; to leave the area that it was about is to act.
    const isOther = status.isRefusal && status.text !== this.words;
    this.area = area;
    if (player.conditions.link !== "live" || (isLeaving && isOther)) return;
    if (isLeaving) {
      player.teller.situation(player);
      return;
    }
    if (player.state === "banned" || player.state === "frozen") return;
    const words = sayArea(area, this.#times());
    this.words = words;
    player.teller.note(words);
    // A mouse passes over much; who goes there by keys or by touch means it.
    if (player.hovered === null) announcer.say(words);
  }
}
