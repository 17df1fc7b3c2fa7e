// The HTTP side of one board for whoever has a question that the connection does not answer.

import { ApiError, ask, orError, readJSON } from "./http.js";

export { ApiError };

/** A whole board may be 16 MiB, over a slow network. */
const pixelsMillis = 60_000;

export class Api {
  /**
   * @param {import("./types.js").Web} web
   * @param {string} boardName
   */
  constructor(web, boardName) {
    this.web = web;
    this.path = `api/boards/${boardName}`;
  }

  /** @returns {Promise<object>} {`board`, `epoch`, `seq`, `online`, `rules`} */
  board() {
    return this.#json("", {});
  }

  /**
   * The whole board as it was.
   * @param {{at?: string, state?: string}} moment an RFC 3339 time or `EPOCH.SEQ`, or exactly that state; the
   *   newest without
   * @param {{cancelled?: AbortSignal}} [options]
   * @returns {Promise<{state: string, colours: Uint8Array}>} the state is `EPOCH.SEQ`
   * @throws {ApiError}
   */
  pixelsAt(moment = {}, { cancelled } = {}) {
    const read = async (response) => {
      const { headers } = await orError(response);
      return { state: headers.get("Toile-State"), colours: new Uint8Array(await response.arrayBuffer()) };
    };
    return ask(this.web, this.#pathTo("/pixels", moment), read, { withinMillis: pixelsMillis, cancelled });
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Promise<object>} {`x`, `y`, `colour`, `name`, `at`}
   * @throws {ApiError}
   */
  pixel(x, y) {
    return this.#json("/pixel", { x, y });
  }

  /**
   * Everything placed on one pixel in this epoch, newest first.
   * @param {number} x
   * @param {number} y
   * @param {{before?: number, limit?: number}} [page]
   * @returns {Promise<object>} {`epoch`, `x`, `y`, `history`: [{`seq`, `colour`, `name`, `at`}, …]}
   * @throws {ApiError}
   */
  history(x, y, page = {}) {
    return this.#json("/history", { x, y, ...page });
  }

  /**
   * @param {{x?: number, y?: number, w?: number, h?: number, scale?: number, at?: string}} [crop]
   * @returns {string} the address of a PNG
   */
  snapshotURL(crop = {}) {
    return new URL(this.#pathTo("/snapshot.png", crop), this.web.root).href;
  }

  /**
   * Tells the moderators of what somebody placed.
   * @param {{x: number, y: number, rule: string, text?: string}} report
   * @returns {Promise<object>} {`id`, `state`}
   * @throws {ApiError}
   */
  report(report) {
    return ask(this.web, this.#pathTo("/report", {}), readJSON, { method: "POST", body: report });
  }

  /** @returns {Promise<object>} {`reports`: [{`id`, `x`, `y`, `rule`, `state`, `at`}, …]}, one's own */
  reports() {
    return ask(this.web, this.#pathTo("/reports", {}), readJSON, { cache: "no-store" });
  }

  /**
   * The session draws as somebody of the staff from now on.
   * @param {string} code of a link, good once
   * @returns {Promise<object>} {`user`, `name`, `endsInMs`}
   * @throws {ApiError}
   */
  drawAsStaff(code) {
    return ask(this.web, "api/session/staff", readJSON, { method: "POST", body: { code } });
  }

  /** The session draws as itself again. @returns {Promise<unknown>} @throws {ApiError} */
  drawAsOneself() {
    return ask(this.web, "api/session/own", orError, { method: "POST" });
  }

  #json(route, query) {
    return ask(this.web, this.#pathTo(route, query), readJSON);
  }

  #pathTo(route, query) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given).toString();
    return `${this.path}${route}${search === "" ? "" : `?${search}`}`;
  }
}
