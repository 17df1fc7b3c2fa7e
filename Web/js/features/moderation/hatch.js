// The moderators' areas, drawn above the board: hatched where nobody may place, framed where one only waits
// longer. Dark and light together, so that it is seen on any colour. From afar only a thin frame is left,
// which hides nothing.

import { isLocking } from "../../canvas/ground.js";
import { make } from "../../ui/dom.js";

/** In CSS pixels: how far the lines of the hatch lie apart. */
const spacing = 12;
/** Areas that are less on the screen than this get no hatch. */
const sideMin = 20;
/** CSS pixels a board pixel below which one looks at the board from afar. */
const scaleMin = 1.5;
const dark = "rgba(20, 20, 24, 0.62)";
const light = "rgba(255, 255, 255, 0.68)";

export class HatchLayer {
  /** @param {() => import("../../canvas/ground.js").GroundArea[]} areas those that hold now */
  constructor(areas) {
    this.order = 20;
    this.areas = areas;
    this.pattern = null;
    this.patternUnit = 0;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {import("../../canvas/viewport.js").Viewport} viewport
   * @param {number} unit
   */
  draw(context, viewport, unit) {
    for (const area of this.areas()) {
      const box = boxOf(area, viewport);
      if (!isInView(box, viewport)) continue;
      const isNear = viewport.scale >= scaleMin * unit && Math.min(box.width, box.height) >= sideMin * unit;
      if (isLocking(area) && isNear) this.#hatch(context, box, viewport, unit);
      frame(context, box, isLocking(area), isNear, unit);
    }
  }

  #hatch(context, box, viewport, unit) {
    const left = Math.max(0, box.x);
    const top = Math.max(0, box.y);
    const right = Math.min(viewport.width, box.x + box.width);
    const bottom = Math.min(viewport.height, box.y + box.height);
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    // The hatch belongs to the area and moves with it.
    const side = spacing * unit;
    const shiftX = ((box.x % side) + side) % side;
    const shiftY = ((box.y % side) + side) % side;
    context.translate(shiftX, shiftY);
    context.fillStyle = this.#patternFor(context, unit);
    const [width, height] = [right - left + 2 * side, bottom - top + 2 * side];
    context.fillRect(left - shiftX - side, top - shiftY - side, width, height);
    context.restore();
  }

  #patternFor(context, unit) {
    if (this.pattern !== null && this.patternUnit === unit) return this.pattern;
    const side = Math.round(spacing * unit);
    const tile = make("canvas", { width: side, height: side });
    const lines = tile.getContext("2d");
    for (const [colour, width] of [[light, 2.2], [dark, 1.2]]) {
      lines.strokeStyle = colour;
      lines.lineWidth = width * unit;
      lines.beginPath();
      for (const start of [-side, 0, side]) {
        lines.moveTo(start - unit, side + unit);
        lines.lineTo(start + side + unit, -unit);
      }
      lines.stroke();
    }
    this.pattern = context.createPattern(tile, "repeat");
    this.patternUnit = unit;
    return this.pattern;
  }
}

function frame(context, { x, y, width, height }, isLocked, isNear, unit) {
  const line = Math.max(1, Math.round(unit));
  const half = line / 2;
  context.lineWidth = line;
  context.setLineDash([]);
  context.strokeStyle = light;
  context.strokeRect(x + half, y + half, width - line, height - line);
  context.strokeStyle = dark;
  // Near, the dark line runs beside the light one; from afar both share the one that there is.
  const out = isNear && isLocked ? half : -half;
  if (!isLocked) context.setLineDash([4 * line, 4 * line]);
  else if (!isNear) context.setLineDash([2 * line, 2 * line]);
  context.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
  context.setLineDash([]);
}

function boxOf({ x, y, width, height }, { origin, scale }) {
  const left = Math.round(origin.x + x * scale);
  const top = Math.round(origin.y + y * scale);
  return {
    x: left, y: top,
    width: Math.max(2, Math.round(origin.x + (x + width) * scale) - left),
    height: Math.max(2, Math.round(origin.y + (y + height) * scale) - top),
  };
}

function isInView(box, { width, height }) {
  return box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
}
