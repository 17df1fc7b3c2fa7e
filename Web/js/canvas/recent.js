// The newest changes of the board, so that the last minute can be played again without asking anybody. A ring
// of a fixed size in typed arrays: what is collected on every board, all the time, must cost next to nothing.

/** At the fastest that a server lets a board change, a minute fits. */
const standardCapacity = 131_072;

/**
 * Changes in the order in which they came, as columns.
 * @typedef {object} Changes
 * @property {Float64Array} times never falling
 * @property {Uint32Array} indexes of pixels
 * @property {Uint8Array} before the colour that went
 * @property {Uint8Array} after the colour that came
 */

export class Recent {
  /**
   * @param {number} now
   * @param {{capacity?: number}} [options] how many changes are kept
   */
  constructor(now, { capacity = standardCapacity } = {}) {
    this.capacity = capacity;
    /** @type {Changes | null} the ring; there is none before the first change */
    this.ring = null;
    this.forget(now);
  }

  /**
   * The board was replaced: what is remembered does not lead to what is there now.
   * @param {number} now
   */
  forget(now) {
    /** How many there have been; the newest is at `count - 1`, modulo the capacity. */
    this.count = 0;
    /** Nothing is known of the time before. */
    this.beginsAt = now;
  }

  /** @returns {number} how many changes are held */
  get length() {
    return Math.min(this.count, this.capacity);
  }

  /**
   * @param {number} at when they came, not before those that came before
   * @param {Uint32Array} indexes
   * @param {Uint8Array} before
   * @param {Uint8Array} after
   */
  add(at, indexes, before, after) {
    if (indexes.length === 0) return;
    this.ring ??= columns(this.capacity);
    const skipped = Math.max(0, indexes.length - this.capacity);
    const added = indexes.length - skipped;
    this.#lose(this.length + added - this.capacity);
    const place = this.count % this.capacity;
    const first = Math.min(added, this.capacity - place);
    this.#copy(place, skipped, first, at, indexes, before, after);
    this.#copy(0, skipped + first, added - first, at, indexes, before, after);
    this.count += added;
    if (skipped > 0) this.beginsAt = at;
  }

  /**
   * The changes of an area after a moment.
   * @param {number} since
   * @param {(index: number) => boolean} isWanted whether a pixel belongs to the area
   * @returns {Changes}
   */
  clip(since, isWanted) {
    const start = this.#positionAfter(since);
    const wanted = [];
    for (let position = start; position < this.count; position += 1) {
      const place = position % this.capacity;
      if (isWanted(this.ring.indexes[place])) wanted.push(place);
    }
    const clip = columns(wanted.length);
    wanted.forEach((place, number) => {
      for (const column of Object.keys(clip)) clip[column][number] = this.ring[column][place];
    });
    return clip;
  }

  /** The oldest ones make room. What was before the last of them is out of reach from now on. */
  #lose(number) {
    if (number <= 0) return;
    const oldest = this.count - this.length;
    this.beginsAt = this.ring.times[(oldest + Math.min(number, this.length) - 1) % this.capacity];
  }

  #copy(place, from, length, at, indexes, before, after) {
    if (length === 0) return;
    this.ring.times.fill(at, place, place + length);
    this.ring.indexes.set(indexes.subarray(from, from + length), place);
    this.ring.before.set(before.subarray(from, from + length), place);
    this.ring.after.set(after.subarray(from, from + length), place);
  }

  /** The position of the first change after a moment: they are in the order of time. */
  #positionAfter(moment) {
    let low = this.count - this.length;
    let high = this.count;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.ring.times[middle % this.capacity] > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** @returns {Changes} */
function columns(length) {
  return {
    times: new Float64Array(length),
    indexes: new Uint32Array(length),
    before: new Uint8Array(length),
    after: new Uint8Array(length),
  };
}
