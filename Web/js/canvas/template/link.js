// What an address says about a template, behind the place it names: `t=` and the template itself, or `turl=`,
// `tx=` and `ty=` for an image that lies on the same server. Pure.

import { codeLengthMax } from "./code.js";
import { boundedCorner } from "./template.js";

const pathLengthMax = 500;

/**
 * @typedef {{kind: "code", code: string}} CodeLink
 * @typedef {{kind: "image", path: string, x: number, y: number}} ImageLink
 */

/**
 * @param {string} rest of an address, behind the place and its `&`
 * @returns {CodeLink | ImageLink | null} null where it speaks of no template
 */
export function parseTemplateLink(rest) {
  const values = new Map(rest.split("&").map((part) => {
    const [key, ...value] = part.split("=");
    return [key, value.join("=")];
  }));
  const code = values.get("t") ?? "";
  if (code !== "") return code.length <= codeLengthMax ? { kind: "code", code } : null;
  const path = decoded(values.get("turl") ?? "");
  if (path === "" || path.length > pathLengthMax) return null;
  const corner = (key) => boundedCorner(Number(values.get(key)));
  return { kind: "image", path, x: corner("tx"), y: corner("ty") };
}

/** @param {CodeLink | ImageLink} link @returns {string} as it stands in an address */
export function formatTemplateLink(link) {
  if (link.kind === "code") return `t=${link.code}`;
  return `tx=${link.x}&ty=${link.y}&turl=${encodeURIComponent(link.path)}`;
}

/** @param {string} rest of an address @returns {string} the same without what it says about a template */
export function withoutTemplate(rest) {
  return rest.split("&").filter((part) => !/^(t|tx|ty|turl)=/.test(part)).join("&");
}

/**
 * @param {string} text an address or a path
 * @param {URL} base where the page lives
 * @returns {URL | null} null where it leads to another server: a browser would not let us go there
 */
export function imageAddress(text, base) {
  let address;
  try {
    address = new URL(text, base);
  } catch {
    return null;
  }
  const isWeb = address.protocol === "http:" || address.protocol === "https:";
  return isWeb && address.origin === base.origin ? address : null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
