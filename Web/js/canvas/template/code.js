// A template as text that fits into an address: its place, its colours and its pixels, deflated, in
// base64url. Colours are told as they look and not by number, so that a link survives a change of palette.
// What comes back from an address is an adversary's. Pure but for the streams that compress, which every
// browser has.
//
//   byte      version, 1
//   varint ×2 width, height
//   zigzag ×2 x, y of the top left corner
//   byte      count of colours, then 3 bytes for each: red, green, blue
//   byte ×    one for each pixel, row by row: 0 is nothing, n is the n-th of those colours

import { rgbOf, nearestIn } from "./nearest.js";
import { boundedCorner, isSizeAllowed, nothing } from "./template.js";

const version = 1;
const colourCountMax = 255;

/** So that an address stays below 8 KiB, which is what programs that pass links on put up with. */
export const codeLengthMax = 7_800;

/** Larger ones cannot come out short enough unless they are all but empty: neither tried nor unpacked. */
const pixelCountMax = 1_000_000;

/** No header is longer: version, two numbers of 2 bytes, two of 2, count, colours. */
const headBytesMax = 10 + 3 * colourCountMax;

/**
 * @param {import("./template.js").Template} template
 * @param {readonly string[]} palette that its colours are of
 * @returns {Promise<string | null>} null where it is too large for an address
 */
export async function encodeTemplate(template, palette) {
  if (template.colours.length > pixelCountMax) return null;
  const used = [...new Set(template.colours)].filter((colour) => colour !== nothing);
  if (used.length > colourCountMax) return null;
  const head = [version];
  for (const number of [template.width, template.height, zigzag(template.x), zigzag(template.y)]) {
    writeVarint(head, number);
  }
  head.push(used.length);
  for (const colour of used) {
    const rgb = rgbOf(palette[colour]);
    head.push(rgb >> 16, (rgb >> 8) & 255, rgb & 255);
  }
  const bytes = new Uint8Array(head.length + template.colours.length);
  bytes.set(head);
  const numbers = new Uint8Array(nothing + 1);
  used.forEach((colour, index) => {
    numbers[colour] = index + 1;
  });
  template.colours.forEach((colour, pixel) => {
    bytes[head.length + pixel] = numbers[colour];
  });
  const code = toBase64(await passed(bytes, new CompressionStream("deflate-raw"), bytes.length * 2 + 64));
  return code.length <= codeLengthMax ? code : null;
}

/**
 * @param {string} code as it stands in an address
 * @param {readonly string[]} palette to tell its colours in
 * @returns {Promise<import("./template.js").Template | null>} null where it is none
 */
export async function decodeTemplate(code, palette) {
  if (code.length > codeLengthMax || !/^[A-Za-z0-9_-]+$/.test(code)) return null;
  try {
    const packed = fromBase64(code);
    const unpacking = new DecompressionStream("deflate-raw");
    return read(await passed(packed, unpacking, headBytesMax + pixelCountMax), palette);
  } catch {
    // Not base64, not deflated, cut off, or more than it may be: whatever it is, it is no template.
    return null;
  }
}

/** @throws where the bytes end too early */
function read(bytes, palette) {
  const cursor = { bytes, at: 0 };
  if (readByte(cursor) !== version) return null;
  const width = readVarint(cursor);
  const height = readVarint(cursor);
  const x = unzigzag(readVarint(cursor));
  const y = unzigzag(readVarint(cursor));
  if (!isSizeAllowed(width, height) || x !== boundedCorner(x) || y !== boundedCorner(y)) return null;
  const nearest = nearestIn(palette);
  const table = [nothing];
  for (let count = readByte(cursor); count > 0; count -= 1) {
    const [red, green, blue] = [readByte(cursor), readByte(cursor), readByte(cursor)];
    table.push(nearest((red << 16) | (green << 8) | blue));
  }
  const pixels = bytes.subarray(cursor.at);
  if (pixels.length !== width * height || pixels.some((number) => number >= table.length)) return null;
  return { width, height, x, y, colours: Uint16Array.from(pixels, (number) => table[number]) };
}

const zigzag = (number) => (number < 0 ? -2 * number - 1 : 2 * number);
const unzigzag = (number) => (number % 2 === 1 ? -(number + 1) / 2 : number / 2);

function writeVarint(bytes, number) {
  let rest = number;
  for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
}

function readVarint(cursor) {
  let number = 0;
  for (let shift = 0; shift < 21; shift += 7) {
    const byte = readByte(cursor);
    number |= (byte & 127) << shift;
    if (byte < 128) return number;
  }
  throw new RangeError("a number of more than three bytes");
}

function readByte(cursor) {
  if (cursor.at >= cursor.bytes.length) throw new RangeError("cut off");
  cursor.at += 1;
  return cursor.bytes[cursor.at - 1];
}

function toBase64(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(code) {
  const text = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Sends bytes through a stream. @throws where it fails or gives too much: then the rest stays packed */
async function passed(bytes, stream, bytesMax) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > bytesMax) {
      await reader.cancel();
      throw new RangeError("more than a template can be");
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
