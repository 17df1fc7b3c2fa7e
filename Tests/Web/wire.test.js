import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { digestOf } from "../../Web/js/canvas/grid.js";
import { decodeServerMessage, encodePlace, encodeResync, encodeUndo } from "../../Web/js/wire/messages.js";
import { Reader, WireError } from "../../Web/js/wire/reader.js";
import { Writer } from "../../Web/js/wire/writer.js";
import { bytesOf, hexOf } from "./support/frames.js";

const fixtures = JSON.parse(readFileSync(new URL("../Fixtures/wire.json", import.meta.url), "utf8"));

/** A decoded message in the words of the fixtures. */
function plain(message) {
  if (message.op === "delta") {
    const { indexes, colours, ...rest } = message;
    return { ...rest, changes: Array.from(indexes, (index, change) => [index, colours[change]]) };
  }
  return message.op === "board" ? { ...message, colours: [...message.colours] } : message;
}

test("the fixtures hold something of every kind", () => {
  for (const kind of ["digests", "varints", "server", "client", "invalid"]) {
    assert.ok(fixtures[kind].length > 0, kind);
  }
});

for (const { value, hex } of fixtures.varints) {
  test(`the varint ${value} is ${hex}`, () => {
    assert.equal(hexOf(new Writer().varint(value).finish()), hex);
    const reader = new Reader(bytesOf(hex));
    assert.equal(reader.varint(), value);
    reader.finish();
  });
}

for (const { name, hex, message } of fixtures.server) {
  test(`reads from the server: ${name ?? message.op}`, () => {
    assert.deepEqual(plain(decodeServerMessage(bytesOf(hex))), message);
  });

  test(`is not misled by a message cut short: ${name ?? message.op}`, () => {
    const bytes = bytesOf(hex);
    // A part of a BOARD is any run of colours: only what comes before them can be missing.
    const essential = message.op === "board" ? bytes.length - message.colours.length : bytes.length;
    for (let length = 0; length < essential; length += 1) {
      assert.throws(() => decodeServerMessage(bytes.subarray(0, length)), WireError);
    }
  });
}

const encoders = { place: encodePlace, resync: encodeResync, undo: encodeUndo };

for (const { name, hex, message } of fixtures.client) {
  test(`writes to the server: ${name ?? message.op}`, () => {
    assert.equal(hexOf(encoders[message.op](message)), hex);
  });
}

for (const { name, hex, closeCode } of fixtures.invalid.filter(({ direction }) => direction === "server")) {
  test(`refuses from the server: ${name}`, () => {
    assert.throws(() => decodeServerMessage(bytesOf(hex)), { name: "WireError", closeCode });
  });
}

for (const { name, colours, width, height, digest } of fixtures.digests) {
  test(`the digest of ${name ?? `${width}x${height}`} is ${digest}`, () => {
    assert.equal(digestOf(colours ?? new Uint8Array(width * height)), digest);
  });
}

test("numbers past 2^53 and varints past eight bytes are refused", () => {
  assert.throws(() => new Reader(bytesOf("ffffffffffffff7f")).varint(), WireError);
  assert.throws(() => new Reader(bytesOf("808080808080808001")).varint(), WireError);
  assert.equal(new Reader(bytesOf("ffffffffffffff0f")).varint(), Number.MAX_SAFE_INTEGER);
});

test("reading a message does not depend on where it lies in its buffer", () => {
  const message = bytesOf("1305000201e80705");
  const buffer = new Uint8Array(message.length + 3);
  buffer.set(message, 3);
  assert.deepEqual(decodeServerMessage(buffer.subarray(3)), decodeServerMessage(message));
});
