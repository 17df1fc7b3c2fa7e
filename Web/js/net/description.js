// What the server says about a board, in a `hello` and by HTTP, checked before anything is built upon it; and
// the names of states in headers.

const sideMax = 4096;
const coloursMax = 256;
const u32Max = 0xffff_ffff;

const isWhole = (value, least, most) => Number.isSafeInteger(value) && value >= least && value <= most;

/**
 * @param {unknown} value
 * @returns {boolean} whether it has the epoch, seq, size and palette of a board
 */
export function isDescription(value) {
  const board = value?.board;
  return isWhole(value?.epoch, 1, u32Max) && isWhole(value.seq, 0, Number.MAX_SAFE_INTEGER)
    && isWhole(board?.width, 1, sideMax) && isWhole(board.height, 1, sideMax)
    && Array.isArray(board.palette) && isWhole(board.palette.length, 2, coloursMax)
    && board.palette.every((colour) => typeof colour === "string" && /^#[0-9a-f]{6}$/i.test(colour));
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is a hello that can be built upon
 */
export function isHello(value) {
  const isObject = (part) => typeof part === "object" && part !== null;
  return isDescription(value) && isObject(value.you) && isObject(value.rules);
}

/**
 * @param {string | null} text `EPOCH.SEQ`
 * @returns {{epoch: number, seq: number} | null}
 */
export function parseState(text) {
  const parts = /^(\d{1,10})\.(\d{1,16})$/.exec(text ?? "");
  if (parts === null) return null;
  const [epoch, seq] = [Number(parts[1]), Number(parts[2])];
  return isWhole(epoch, 1, u32Max) && Number.isSafeInteger(seq) ? { epoch, seq } : null;
}

/**
 * @param {{epoch: number, seq: number} | null} held
 * @returns {string} the query that names the state to go on from
 */
export function sinceQuery(held) {
  return held === null ? "" : `?since=${held.epoch}.${held.seq}`;
}

/**
 * @param {{epoch: number, seq: number} | null} held
 * @param {boolean} isWatching whether the reader looks on without being anybody
 * @returns {string} the query of a WebSocket's address
 */
export function socketQuery(held, isWatching) {
  const since = sinceQuery(held);
  if (!isWatching) return since;
  return since === "" ? "?watch=1" : `${since}&watch=1`;
}

/**
 * @param {string | null} text a decimal u32
 * @returns {number | null}
 */
export function parseDigest(text) {
  const digest = /^\d{1,10}$/.test(text ?? "") ? Number(text) : -1;
  return isWhole(digest, 0, u32Max) ? digest : null;
}
