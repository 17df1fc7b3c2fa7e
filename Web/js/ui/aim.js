// A pixel that a finger has chosen and not yet confirmed: held for a while, then let go by itself.

/** What is aimed at is let go when nothing more happens. */
const heldMillis = 30_000;

export class Aim {
  /** @param {import("../util/clock.js").Clock} clock @param {() => void} expired */
  constructor(clock, expired) {
    Object.assign(this, { clock, expired });
    this.isHeld = false;
    this.cancelExpiry = () => {};
  }

  /** A pixel is held, or another one. */
  hold() {
    this.isHeld = true;
    this.cancelExpiry();
    this.cancelExpiry = this.clock.schedule(heldMillis, () => {
      this.isHeld = false;
      this.expired();
    });
  }

  letGo() {
    this.isHeld = false;
    this.cancelExpiry();
  }
}
