// The binary messages of protocol `toile.v1`, as the browser needs them: it reads DELTA, BOARD and RESULT and
// writes PLACE, RESYNC and UNDO. Mirrors Sources/Wire; both codecs are held to Tests/Fixtures/wire.json.

import { Reader, WireError } from "./reader.js";
import { Writer } from "./writer.js";

export const protocolName = "toile.v1";

export const Operation = Object.freeze({
  place: 0x01,
  resync: 0x02,
  undo: 0x03,
  delta: 0x11,
  board: 0x12,
  result: 0x13,
});

/**
 * @typedef {{op: "delta", seq: number, advance: number, digest: number, indexes: Uint32Array, colours:
 *   Uint8Array}} Delta
 */
/**
 * @typedef {{op: "board", seq: number, digest: number, offset: number, total: number, colours: Uint8Array}}
 *   BoardPart
 */
/**
 * @typedef {{op: "result", tag: number, status: number, colour: number, charges: number, waitMillis: number,
 *   seq: number}} Result
 */

/**
 * @param {Uint8Array} bytes one whole message of the server
 * @returns {Delta | BoardPart | Result}
 * @throws {WireError}
 */
export function decodeServerMessage(bytes) {
  if (bytes.length === 0) throw new WireError("empty message", 1003);
  const reader = new Reader(bytes);
  const operation = reader.u8();
  switch (operation) {
    case Operation.delta:
      return decodeDelta(reader);
    case Operation.board:
      return decodeBoardPart(reader);
    case Operation.result:
      return decodeResult(reader);
    default:
      throw new WireError(`unknown operation ${operation}`, 1003);
  }
}

/** @returns {Delta} */
function decodeDelta(reader) {
  const seq = reader.varint();
  const advance = reader.varint();
  const digest = reader.u32();
  const count = reader.varint();
  // Each change takes at least two bytes: a count that cannot be true must not allocate.
  if (count * 2 > reader.remaining) throw new WireError("message too short");
  if (advance > seq || count > advance) throw new WireError("more than could have happened");
  const indexes = new Uint32Array(count);
  const colours = new Uint8Array(count);
  let index = 0;
  for (let change = 0; change < count; change += 1) {
    const gap = reader.varint();
    if (gap === 0 && change > 0) throw new WireError("the same pixel twice");
    index += gap;
    if (index > 0xffffffff) throw new WireError("pixel index past every board");
    indexes[change] = index;
    colours[change] = reader.u8();
  }
  reader.finish();
  return { op: "delta", seq, advance, digest, indexes, colours };
}

/** @returns {BoardPart} */
function decodeBoardPart(reader) {
  const seq = reader.varint();
  const digest = reader.u32();
  const offset = reader.varint();
  const total = reader.varint();
  const colours = reader.rest();
  if (offset + colours.length > total) throw new WireError("part past the end of the board");
  return { op: "board", seq, digest, offset, total, colours };
}

/** @returns {Result} */
function decodeResult(reader) {
  const tag = reader.u16();
  const status = reader.u8();
  const colour = reader.u8();
  const charges = reader.u8();
  const waitMillis = reader.varint();
  const seq = reader.varint();
  reader.finish();
  return { op: "result", tag, status, colour, charges, waitMillis, seq };
}

/**
 * @param {{colour: number, x: number, y: number, tag: number}} placement
 * @returns {Uint8Array}
 */
export function encodePlace({ colour, x, y, tag }) {
  return new Writer().u8(Operation.place).u8(colour).u16(x).u16(y).u16(tag).finish();
}

/**
 * @param {{epoch: number, seq: number}} held the state that is held; 0 and 0 for none
 * @returns {Uint8Array}
 */
export function encodeResync({ epoch, seq }) {
  return new Writer().u8(Operation.resync).varint(epoch).varint(seq).finish();
}

/**
 * @param {{x: number, y: number, tag: number}} placement one's own newest of that pixel, to be taken back
 * @returns {Uint8Array}
 */
export function encodeUndo({ x, y, tag }) {
  return new Writer().u8(Operation.undo).u16(x).u16(y).u16(tag).finish();
}
