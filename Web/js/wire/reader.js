// Reads one binary message from front to back. Mirrors the reading half of Sources/Wire.

/** Bytes that are no message of the protocol; `closeCode` is what PROTOCOL answers them with. */
export class WireError extends Error {
  /**
   * @param {string} message
   * @param {number} closeCode 1003 for an unknown operation or nothing at all, 1007 for a malformed body
   */
  constructor(message, closeCode = 1007) {
    super(message);
    this.name = "WireError";
    this.closeCode = closeCode;
  }
}

const varintBytesMax = 8;

export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = 0;
  }

  /** @returns {number} bytes not yet read */
  get remaining() {
    return this.bytes.length - this.position;
  }

  /** @returns {number} */
  u8() {
    return this.view.getUint8(this.#advance(1));
  }

  /** @returns {number} */
  u16() {
    return this.view.getUint16(this.#advance(2), true);
  }

  /** @returns {number} */
  u32() {
    return this.view.getUint32(this.#advance(4), true);
  }

  /**
   * Unsigned LEB128 of at most 8 bytes. Multiplication instead of shifts: values reach 2^53, shifts stop at
   * 2^32.
   * @returns {number}
   */
  varint() {
    let value = 0;
    let weight = 1;
    for (let count = 0; count < varintBytesMax; count += 1) {
      const byte = this.u8();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) throw new WireError("number past 2^53");
        return value;
      }
      weight *= 128;
    }
    throw new WireError("number longer than 8 bytes");
  }

  /** @returns {Uint8Array} everything not yet read, a view into the message and not a copy */
  rest() {
    const start = this.position;
    this.position = this.bytes.length;
    return this.bytes.subarray(start);
  }

  /** Ends a message of known layout: bytes left over are an error. */
  finish() {
    if (this.remaining !== 0) throw new WireError("bytes after the end of the message");
  }

  #advance(count) {
    if (this.remaining < count) throw new WireError("message too short");
    const start = this.position;
    this.position += count;
    return start;
  }
}
