// Places that people name in what they say: "12,34", "(12, 34)", "x:12 y:34", "#12,34,8" and links to this
// very page. Anything else that looks like a link stays text: nobody is led away from here. Pure.

import { parseLink } from "../../util/link.js";

/** Every kind of mention, in the order in which they are tried at one point of the text. */
const mention = new RegExp([
  String.raw`(?<address>https?:\/\/\S{1,400})`,
  String.raw`(?<hash>#\d{1,4},\d{1,4}(?:,\d{1,3}(?:\.\d{1,3})?)?(?![\d.,]*\d))`,
  String.raw`\(\s?(?<bracketX>\d{1,4})\s?[,;]\s?(?<bracketY>\d{1,4})\s?\)`,
  String.raw`x\s?[:=]\s?(?<namedX>\d{1,4})[\s,;]{1,3}y\s?[:=]\s?(?<namedY>\d{1,4})(?!\d)`,
  String.raw`(?<plainX>\d{1,4}),\s?(?<plainY>\d{1,4})(?![\d.,]*\d)`,
].join("|"), "giu");

/** What may not stand before a mention: then it is part of something longer, such as a number. */
const attached = /(?:[\p{L}\p{N}_.,#&=?/\\\-−+]|\p{N}[:;])$/u;
/** What ends a sentence around an address, and not the address. */
const trailing = /[).,;:!?»”’"'\]]+$/u;

/**
 * @typedef {{x: number, y: number, zoom: number | null}} Place
 * @typedef {{text: string, place: Place | null}} Part
 */

/**
 * @param {string} text
 * @param {{page: string, width: number, height: number}} board the address of its page, without a place
 * @returns {Part[]} the whole text in order; parts with a place on the board lead there
 */
export function findPlaces(text, board) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(mention)) {
    const isAttached = attached.test(text.slice(Math.max(0, match.index - 2), match.index));
    const found = isAttached ? null : read(match, board);
    if (found === null || !isOn(board, found.place)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), place: null });
    parts.push(found);
    end = match.index + found.text.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), place: null });
  return parts;
}

/** @returns {{text: string, place: Place} | null} */
function read(match, { page }) {
  const { address, hash, bracketX, bracketY, namedX, namedY, plainX, plainY } = match.groups;
  if (address !== undefined) {
    const bare = address.replace(trailing, "");
    const place = placeOfAddress(bare, page);
    return place === null ? null : { text: bare, place };
  }
  if (hash !== undefined) return { text: hash, place: placeOf(parseLink(hash)) };
  const x = Number(bracketX ?? namedX ?? plainX);
  const y = Number(bracketY ?? namedY ?? plainY);
  return { text: match[0], place: { x, y, zoom: null } };
}

/** Only this page, with this scheme, host and path; what is asked of it, such as a language, may differ. */
function placeOfAddress(address, page) {
  if (!URL.canParse(address)) return null;
  const [there, here] = [new URL(address), new URL(page)];
  const isHere = there.origin === here.origin && there.pathname === here.pathname
    && there.username === "" && there.password === "";
  return isHere ? placeOf(parseLink(there.hash)) : null;
}

function placeOf(link) {
  return link === null ? null : { x: link.x, y: link.y, zoom: link.zoom };
}

function isOn({ width, height }, place) {
  return place !== null && place.x >= 0 && place.y >= 0 && place.x < width && place.y < height;
}
