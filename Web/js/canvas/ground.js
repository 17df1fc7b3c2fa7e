// Areas of the board in which the moderators let nobody place, or only more slowly, as the server tells of
// them. What cannot be an area is passed over: the server decides on every placement anyway, this only spares
// the reader the way. Pure.

/** The server holds no more of them; so many are looked through at each movement of the cursor. */
export const areasMax = 64;
const sideMax = 4096;
const factorMax = 100;
/** A reason is a line; what is longer is cut, so that it does not fill the page. */
export const reasonCharactersMax = 200;

/** Of several areas over one pixel the strictest is told. */
const strictness = { frozen: 3, staff: 2, cooldown: 1, slower: 1 };

/**
 * @typedef {object} GroundArea
 * @property {string} id
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {"frozen" | "staff" | "slower" | "cooldown"} mode
 * @property {number} factor by which the wait is longer, where it is slower
 * @property {number} cooldownMillis the wait of its own, where it has one
 * @property {number | null} endsAt by the clock; null: nobody knows
 * @property {string} why may be empty
 */

const isWhole = (value, least, most) => Number.isSafeInteger(value) && value >= least && value <= most;

/** @param {unknown} text @returns {string} a line of it; empty for what is no text */
export function lineOf(text) {
  if (typeof text !== "string") return "";
  return [...text.trim().replace(/\s+/g, " ")].slice(0, reasonCharactersMax).join("");
}

/** @param {unknown} millis that are left @param {number} now @returns {number | null} when they are over */
export function endOf(millis, now) {
  return Number.isFinite(millis) && millis >= 0 ? now + millis : null;
}

/** @param {unknown} list as the server tells it @param {number} now @returns {GroundArea[]} */
export function readAreas(list, now) {
  if (!Array.isArray(list)) return [];
  return list.slice(0, areasMax).map((value) => readArea(value, now)).filter((area) => area !== null);
}

function readArea(value, now) {
  const { id, x, y, width, height, mode, factor = 1, cooldownMs = 0 } = value ?? {};
  const isPlaced = isWhole(x, 0, sideMax - 1) && isWhole(y, 0, sideMax - 1)
    && isWhole(width, 1, sideMax) && isWhole(height, 1, sideMax);
  if (typeof id !== "string" || !isPlaced || !Object.hasOwn(strictness, mode)) return null;
  if (mode === "slower" && !(factor >= 1 && factor <= factorMax)) return null;
  if (mode === "cooldown" && !isWhole(cooldownMs, 0, Number.MAX_SAFE_INTEGER)) return null;
  return {
    id, x, y, width, height, mode, factor, cooldownMillis: cooldownMs,
    endsAt: endOf(value.endsInMs, now), why: lineOf(value.why),
  };
}

export class Ground {
  constructor() {
    /** @type {GroundArea[]} */
    this.areas = [];
  }

  /**
   * @param {number} now
   * @returns {GroundArea[]} those whose time is not over: of that nobody sends word before it happens
   */
  current(now) {
    return this.areas.filter(({ endsAt }) => endsAt === null || endsAt > now);
  }

  /**
   * @param {{x: number, y: number} | null} pixel
   * @param {number} now
   * @returns {GroundArea | null} the strictest area that it lies in
   */
  at(pixel, now) {
    if (pixel === null || this.areas.length === 0) return null;
    let found = null;
    for (const area of this.current(now)) {
      const isIn = pixel.x >= area.x && pixel.x < area.x + area.width
        && pixel.y >= area.y && pixel.y < area.y + area.height;
      if (isIn && (found === null || strictness[area.mode] > strictness[found.mode])) found = area;
    }
    return found;
  }

  /** @param {{x: number, y: number} | null} pixel @param {number} now @returns {boolean} */
  isLocked(pixel, now) {
    return isLocking(this.at(pixel, now));
  }
}

/** @param {GroundArea | null} area @returns {boolean} whether nobody but the moderators may place in it */
export function isLocking(area) {
  return area !== null && (area.mode === "frozen" || area.mode === "staff");
}
