// What the answers to the requests of long polling say, whatever they contain.

import { Status } from "../canvas/verdicts.js";
import { parseState } from "./description.js";
import { ApiError, orError } from "./http.js";

/**
 * @param {string} text
 * @returns {object | null} null for what is no JSON object
 */
export function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/**
 * @param {Response} response to a request for changes
 * @returns {Promise<{state: {epoch: number, seq: number} | null, bytes: Uint8Array | null}>} a frame and the
 *   state after it; neither when there is nothing new
 * @throws {ApiError}
 */
export async function readChanges(response) {
  const { status, headers } = await orError(response);
  if (status === 204) return { state: null, bytes: null };
  const state = parseState(headers.get("Toile-State"));
  if (state === null) throw new ApiError(status, "confused", "Changes without a state.");
  return { state, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** @param {Response} response of any status @returns {Promise<{status: number, text: string}>} */
export async function readText(response) {
  return { status: response.status, text: await response.text() };
}

/**
 * @param {Response} response to a placement, of any status: a refusal says more than its number
 * @returns {Promise<{status: number, body: object | null}>}
 */
export async function readVerdict(response) {
  return { status: response.status, body: parseObject(await response.text()) };
}

/**
 * @param {{status: number, body: object | null}} verdict
 * @param {number} tag
 * @param {{charges: number, waitMs: number}} you what was told last, for where nothing is told
 * @returns {object} a RESULT; its seq is 0 where the server tells none
 */
export function resultOf({ status, body }, tag, you) {
  const isTold = [body?.status, body?.colour, body?.charges, body?.waitMs]
    .every((value) => Number.isSafeInteger(value) && value >= 0);
  const { charges, waitMs } = isTold ? body : you;
  // Without a verdict something on the way refused, or the server before it looked at what was asked.
  const refusal = { status: status === 429 ? Status.flooding : Status.busy, colour: 0 };
  const told = isTold ? body : refusal;
  const { status: verdict, colour } = told;
  return { op: "result", tag, status: verdict, colour, charges, waitMillis: waitMs, seq: seqOf(body) };
}

/** @param {object | null} body @returns {number} 0 where none is told */
function seqOf(body) {
  return Number.isSafeInteger(body?.seq) && body.seq > 0 ? body.seq : 0;
}
