import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";

import { codeLengthMax, decodeTemplate, encodeTemplate } from "../../Web/js/canvas/template/code.js";
import { imageSize } from "../../Web/js/canvas/template/image-size.js";
import {
  formatTemplateLink, imageAddress, parseTemplateLink, withoutTemplate,
} from "../../Web/js/canvas/template/link.js";
import { nothing } from "../../Web/js/canvas/template/template.js";
import { formatLink, parseLink } from "../../Web/js/util/link.js";

const palette = ["#ffffff", "#000000", "#c4182e", "#2fa348"];
const drawing = {
  width: 3, height: 2, x: -7, y: 1204, colours: Uint16Array.of(0, 3, nothing, 1, 1, 2),
};

const pack = (bytes) => deflateRawSync(Uint8Array.from(bytes)).toString("base64url");

test("a template comes back from a link as it was", async () => {
  const code = await encodeTemplate(drawing, palette);
  assert.deepEqual(await decodeTemplate(code, palette), drawing);
});

test("a link keeps its looks under another palette", async () => {
  const code = await encodeTemplate(drawing, palette);
  const other = await decodeTemplate(code, ["#2fa348", "#ffffff", "#000000", "#c4182e"]);
  assert.deepEqual([...other.colours], [1, 0, nothing, 2, 2, 3]);
});

test("a drawing of 128 by 128 in 16 colours fits, noise of 512 by 512 does not", async () => {
  const greys = Array.from({ length: 16 }, (_, colour) => `#${colour.toString(16).repeat(6)}`);
  const rings = Uint16Array.from({ length: 128 * 128 }, (_, pixel) =>
    Math.floor(Math.hypot((pixel % 128) - 64, Math.floor(pixel / 128) - 64) / 6) % 16);
  const code = await encodeTemplate({ width: 128, height: 128, x: 0, y: 0, colours: rings }, greys);
  assert.ok(code.length <= codeLengthMax);
  const place = { x: 4096, y: 4096, zoom: 12.5, rest: formatTemplateLink({ kind: "code", code }) };
  assert.deepEqual(parseLink(formatLink(place)), place);

  let state = 1;
  const noise = Uint16Array.from({ length: 512 * 512 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 28;
  });
  assert.equal(await encodeTemplate({ width: 512, height: 512, x: 0, y: 0, colours: noise }, greys), null);
});

test("what is no template is none", async () => {
  const head = [1, 2, 1, 0, 0, 1, 10, 20, 30];
  assert.notEqual(await decodeTemplate(pack([...head, 1, 0]), palette), null);
  const hostile = {
    "empty": "",
    "not base64": "ä!",
    "not deflated": "AAAAAAAAAAAA",
    "too long": "A".repeat(codeLengthMax + 1),
    "another version": pack([2, ...head.slice(1), 1, 0]),
    "no width": pack([1, 0, 1, 0, 0, 0]),
    "too wide": pack([1, 0x81, 0x20, 1, 0, 0, 0]),
    "far away": pack([1, 1, 1, 0x82, 0x40, 0, 0, 0]),
    "a number without an end": pack([1, 255, 255, 255, 255, 255, 1]),
    "colours that are missing": pack([1, 1, 1, 0, 0, 200, 1]),
    "pixels that are missing": pack([...head, 1]),
    "pixels too many": pack([...head, 1, 0, 0]),
    "a colour that it has not": pack([...head, 1, 2]),
  };
  for (const [what, code] of Object.entries(hostile)) {
    assert.equal(await decodeTemplate(code, palette), null, what);
  }
  const whole = pack([...head, 1, 0]);
  for (let length = 1; length < whole.length; length += 1) {
    assert.equal(await decodeTemplate(whole.slice(0, length), palette), null, `cut off after ${length}`);
  }
});

