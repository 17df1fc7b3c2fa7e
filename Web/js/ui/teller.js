// Finds the words for what happens to the reader's pixels: in the status line, at the pixel itself, and for
// those who listen instead of looking. What listeners hear changes only when something did.

import { Status } from "../canvas/verdicts.js";
import { minutes, moment, say, sayRefusal } from "./texts.js";

const sendingAfterMillis = 150;
const unconfirmedAfterMillis = 8_000;
const calloutMillis = 4_000;
/** Seconds left at which listeners are told of the wait. */
const spokenSeconds = [60, 30, 10];
/** A page that slept over one of them does not tell it later than this. */
const spokenLateSeconds = 5;

/** What is said where a state of canvas/placing.js lets nothing be placed. */
const stateKeys = Object.freeze({
  loading: "stillLoading", offline: "offline", restarting: "barRestarting", ended: "offline",
  past: "past", banned: "banned", watching: "watching", frozen: "frozen", closed: "closed", view: "noColour",
  locked: "protected", challenge: "challenge",
});

export class Teller {
  /**
   * @param {object} collaborators
   * @param {import("./status.js").StatusLine} collaborators.status
   * @param {import("./callout.js").Callout} collaborators.callout
   * @param {import("./status.js").Announcer} collaborators.announcer
   * @param {import("../util/clock.js").Clock} collaborators.clock
   * @param {import("../canvas/charges.js").Charges} collaborators.charges
   * @param {() => void} collaborators.doubt the server has not answered for long
   */
  constructor(collaborators) {
    Object.assign(this, collaborators);
    /** The key of what the status line tells of a wait and says anew as time goes by; null: of none. */
    this.waitKey = null;
    this.wasReady = true;
    this.spokenAt = Infinity;
    this.cancelWatch = () => {};
    /** When the board that is shown was kept, where it is one from another time. @type {number | null} */
    this.keptAtMillis = null;
    /** When the board opens, where that is known; told along with "closed". */
    this.opensInMillis = () => null;
    /**
     * What the moderators say of a state or of a refusal; null where they have said nothing.
     * @type {(cause: {state?: string, status?: number, pixel: object | null}) => string | null}
     */
    this.explain = () => null;
  }

