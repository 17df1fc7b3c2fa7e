// What changed before the page was opened, so that the heat map does not begin empty: the state of a while
// ago beside the present one tells where, if not exactly when.

import { written } from "../past/timeline.js";
import { differences } from "./map.js";

/** Where time cannot be asked for, so many changes back will do. */
const changesBack = 5_000;

/**
 * @param {object} app
 * @param {number} windowMillis
 * @param {number} wallMillis now, since 1970
 * @param {AbortSignal} cancelled
 * @returns {Promise<{indexes: Uint32Array, agoMillis: number}>} what changed in the window, and how long ago
 *   on average
 * @throws {import("../../net/http.js").ApiError} where the server does not tell
 */
export async function changesWithin(app, windowMillis, wallMillis, cancelled) {
  const { beganAt } = await app.api.board();
  const since = Math.max(wallMillis - windowMillis, Number.isFinite(beganAt) ? beganAt : 0);
  const { colours } = await stateAt(app, since, cancelled);
  const live = app.replica.grid.colours;
  const indexes = colours.length === live.length ? differences(colours, live) : new Uint32Array(0);
  return { indexes, agoMillis: (wallMillis - since) / 2 };
}

async function stateAt(app, since, cancelled) {
  try {
    return await app.api.pixelsAt({ at: written(Math.ceil(since / 1000)) }, { cancelled });
  } catch (error) {
    const { held } = app.replica;
    if (error.status !== 404 || held === null) throw error;
    const state = `${held.epoch}.${Math.max(0, held.seq - changesBack)}`;
    return app.api.pixelsAt({ state }, { cancelled });
  }
}
