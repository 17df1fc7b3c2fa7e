// The session: a cookie that all tabs of this browser share, and that scripts cannot read. Tabs that open
// together would each be given one, and all but the last would be lost: so they ask one after the other.

import { ask, readJSON } from "./http.js";
import { limits } from "./limits.js";

const lockName = "toile-session";

/**
 * @param {import("./types.js").Web} web
 * @param {LockManager | undefined} locks of the browser; without them tabs do not wait for each other
 * @returns {() => Promise<{id: string, name: string} | null>} asks for a session, whose cookie the browser
 *   keeps; null when none is to be had
 */
export function sessionRequester(web, locks) {
  const request = async () => {
    try {
      const { id, name } = await ask(web, "api/session", readJSON, { method: "POST" });
      return { id, name };
    } catch {
      return null;
    }
  };
  return locks === undefined ? request : () => inTurn(web, locks, request);
}

/** Holds the lock meanwhile; a tab that keeps it for too long is waited for no more. */
async function inTurn(web, locks, request) {
  const patience = new AbortController();
  const cancel = web.clock.schedule(limits.lockMillis, () => patience.abort());
  let requested = null;
  const work = () => {
    cancel();
    requested = request();
    return requested;
  };
  try {
    return await locks.request(lockName, { signal: patience.signal }, work);
  } catch {
    return requested ?? request();
  } finally {
    cancel();
  }
}
