// What can still be done about a pixel once it is sent: taking it back for a few seconds, and placing it
// again where the connection broke before an answer came.

import { Reprieve } from "../canvas/reprieve.js";
import { Status } from "../canvas/verdicts.js";

export class Afterwards {
  /**
   * @param {object} collaborators
   * @param {import("../canvas/placements.js").Placements} collaborators.placements
   * @param {import("../util/clock.js").Clock} collaborators.clock
   * @param {import("./teller.js").Teller} collaborators.teller
   * @param {(pixel: {x: number, y: number, tag: number}) => boolean} collaborators.takeBack sends the wish
   */
  constructor({ placements, clock, teller, takeBack }) {
    Object.assign(this, { placements, clock, teller, takeBack });
    this.reprieve = new Reprieve();
    /** @type {import("../canvas/placements.js").Entry | null} the newest that got no answer */
    this.lost = null;
  }

  /**
   * @returns {number} milliseconds in which the newest pixel can still be taken back; 0 when there is none
   */
  get remainingMillis() {
    return this.reprieve.remaining(this.clock.now());
  }

  /**
   * Takes the newest pixel back, as long as that is possible.
   * @param {import("./player.js").Player} player
   */
  undo(player) {
    const { reprieve } = this;
    if (this.remainingMillis <= 0 || player.conditions.link !== "live") return;
    const tag = this.placements.takeTag();
    if (!this.takeBack({ ...reprieve.pixel, tag })) {
      this.teller.refuse(Status.busy, player, reprieve.pixel);
      return;
    }
    reprieve.tag = tag;
    this.teller.undoing();
  }

  /**
   * @param {import("../wire/messages.js").Result} result
   * @param {import("./player.js").Player} player
   * @returns {boolean} whether it answers a wish to take a pixel back
   */
  settle(result, player) {
    const { reprieve } = this;
    if (reprieve.tag === null || reprieve.tag !== result.tag) return false;
    const { pixel } = reprieve;
    reprieve.end();
    if (result.status === Status.placed) {
      this.placements.takeBack(player.board.grid.indexOf(pixel.x, pixel.y), result);
      player.advance();
      this.teller.undone();
    } else this.teller.refuse(result.status, player, pixel, result.waitMillis);
    return true;
  }

  /** The connection is gone. @param {import("../canvas/placements.js").Entry[]} dropped what got no answer */
  drop(dropped) {
    this.reprieve.end();
    this.lost = dropped.at(-1) ?? this.lost;
  }

  /** The board's past was cut off: what was placed on the other one is no news of this one. */
  forget() {
    this.lost = null;
  }

  /** Connected again and level: the board, and what is left to spend, tell what became of a lost pixel. */
  resume(player) {
    const { lost } = this;
    if (lost === null) return;
    this.lost = null;
    if (player.board.grid.colours[lost.index] === lost.colour) {
      this.teller.arrived();
      return;
    }
    this.teller.lost(player.charges.available(this.clock.now()) > 0, () => {
      player.chooseColour(lost.colour);
      player.aimAt(player.board.grid.pixelOf(lost.index));
      player.place();
    });
  }
}
