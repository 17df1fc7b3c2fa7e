// When each pixel last changed, coarsely and only for the last hour: one byte a pixel, and only in those
// tiles of the board in which something happened. Pure: times come in, colours go out.

export const tileSide = 256;
/** How exactly times are kept; it makes an hour fit into a byte. */
export const stepMillis = 15_000;
const stepsKept = 240;
/** Stamps run from 1 to this and then again from 1; 0 is a pixel that nothing is known of. */
const stampMax = 255;
/** How many steps may pass before stamps that became too old have to go: they must not look new again. */
const stepsUnswept = stampMax - 1 - stepsKept;

/** The windows that can be shown, shortest first. */
export const windowsMillis = Object.freeze([300_000, 3_600_000]);

/** The ramp, oldest first: brighter is newer, for every kind of sight. Red, green, blue, opacity. */
const ramp = [
  [59, 15, 112, 150], [115, 31, 129, 190], [182, 54, 121, 220], [236, 88, 96, 240], [253, 159, 108, 255],
  [252, 253, 191, 255],
];

export class HeatMap {
  /** @param {number} width @param {number} height of the board @param {number} now */
  constructor(width, height, now) {
    this.width = width;
    this.height = height;
    this.columns = Math.ceil(width / tileSide);
    /** The newest step of time; no stamp is newer. */
    this.step = stepOf(now);
    this.sweptStep = this.step;
    /** @type {Map<number, {stamps: Uint8Array, version: number}>} by number, row by row */
    this.tiles = new Map();
  }

  /**
   * Pixels that changed.
   * @param {Uint32Array | number[]} indexes
   * @param {number} at
   */
  touch(indexes, at) {
    this.advance(at);
    this.#stamp(indexes, this.step, () => true);
  }

  /**
   * Pixels that changed at some time, as is found out later: what is known to be newer stays.
   * @param {Uint32Array | number[]} indexes
   * @param {number} at
   */
  touchEarlier(indexes, at) {
    const step = stepOf(at);
    const age = this.step - step;
    if (age < 0 || age > stepsKept) return;
    this.#stamp(indexes, step, (stamp) => stamp === 0 || this.#ageOf(stamp) > age);
  }

  /**
   * Time goes on.
   * @param {number} now
   * @returns {boolean} whether that is to be seen
   */
  advance(now) {
    const step = stepOf(now);
    if (step <= this.step) return false;
    if (step - this.sweptStep > stepsUnswept) this.#sweep(step);
    this.step = step;
    return true;
  }

  /**
   * How strongly to show each stamp.
   * @param {number} windowMillis
   * @returns {Uint8Array} 255 for what changed just now, 1 at the far end of the window, 0 beyond, by stamp
   */
  strengths(windowMillis) {
    const steps = windowMillis / stepMillis;
    const strengths = new Uint8Array(stampMax + 1);
    for (let stamp = 1; stamp <= stampMax; stamp += 1) {
      const share = 1 - this.#ageOf(stamp) / steps;
      strengths[stamp] = share <= 0 ? 0 : Math.max(1, Math.round(255 * share));
    }
    return strengths;
  }

  /** @param {number} index @returns {number} its stamp, 0 where nothing is known of it */
  stampOf(index) {
    const { number, place } = this.#locate(index);
    return this.tiles.get(number)?.stamps[place] ?? 0;
  }

  #stamp(indexes, step, mayReplace) {
    const stamp = 1 + modulo(step);
    for (const index of indexes) {
      const { number, place } = this.#locate(index);
      const tile = this.tiles.get(number) ?? { stamps: new Uint8Array(tileSide * tileSide), version: 0 };
      if (!mayReplace(tile.stamps[place])) continue;
      tile.stamps[place] = stamp;
      tile.version += 1;
      this.tiles.set(number, tile);
    }
  }

  #locate(index) {
    const x = index % this.width;
    const y = (index - x) / this.width;
    const number = Math.floor(y / tileSide) * this.columns + Math.floor(x / tileSide);
    return { number, place: (y % tileSide) * tileSide + (x % tileSide) };
  }

  /** In steps, seen from the newest. */
  #ageOf(stamp) {
    return modulo(this.step - (stamp - 1));
  }

  #sweep(step) {
    const passed = step - this.step;
    const isGone = new Uint8Array(stampMax + 1);
    for (let stamp = 1; stamp <= stampMax; stamp += 1) {
      isGone[stamp] = this.#ageOf(stamp) + passed > stepsKept ? 1 : 0;
    }
    for (const [number, tile] of this.tiles) {
      let isCold = true;
      tile.stamps.forEach((stamp, place) => {
        if (isGone[stamp] === 1) tile.stamps[place] = 0;
        else if (stamp !== 0) isCold = false;
      });
      if (isCold) this.tiles.delete(number);
    }
    this.sweptStep = step;
  }
}

/** @param {number} at @returns {number} */
function stepOf(at) {
  return Math.floor(at / stepMillis);
}

/** Of negative steps too: a clock may have begun after what is remembered. */
function modulo(step) {
  return ((step % stampMax) + stampMax) % stampMax;
}

/** @returns {Uint32Array} the ramp's colours by strength, as a canvas holds them; nothing for 0 */
export function rampColours() {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let strength = 1; strength < 256; strength += 1) {
    const place = ((strength - 1) / 254) * (ramp.length - 1);
    const below = Math.min(Math.floor(place), ramp.length - 2);
    const share = place - below;
    const mixed = ramp[below].map((part, channel) => part + (ramp[below + 1][channel] - part) * share);
    bytes.set(mixed, strength * 4);
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * How many pixels a cell is wide, so that a single one is still seen when the board is looked at from afar.
 * @param {number} scale device pixels a board pixel
 * @returns {number} a power of two, 1 to 32
 */
export function blockFor(scale) {
  let block = 1;
  while (scale < 1 && block * scale < 1.5 && block < 32) block *= 2;
  return block;
}

/**
 * Paints a tile: each cell shows the newest change in its block.
 * @param {Uint8Array} stamps
 * @param {number} block
 * @param {Uint8Array} strengths by stamp
 * @param {Uint32Array} colours by strength
 * @param {Uint32Array} cells tileSide / block in the square, written
 */
export function paintTile(stamps, block, strengths, colours, cells) {
  const side = tileSide / block;
  const strongest = new Uint8Array(side * side);
  let place = 0;
  for (let y = 0; y < tileSide; y += 1) {
    const row = Math.floor(y / block) * side;
    for (let x = 0; x < tileSide; x += 1, place += 1) {
      const strength = strengths[stamps[place]];
      if (strength === 0) continue;
      const cell = row + Math.floor(x / block);
      if (strength > strongest[cell]) strongest[cell] = strength;
    }
  }
  strongest.forEach((strength, cell) => {
    cells[cell] = colours[strength];
  });
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other of the same length
 * @returns {Uint32Array} where they differ
 */
export function differences(one, other) {
  const indexes = [];
  for (let index = 0; index < one.length; index += 1) {
    if (one[index] !== other[index]) indexes.push(index);
  }
  return Uint32Array.from(indexes);
}
