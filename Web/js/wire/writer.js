// Builds one small binary message. Mirrors the writing half of Sources/Wire; what the client sends is at most
// 17 bytes.

export class Writer {
  constructor() {
    this.bytes = [];
  }

  /** @param {number} value */
  u8(value) {
    this.bytes.push(value & 0xff);
    return this;
  }

  /** @param {number} value */
  u16(value) {
    return this.u8(value).u8(value >>> 8);
  }

  /** @param {number} value a whole number below 2^53 */
  varint(value) {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    return this.u8(rest);
  }

  /** @returns {Uint8Array} */
  finish() {
    return Uint8Array.from(this.bytes);
  }
}
