// How the reader stands with the moderators: what these have put on the reader, on parts of the board and on
// the whole. Kept here from the first word of it; how it is said and drawn comes only where there is any.

import { endOf, lineOf, readAreas } from "../canvas/ground.js";
import { readRestriction } from "../canvas/restriction.js";
import { say } from "../ui/texts.js";
import { scheduleAt } from "../util/until.js";

export class Standing {
  /** @param {object} app as app.js makes it @param {object} views `bar` */
  constructor(app, views) {
    Object.assign(this, { app, views });
    /** @type {import("../canvas/restriction.js").Restriction | null} */
    this.restriction = null;
    /** Of a pause: why, and when it ends by the clock. @type {{why: string, endsAt: number | null} | null} */
    this.pause = null;
    this.cancelEnd = () => {};
    app.emitter.on("refused", (state) => {
      if (state === "challenge") this.#solve();
    });
    app.emitter.on("colour", (colour) => {
      if (colour !== null && app.player.conditions.mustSolve) this.#solve();
    });
  }

  /**
   * @param {import("../ui/bar.js").Banner | null} banner
   * @param {"restriction" | "pause"} kind
   */
  setBanner(banner, kind) {
    this.views.bar.setBanner(banner, kind);
  }

  /** @returns {boolean} */
  get isBanned() {
    return this.restriction?.kind === "ban";
  }

  /** @param {object} hello */
  meet(hello) {
    this.#setAreas(hello.areas);
    this.setRules(hello.rules);
  }

  /** @param {object} you as the server tells it */
  setYou(you) {
    const { app } = this;
    // Whoever looks on is nobody to the server: the ban is the reader's all the same.
    const isWatching = app.connection.state.isWatching === true;
    if (!isWatching) this.#setRestriction(readRestriction(you.restriction, app.clock.now()));
    const { player, clock } = app;
    const mustSolveBefore = player.conditions.mustSolve;
    const wasGated = player.charges.isGated(clock.now());
    player.setYou(you, this.isBanned);
    // Who is to wait as a newcomer is told at once, for that is not what was told before.
    const isGateNews = !wasGated && player.charges.isGated(clock.now());
    if (isGateNews && player.conditions.link === "live") player.teller.situation(player);
    if (you.puzzle === true && app.player.colour !== null && !mustSolveBefore) this.#solve();
  }

  /** @param {object} rules as the server tells them */
  setRules(rules) {
    const { app, views } = this;
    const isPaused = rules.state === "frozen";
    const now = app.clock.now();
    this.pause = isPaused ? { why: lineOf(rules.why), endsAt: endOf(rules.endsInMs, now) } : null;
    const hasWords = isPaused && (this.pause.why !== "" || this.pause.endsAt !== null);
    views.bar.setBanner(isPaused ? { text: say("frozen"), endsAt: this.pause.endsAt } : null);
    this.#changed(hasWords);
  }

  /** @param {{type: string}} message any text message that is about this */
  read(message) {
    const { app } = this;
    if (message.type === "areas") this.#setAreas(message.areas);
    else if (message.type === "report") this.#hearOfReport(message);
    else if (message.code === "banned") this.#restrict({ ...message, kind: "ban" });
    else if (message.code === "muted") this.#restrict({ ...message, kind: "mute" });
    else if (message.code === "bad-solution") app.player.setConditions({ mustSolve: true });
  }

  #restrict(value) {
    this.#setRestriction(readRestriction(value, this.app.clock.now()));
    this.app.player.setConditions({ isBanned: this.isBanned });
  }

  #setRestriction(restriction) {
    const { app } = this;
    const before = this.restriction;
    if (before === null && restriction === null) return;
    this.restriction = restriction;
    this.cancelEnd();
    const endsAt = restriction?.endsAt ?? null;
    if (endsAt !== null) this.cancelEnd = scheduleAt(app.clock, endsAt, () => this.#lift());
    this.#changed(restriction !== null);
  }

  /** Its time is over; the server says so too, where there is a connection. */
  #lift() {
    this.#setRestriction(null);
    this.app.player.setConditions({ isBanned: false });
    this.app.player.teller.situation(this.app.player);
  }

  #setAreas(list) {
    const { player, clock, stage } = this.app;
    const areas = readAreas(list, clock.now());
    if (areas.length === 0 && player.ground.areas.length === 0) return;
    player.ground.areas = areas;
    stage.invalidate();
    player.changed();
    this.#changed(areas.length > 0);
  }

  /** @param {boolean} hasWords whether there is something to be said or drawn that needs its part */
  async #changed(hasWords) {
    const { app } = this;
    app.emitter.emit("standing", this);
    if (hasWords && !app.features.isStarted("moderation")) await app.features.get("moderation");
  }

  async #hearOfReport(message) {
    const report = await this.app.features.get("report");
    report?.hear(message);
  }

  async #solve() {
    const puzzle = await this.app.features.get("puzzle");
    puzzle?.solve();
  }
}