  /** The usual word for the situation. @param {import("./player.js").Player} player */
  situation(player) {
    const { state, cursor, colour } = player;
    this.waitKey = state === "cooling" ? this.#waitKeyOf("cooling") : null;
    if (state === "cooling") this.status.show(say(this.waitKey, { wait: this.#wait() }));
    else if (state === "aim") this.status.show(say("aim", cursor));
    else if (state === "view") this.status.show(cursor === null ? say("view") : say("selected", cursor));
    else if (state === "armed") this.status.show(this.#armed(player, player.names[colour]));
    else if (state === "sending") this.status.show(say("sending"));
    else this.status.show(this.#why(state, cursor));
  }

  /** @param {string} colour */
  picked(colour) {
    this.#say(say("picked", { colour }));
  }

  /** A state lets nothing be placed. @param {import("./player.js").Player} player */
  refuseState(player) {
    const { state, cursor } = player;
    if (state === "cooling") this.#remind(cursor);
    else this.#refuse(this.#why(state, cursor), cursor);
    if (state === "view") player.palette.raise();
  }

  /** @param {string} key of a text */
  sayNo(key) {
    this.#refuse(say(key), null);
  }

  /**
   * @param {number} status of a RESULT, or one that it would have had
   * @param {import("./player.js").Player} player
   * @param {{x: number, y: number} | null} pixel
   * @param {number} [waitMillis]
   */
  refuse(status, player, pixel, waitMillis = this.charges.waitMillis(this.clock.now())) {
    const isClosed = status === Status.notOpen && player.conditions.board === "closed";
    const text = isClosed ? this.#why("closed", pixel) : this.explain({ status, pixel });
    this.#refuse(text ?? sayRefusal(status, { waitMillis }), pixel);
  }

  /**
   * @param {import("./player.js").Player} player
   * @param {string} colour
   * @param {{x: number, y: number}} pixel
   */
  placed(player, colour, pixel) {
    this.callout.hide();
    const wait = this.charges.waitMillis(this.clock.now());
    const isWaiting = this.charges.available(this.clock.now()) === 0;
    this.waitKey = null;
    this.status.show(say("placed", { colour, ...pixel }));
    const spoken = say("placedSpoken", { colour, ...pixel });
    this.announcer.say(isWaiting ? `${spoken} ${say("placedNext", { wait: spokenDuration(wait) })}` : spoken);
    this.spokenAt = Math.ceil(wait / 1000);
  }

  /** What holds at the cursor. @param {string} text */
  note(text) {
    this.waitKey = null;
    this.status.show(text);
  }

  undoing() {
    this.waitKey = null;
    this.status.show(say("undoing"));
  }

  undone() {
    // That says already that there is one to place again.
    this.wasReady = true;
    this.#say(say("undone"));
  }

  arrived() {
    this.#say(say("arrived"));
  }

  /** @param {boolean} isUncounted whether it is known that nothing was spent @param {() => void} again */
  lost(isUncounted, again) {
    const text = say(isUncounted ? "lost" : "lostUnsure");
    this.status.refuse(text, isUncounted ? { label: say("again"), act: again } : null);
    this.announcer.say(text);
  }

  /** A placement went out. @param {number | null} oldestSentAt */
  sent(oldestSentAt) {
    this.callout.hide();
    this.waitKey = null;
    this.#watch(oldestSentAt);
  }

  /**
   * An answer came.
   * @param {number | null} oldestSentAt when what is still unanswered was sent; null: nothing is
   */
  answered(oldestSentAt) {
    this.cancelWatch();
    if (oldestSentAt !== null) this.#watch(oldestSentAt);
  }

  /**
   * Time went by.
   * @param {import("./player.js").Player} player
   * @param {boolean} isReady
   * @param {number} waitMillis
   */
  tick(player, isReady, waitMillis) {
    const becameReady = isReady && !this.wasReady && player.conditions.link === "live";
    this.wasReady = isReady;
    if (becameReady) {
      this.spokenAt = Infinity;
      this.waitKey = null;
      const { max } = this.charges;
      const charges = this.charges.available(this.clock.now());
      this.#say(max > 1 ? say("stacked", { charges, max }) : say("ready"));
    } else if (!isReady) {
      // Who is no newcomer any more may still have to wait, as everybody does.
      if (this.waitKey === "gated") this.waitKey = this.#waitKeyOf("cooling");
      if (this.waitKey !== null) this.status.show(say(this.waitKey, { wait: minutes(waitMillis) }));
      this.#speakWait(Math.ceil(waitMillis / 1000));
    }
  }

  #speakWait(seconds) {
    const mark = spokenSeconds.find(
      (second) => seconds <= second && seconds > second - spokenLateSeconds && this.spokenAt > second,
    );
    if (mark === undefined) return;
    this.spokenAt = mark;
    this.announcer.say(say(this.#waitKeyOf("cooling"), { wait: spokenDuration(seconds * 1000) }));
  }

  /** Silence is told in steps; after the last it is time to doubt the connection. */
  #watch(sentAt) {
    this.cancelWatch();
    const age = this.clock.now() - sentAt;
    const again = (delayMillis, text, next) => {
      this.cancelWatch = this.clock.schedule(Math.max(0, delayMillis), () => {
        if (text !== null) this.status.show(text());
        next();
      });
    };
    if (age < sendingAfterMillis) {
      again(sendingAfterMillis - age, () => say("sending"), () => this.#watch(sentAt));
    } else if (age < unconfirmedAfterMillis) {
      const seconds = Math.floor(age / 1000);
      const next = (seconds + 1) * 1000;
      const text = next >= unconfirmedAfterMillis ? null : () => say("sendingAge", { seconds: seconds + 1 });
      again(next - age, text, () => this.#watch(sentAt));
    } else {
      this.#refuse(say("unconfirmed"), null);
      this.doubt();
    }
  }

  #armed({ isTouch, isOneTap, hovered, aimed }, colour) {
    if (isTouch && !isOneTap) return say("armedTouch", { colour });
    const isByKeys = hovered === null && aimed !== null;
    return isByKeys ? say("armed", { colour, ...aimed }) : say("armedNowhere", { colour });
  }

  #why(state, pixel) {
    const explanation = this.explain({ state, pixel });
    if (explanation !== null) return explanation;
    const opensInMillis = state === "closed" ? this.opensInMillis() : null;
    if (opensInMillis !== null) return say("closedUntil", { wait: minutes(opensInMillis) });
    if (state === "offline" && this.keptAtMillis !== null) {
      return say("stale", { when: moment(this.keptAtMillis) });
    }
    return say(stateKeys[state] ?? "offline");
  }

  /** @param {string} key of what others are told who wait @returns {string} of what the reader is told */
  #waitKeyOf(key) {
    return this.charges.isGated(this.clock.now()) ? "gated" : key;
  }

  #wait() {
    return minutes(this.charges.waitMillis(this.clock.now()));
  }

  /** Having to wait is nobody's mistake: the time that is left is told, and goes on being told. */
  #remind(pixel) {
    const key = this.#waitKeyOf("coolingDown");
    const text = say(key, { wait: this.#wait() });
    this.#say(text);
    this.waitKey = key;
    if (pixel !== null) this.callout.show(pixel, text, { millis: calloutMillis });
  }

  #say(text) {
    this.waitKey = null;
    this.status.show(text);
    this.announcer.say(text);
  }

  #refuse(text, pixel) {
    this.waitKey = null;
    this.status.refuse(text, null);
    this.announcer.say(text);
    if (pixel !== null) this.callout.show(pixel, text, { kind: "refusal", millis: calloutMillis });
  }
}

function spokenDuration(millis) {
  const whole = Math.ceil(millis / 1000);
  return say("durationSpoken", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}