test("a bomb is not unpacked further than a template can be", async () => {
  const bomb = pack([1, 0x80, 0x10, 0x80, 0x10, 0, 0, 0, ...new Uint8Array(2_048 * 2_048)]);
  assert.ok(bomb.length <= codeLengthMax);
  assert.equal(await decodeTemplate(bomb, palette), null);
});

test("random bytes are refused without a fault", async () => {
  let state = 99;
  for (let round = 0; round < 300; round += 1) {
    const bytes = Uint8Array.from({ length: 1 + (round % 60) }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    await decodeTemplate(Buffer.from(bytes).toString("base64url"), palette);
    await decodeTemplate(pack(bytes), palette);
  }
});

test("the rest of an address speaks of a template, of an image, or of neither", () => {
  assert.deepEqual(parseTemplateLink("t=abc_-"), { kind: "code", code: "abc_-" });
  assert.deepEqual(parseTemplateLink("tx=10&ty=-4&turl=%2Fart%2Fcat.png%3Fa%3D1"),
    { kind: "image", path: "/art/cat.png?a=1", x: 10, y: -4 });
  assert.deepEqual(parseTemplateLink("turl=cat.png&tx=1e9"),
    { kind: "image", path: "cat.png", x: 4096, y: 0 });
  for (const rest of ["", "other=1", "t=", "tx=1&ty=2", "turl=%E0%A4%A", `turl=${"a".repeat(501)}`]) {
    assert.equal(parseTemplateLink(rest), null, rest);
  }
});

test("links of templates are read as they are written", () => {
  for (const link of [{ kind: "code", code: "abc" }, { kind: "image", path: "/b/é&=.png", x: -3, y: 9 }]) {
    assert.deepEqual(parseTemplateLink(formatTemplateLink(link)), link);
  }
});

test("an address keeps what others say in it when its template goes", () => {
  assert.equal(withoutTemplate("a=1&t=abc&b=2"), "a=1&b=2");
  assert.equal(withoutTemplate("tx=1&ty=2&turl=x.png"), "");
});

test("only the page's own server is asked for images", () => {
  const base = new URL("https://toile.example/draw/");
  assert.equal(imageAddress("art/cat.png", base).href, "https://toile.example/draw/art/cat.png");
  assert.equal(imageAddress("/cat.png", base).href, "https://toile.example/cat.png");
  const foreign = [
    "https://elsewhere.example/cat.png", "//elsewhere.example/cat.png", "http://toile.example/cat.png",
    "javascript:alert(1)", "data:image/png;base64,AA", "blob:https://toile.example/1", "https://",
    "file:///etc/passwd",
  ];
  for (const text of foreign) {
    assert.equal(imageAddress(text, base), null, text);
  }
});

test("images say how large they are", () => {
  const bytesOf = (part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part);
  const bytes = (...parts) => Uint8Array.from(parts.flatMap(bytesOf));
  const png = bytes("\x89PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 1, 0, 0, 0, 0, 9]);
  assert.deepEqual(imageSize(png), { width: 256, height: 9 });
  assert.deepEqual(imageSize(bytes("GIF89a", [4, 1, 2, 0])), { width: 260, height: 2 });
  const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 0, 5, 0, 7]);
  assert.deepEqual(imageSize(jpeg), { width: 7, height: 5 });
  const four = [0, 0, 0, 0];
  const webp = (kind, ...rest) => bytes("RIFF", four, "WEBP", kind, four, ...rest);
  assert.deepEqual(imageSize(webp("VP8X", four, [1, 0, 1], [9, 0, 0])), { width: 65_538, height: 10 });
  assert.deepEqual(imageSize(webp("VP8L", [0x2f, 3, 0xc0, 0, 0])), { width: 4, height: 4 });
  assert.deepEqual(imageSize(webp("VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 8, 0, 6, 0])), { width: 8, height: 6 });
  for (const wrong of [bytes(), bytes("<svg"), png.subarray(0, 20), jpeg.subarray(0, 12),
    bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0])]) {
    assert.equal(imageSize(wrong), null);
  }
});
