// The server's frames, for tests that play the server.

import { digestOf } from "../../../Web/js/canvas/grid.js";
import { Operation } from "../../../Web/js/wire/messages.js";
import { Writer } from "../../../Web/js/wire/writer.js";

function u32(writer, value) {
  return writer.u16(value & 0xffff).u16(value >>> 16);
}

/** @param {{seq: number, advance: number, digest: number, changes: number[][]}} delta */
export function deltaFrame({ seq, advance, digest, changes }) {
  const writer = u32(new Writer().u8(Operation.delta).varint(seq).varint(advance), digest);
  writer.varint(changes.length);
  let previous = 0;
  for (const [index, colour] of changes) {
    writer.varint(index - previous).u8(colour);
    previous = index;
  }
  return writer.finish();
}

/** One BOARD in parts of at most `partMax` pixels. */
export function boardFrames({ seq, colours, partMax = colours.length, digest = digestOf(colours) }) {
  const frames = [];
  for (let offset = 0; offset < colours.length; offset += partMax) {
    const writer = u32(new Writer().u8(Operation.board).varint(seq), digest);
    writer.varint(offset).varint(colours.length);
    for (const colour of colours.slice(offset, offset + partMax)) writer.u8(colour);
    frames.push(writer.finish());
  }
  return frames;
}

/** A sound DELTA from a blank board of eight pixels at seq 5. */
export function goodDelta() {
  const digest = digestOf([0, 0, 1, 0, 0, 0, 0, 2]);
  return deltaFrame({ seq: 7, advance: 2, digest, changes: [[2, 1], [7, 2]] });
}

/** @param {import("../../../Web/js/wire/messages.js").Result} result */
export function resultFrame({ tag, status, colour, charges, waitMillis, seq }) {
  const writer = new Writer().u8(Operation.result).u16(tag).u8(status).u8(colour).u8(charges);
  return writer.varint(waitMillis).varint(seq).finish();
}

/** What a hello says to someone without a session. */
export const spectator = {
  id: null,
  name: null,
  role: "spectator",
  canPlace: false,
  charges: 0,
  maxCharges: 1,
  waitMs: 0,
};

/** @param {object} changes to the hello of a small fresh board */
export function helloText(changes = {}) {
  return JSON.stringify({
    type: "hello",
    protocol: 1,
    board: { name: "main", width: 4, height: 2, palette: ["#ffffff", "#000000"], paletteNames: [] },
    epoch: 77,
    seq: 0,
    online: 1,
    you: { id: "p1", name: "guest", role: "player", canPlace: true, charges: 1, maxCharges: 1, waitMs: 0 },
    rules: { cooldownMs: 1000, maxCharges: 1, state: "open" },
    motd: "",
    ...changes,
  });
}

/** @param {string} hex */
export function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {Uint8Array} bytes */
export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
