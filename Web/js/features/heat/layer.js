// The heat map on the screen: the board dimmed, and above it a small picture of each tile in which something
// happened. Pictures are made of tiles in view only, and made again only when their tile or its heat changed.

import { make } from "../../ui/dom.js";
import { blockFor, paintTile, rampColours, tileSide } from "./map.js";

const dim = "rgba(12, 10, 24, 0.74)";

export class HeatLayer {
  /** @param {import("./map.js").HeatMap} map @param {number} windowMillis */
  constructor(map, windowMillis) {
    this.order = 10;
    this.colours = rampColours();
    /** @type {Map<number, {canvas: HTMLCanvasElement, version: number, block: number, warmth: number}>} */
    this.pictures = new Map();
    /** Counts how often all pictures cooled. */
    this.warmth = 0;
    this.show(map, windowMillis);
  }

  /** @param {import("./map.js").HeatMap} map @param {number} windowMillis */
  show(map, windowMillis) {
    Object.assign(this, { map, windowMillis });
    this.cool();
  }

  /** Time went on: all that is shown is shown anew. */
  cool() {
    this.warmth += 1;
    this.strengths = this.map.strengths(this.windowMillis);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {import("../../canvas/viewport.js").Viewport} viewport
   */
  draw(context, viewport) {
    const { map } = this;
    const { origin, scale, width, height } = viewport;
    context.fillStyle = dim;
    context.fillRect(origin.x, origin.y, Math.round(map.width * scale), Math.round(map.height * scale));
    context.imageSmoothingEnabled = false;
    const block = blockFor(scale);
    const side = tileSide * scale;
    const seen = new Map();
    // What a tile at the board's edge has beyond it is empty.
    for (const [number, tile] of map.tiles) {
      const left = origin.x + (number % map.columns) * side;
      const top = origin.y + Math.floor(number / map.columns) * side;
      if (left > width || top > height || left + side < 0 || top + side < 0) continue;
      const picture = this.#pictureOf(number, tile, block);
      seen.set(number, picture);
      const [x, y] = [Math.round(left), Math.round(top)];
      context.drawImage(picture.canvas, x, y, Math.round(left + side) - x, Math.round(top + side) - y);
    }
    this.pictures = seen;
  }

  #pictureOf(number, tile, block) {
    const side = tileSide / block;
    const held = this.pictures.get(number);
    const isUsable = held?.block === block;
    if (isUsable && held.version === tile.version && held.warmth === this.warmth) return held;
    const canvas = isUsable ? held.canvas : make("canvas", { width: side, height: side });
    const context = canvas.getContext("2d");
    const picture = context.createImageData(side, side);
    paintTile(tile.stamps, block, this.strengths, this.colours, new Uint32Array(picture.data.buffer));
    context.putImageData(picture, 0, 0);
    return { canvas, version: tile.version, block, warmth: this.warmth };
  }
}
