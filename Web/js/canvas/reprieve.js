// For how long the newest pixel of the reader can still be taken back. Pure: time is an argument.

/** As long as the server lets a placement be taken back; it gives the way a second more. */
export const reprieveMillis = 5_000;

export class Reprieve {
  constructor() {
    /** @type {{x: number, y: number} | null} */
    this.pixel = null;
    this.until = 0;
    /** The tag that the wish to take it back went out with; null while there is none under way. */
    this.tag = null;
  }

  /** A placement was acknowledged. @param {{x: number, y: number}} pixel @param {number} sentAt */
  begin(pixel, sentAt) {
    this.pixel = pixel;
    this.until = sentAt + reprieveMillis;
    this.tag = null;
  }

  /** @param {number} now @returns {number} milliseconds left; 0 when there is nothing to take back */
  remaining(now) {
    return this.pixel === null || this.tag !== null ? 0 : Math.max(0, this.until - now);
  }

  /** It is over, whatever the reason. */
  end() {
    this.pixel = null;
    this.tag = null;
  }
}
