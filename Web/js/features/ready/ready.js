// The bell: tells the reader, who may be looking elsewhere, that the pixel is ready. The icon of the page
// shows how far it is; a notification and a sound come if they are wanted.

import { chime } from "./chime.js";
import { Deadline, ringShare } from "./deadline.js";
import { FaviconRing } from "./favicon.js";
import { askToNotify, inOneTab, notify, permission } from "./notification.js";
import { AlarmTimer } from "./timer.js";

/**
 * @param {object} app
 * @returns {Promise<{isOn: boolean, toggle: () => Promise<void>, ready: () => void,
 *   tick: (reading: {isReady: boolean, waitMillis: number, share: number}) => void}>}
 */
export async function start(app) {
  await app.loadTexts("ready");
  const bell = new Bell(app);
  app.on("time", (reading) => bell.tick(reading));
  return bell;
}

class Bell {
  constructor(app) {
    this.app = app;
    this.deadline = new Deadline();
    this.ring = new FaviconRing(document.querySelector("link[rel=icon]"));
    this.timer = new AlarmTimer(app.clock, () => this.#due());
    this.#previewSound();
  }

  /** Whether the reader is notified. */
  get isOn() {
    return this.app.settings.get("notify") && permission() === "granted";
  }

  /** Notifications on or off. To be called from a click: the browser may ask the reader. */
  async toggle() {
    const { say, settings } = this.app;
    if (this.isOn) {
      settings.set("notify", false);
      this.app.tell(say("readyOff"));
      return;
    }
    const isGranted = await askToNotify();
    settings.set("notify", isGranted);
    this.app.tell(say(isGranted ? "readyOn" : permission() === "missing" ? "readyMissing" : "readyDenied"));
  }

  /**
   * @param {{isReady: boolean, waitMillis: number, share: number}} reading of the time, as often as it is
   *   drawn
   */
  tick(reading) {
    const step = this.deadline.read(reading, this.app.clock.now());
    this.ring.show(this.deadline.at === null ? null : ringShare(reading.share));
    if (step.kind === "wait") this.timer.set(step.millis);
    if (step.kind !== "ready") return;
    this.timer.set(null);
    if (step.isNews) this.ready();
  }

  /** Says it now. */
  ready() {
    const { boardName, clock, log } = this.app;
    const failed = (error) => log.warn("the bell could not ring", error);
    inOneTab(boardName, clock, () => this.#tell()).catch(failed);
  }

  async #tell() {
    const { boardName, say, settings } = this.app;
    if (settings.get("sound")) await chime();
    if (!settings.get("notify")) return;
    const icon = this.ring.original.href;
    await notify({ title: `${boardName} · Toile`, text: say("ready"), topic: boardName, icon });
  }

  /** Whoever switches the sound on hears it; from then on the browser lets the page make it by itself. */
  #previewSound() {
    const { settings } = this.app;
    let wasOn = settings.get("sound");
    settings.follow("sound", (isOn) => {
      if (isOn && !wasOn && document.hasFocus()) chime();
      wasOn = isOn;
    });
  }

  /** The page may be asleep: the alarm is what wakes it. */
  #due() {
    this.tick({ isReady: true, waitMillis: 0, share: 1 });
  }
}
