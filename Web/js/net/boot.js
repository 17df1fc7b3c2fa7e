// The first board, by HTTP: compressed, and drawn in bands as they come. What changed since is the
// connection's business, which resumes from the state that this ends with; whatever goes wrong here, the
// connection brings the whole board itself.

import { isDescription, parseDigest, parseState } from "./description.js";
import { ask, isKept, keptAt, readJSON } from "./http.js";
import { limits } from "./limits.js";
import { Outcome } from "./replica.js";

/**
 * Asks for the board at once, so that it is on its way while the page is still being put together.
 * @param {import("./types.js").Web} web
 * @param {string} boardName
 * @param {() => Promise<void>} pause lets the browser do something else
 * @returns {(replica: import("./replica.js").Replica, came: () => void, cancelled: AbortSignal) =>
 *   Promise<import("./types.js").Boot>} fills the replica, once; `came` is called for each band
 */
export function boardLoader(web, boardName, pause) {
  const path = `api/boards/${boardName}`;
  const stall = new Stall(web.clock);
  // What comes before it can be written waits in the browser.
  const pixels = web.fetch(new URL(`${path}/pixels`, web.root), { signal: stall.signal }).catch(() => null);
  const describing = describe(web, path, stall.signal);
  return async (replica, came, cancelled) => {
    cancelled.addEventListener("abort", () => stall.end());
    const description = await describing;
    if (!isDescription(description)) stall.end();
    const response = await pixels;
    const boot = { isMissing: description === "missing", isStale: false, keptAtMillis: null };
    if (response !== null && response.ok && !stall.signal.aborted) {
      const isWhole = await readBands({ replica, came, response, description, stall, pause });
      boot.isStale = isWhole && isKept(response);
      if (boot.isStale) boot.keptAtMillis = keptAt(response);
    }
    stall.end();
    return boot;
  };
}

/** Gives up when nothing has come for long. */
class Stall {
  #controller = new AbortController();
  #cancel = () => {};

  constructor(clock) {
    this.clock = clock;
    this.heard();
  }

  get signal() {
    return this.#controller.signal;
  }

  heard() {
    this.#cancel();
    this.#cancel = this.clock.schedule(limits.silenceMillis, () => this.end());
  }

  /** Lets go of whatever of the answer was not read. */
  end() {
    this.#cancel();
    this.#controller.abort();
  }
}

async function describe(web, path, cancelled) {
  try {
    return await ask(web, path, readJSON, { cancelled });
  } catch (error) {
    return error.status === 404 ? "missing" : null;
  }
}

/** @returns {Promise<boolean>} whether the replica holds a sound board now */
async function readBands({ replica, came, response, description, stall, pause }) {
  const state = parseState(response.headers.get("Toile-State"));
  const digest = parseDigest(response.headers.get("Toile-Digest"));
  // The board may have been given another past or another size between the two answers.
  if (state === null || digest === null || state.epoch !== description.epoch) return false;
  replica.greet(description);
  const total = description.board.width * description.board.height;
  let outcome = Outcome.partial;
  try {
    let offset = 0;
    for await (const colours of bandsOf(response, stall, pause)) {
      if (offset + colours.length > total) break;
      outcome = replica.take({ op: "board", seq: state.seq, digest, offset, total, colours });
      offset += colours.length;
      came();
      if (outcome === Outcome.wrong) break;
    }
  } catch {
    // The network ended it; what came stays on the screen until better comes.
  }
  if (outcome === Outcome.partial) replica.disconnect();
  return outcome === Outcome.applied;
}

/** The body in pieces small enough to be worked on between two frames. */
async function* bandsOf(response, stall, pause) {
  let unpaused = 0;
  for await (const chunk of chunksOf(response)) {
    stall.heard();
    for (let start = 0; start < chunk.length; start += limits.bandBytesMax) {
      const band = chunk.subarray(start, start + limits.bandBytesMax);
      if (unpaused + band.length > limits.bandBytesMax) {
        await pause();
        unpaused = 0;
      }
      unpaused += band.length;
      yield band;
    }
  }
}

async function* chunksOf(response) {
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
