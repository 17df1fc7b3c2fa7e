// Requests to the server's HTTP side: bounded in time, cancelled when nobody wants the answer any more, and
// failing in one way whatever went wrong.

import { limits } from "./limits.js";

export class ApiError extends Error {
  /**
   * @param {number} status of the answer; 0 where there was none
   * @param {string} code a word for programs
   * @param {string} message a sentence for people
   * @param {number | null} [retryAfterMillis] when to ask again, where the server says so
   */
  constructor(status, code, message, retryAfterMillis = null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }
}

/**
 * One request and the reading of its answer, together within a time.
 * @template T
 * @param {import("./types.js").Web} web
 * @param {string} path below the application's root
 * @param {(response: Response) => Promise<T>} read
 * @param {{method?: string, body?: object, cache?: string, withinMillis?: number, cancelled?: AbortSignal}}
 *   [options]
 * @returns {Promise<T>}
 * @throws {ApiError}
 */
export async function ask(web, path, read, options = {}) {
  const { method = "GET", body, cache = "default", withinMillis = limits.answerMillis, cancelled } = options;
  const controller = new AbortController();
  const stop = () => controller.abort();
  const cancelTimer = web.clock.schedule(withinMillis, stop);
  cancelled?.addEventListener("abort", stop);
  if (cancelled?.aborted) stop();
  try {
    const init = { method, cache, signal: controller.signal };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { "Content-Type": "application/json" };
    }
    return await read(await web.fetch(new URL(path, web.root), init));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, "unreachable", String(error?.message ?? error));
  } finally {
    cancelTimer();
    cancelled?.removeEventListener("abort", stop);
  }
}

/**
 * Lets a good answer pass.
 * @param {Response} response
 * @returns {Promise<Response>}
 * @throws {ApiError} what the server says is wrong
 */
export async function orError(response) {
  if (response.ok) return response;
  const error = (await response.json().catch(() => null))?.error;
  const isTold = typeof error?.code === "string" && typeof error.message === "string";
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const retryAfterMillis = seconds >= 0 ? seconds * 1000 : null;
  const [code, message] = isTold ? [error.code, error.message] : ["unknown", ""];
  throw new ApiError(response.status, code, message, retryAfterMillis);
}

/**
 * @param {Response} response
 * @returns {Promise<any>} the JSON of a good answer
 */
export async function readJSON(response) {
  return (await orError(response)).json();
}

/**
 * @param {Response} response
 * @returns {boolean} whether it was kept from another time, for the server cannot be reached
 */
export function isKept(response) {
  return response.headers.get("Toile-Stale") === "1";
}

/** @param {Response} response one that was kept @returns {number | null} when, in milliseconds since 1970 */
export function keptAt(response) {
  const millis = Number(response.headers.get("Toile-Fetched") ?? Number.NaN);
  return Number.isSafeInteger(millis) && millis > 0 ? millis : null;
}
