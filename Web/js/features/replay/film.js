// The last minute of an area as something that can be wound to any moment, forwards and backwards. Pure: what
// it starts from is the area as it is now and the changes that led there.

import { coloursOf } from "../../canvas/area.js";

export class Film {
  /**
   * @param {object} options
   * @param {import("../../canvas/area.js").Area} options.area
   * @param {import("../../canvas/grid.js").Grid} options.grid as it is now
   * @param {import("../../canvas/recent.js").Changes} options.changes of that area, the newest last
   * @param {number} options.beginsAt
   * @param {number} options.endsAt now
   */
  constructor({ area, grid, changes, beginsAt, endsAt }) {
    Object.assign(this, { area, changes, beginsAt, endsAt });
    this.boardWidth = grid.width;
    /** The area as it was at the moment that the film is wound to. */
    this.colours = coloursOf(area, grid);
    /** How many of the changes have happened by then. */
    this.position = changes.times.length;
  }

  /** @returns {number} */
  get lengthMillis() {
    return this.endsAt - this.beginsAt;
  }

  /**
   * @param {number} moment
   * @returns {boolean} whether another picture came of it
   */
  wind(moment) {
    const { times, indexes, before, after } = this.changes;
    const start = this.position;
    while (this.position > 0 && times[this.position - 1] > moment) {
      this.position -= 1;
      this.#put(indexes[this.position], before[this.position]);
    }
    while (this.position < times.length && times[this.position] <= moment) {
      this.#put(indexes[this.position], after[this.position]);
      this.position += 1;
    }
    return this.position !== start;
  }

  #put(index, colour) {
    const { area, boardWidth } = this;
    const x = (index % boardWidth) - area.x;
    const y = Math.floor(index / boardWidth) - area.y;
    this.colours[y * area.width + x] = colour;
  }
}
