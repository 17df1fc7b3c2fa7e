// One alarm that is exact in hidden pages too: a worker keeps the time, and where there is none the page
// does.

export class AlarmTimer {
  /** @param {import("../../util/clock.js").Clock} clock @param {() => void} due */
  constructor(clock, due) {
    Object.assign(this, { clock, due });
    this.cancel = () => {};
    this.worker = this.#startWorker();
  }

  /** @param {number | null} millis from now on; null for no alarm */
  set(millis) {
    this.cancel();
    this.cancel = () => {};
    if (this.worker !== null) this.worker.postMessage(millis === null ? null : { waitMillis: millis });
    else if (millis !== null) this.cancel = this.clock.schedule(millis, this.due);
  }

  #startWorker() {
    try {
      const worker = new Worker(new URL("./alarm.js", import.meta.url), { type: "module" });
      worker.addEventListener("message", () => this.due());
      worker.addEventListener("error", () => {
        this.worker = null;
      });
      return worker;
    } catch {
      return null;
    }
  }
}
