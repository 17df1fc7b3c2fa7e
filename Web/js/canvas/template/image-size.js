// How large an image says it is, before anybody unpacks it: a file of a few kilobytes can claim to be
// gigabytes of pixels. Pure.

/** @typedef {{width: number, height: number}} Size */

/**
 * @param {Uint8Array} bytes of a file
 * @returns {Size | null} null where it is no PNG, GIF, WebP or JPEG
 */
export function imageSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = readers.find(({ signature, at = 0 }) => startsWith(bytes, signature, at));
  try {
    return reader?.read(view) ?? null;
  } catch (error) {
    // A read behind the end: the file stops before it says its size.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const readers = [
  { signature: "\x89PNG\r\n\x1a\n", read: pngSize },
  { signature: "GIF8", read: gifSize },
  { signature: "WEBP", at: 8, read: webpSize },
  { signature: "\xff\xd8\xff", read: jpegSize },
];

function startsWith(bytes, signature, at) {
  return Array.from(signature).every((character, index) => bytes[at + index] === character.charCodeAt(0));
}

function pngSize(view) {
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view) {
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The three kinds of WebP say it in three ways. */
function webpSize(view) {
  const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  const wide = (at) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  if (kind === "VP8X") return { width: wide(24) + 1, height: wide(27) + 1 };
  if (kind === "VP8 ") {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  const bits = view.getUint32(21, true);
  return kind === "VP8L" ? { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 } : null;
}

/** Segments follow each other; the one that starts a frame has the size. */
function jpegSize(view) {
  let at = 2;
  for (;;) {
    const marker = view.getUint16(at);
    const startsFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (startsFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const length = view.getUint16(at + 2);
    if (marker < 0xff00 || length < 2) return null;
    at += 2 + length;
  }
}
