// What the reader is about to do, drawn above the board: pixels that the server has not answered for, the
// cursor, and what a finger hides. Each is a layer of the stage.

import { magnifierAt } from "../canvas/magnifier.js";

/** Below this many device pixels a dotted edge would hide the colour. */
const edgeScaleMin = 6;
const unansweredOpacity = 0.7;

/**
 * @typedef {{shown: import("../canvas/grid.js").Grid | null, palette: string[]}} Picture the board as it is
 *   drawn: the renderer
 */
/** @typedef {{x: number, y: number, colour: number | null}} Mark a pixel and the colour meant for it */

/**
 * @param {import("./player.js").Player} player
 * @returns {Mark | null} the cursor, and the colour that would go there
 */
export function markOf({ cursor, colour, state }) {
  if (cursor === null) return null;
  return { ...cursor, colour: state === "armed" || state === "aim" ? colour : null };
}

/**
 * Pixels that the board does not show yet.
 * @param {import("../canvas/placements.js").Placements} placements
 * @param {Picture} picture
 * @returns {import("./stage.js").Layer}
 */
export function pendingLayer(placements, picture) {
  return {
    order: 60,
    draw(context, viewport, unit) {
      if (picture.shown === null) return;
      const { width } = picture.shown;
      for (const entry of placements.entries) {
        const box = pixelBox(viewport, entry.index % width, Math.floor(entry.index / width));
        context.globalAlpha = entry.isAnswered ? 1 : unansweredOpacity;
        context.fillStyle = picture.palette[entry.colour] ?? "transparent";
        context.fillRect(box.x, box.y, box.size, box.size);
        context.globalAlpha = 1;
        if (!entry.isAnswered && box.size >= edgeScaleMin) strokeDotted(context, box, unit);
      }
    },
  };
}

/**
 * The pixel that is pointed at, in the colour that would go there.
 * @param {() => Mark | null} cursor
 * @param {Picture} picture
 * @returns {import("./stage.js").Layer}
 */
export function cursorLayer(cursor, picture) {
  return {
    order: 70,
    draw(context, viewport, unit) {
      const mark = cursor();
      if (mark === null || picture.shown === null) return;
      const box = pixelBox(viewport, mark.x, mark.y);
      if (mark.colour !== null) {
        context.fillStyle = picture.palette[mark.colour] ?? "transparent";
        context.fillRect(box.x, box.y, box.size, box.size);
      }
      strokeOutline(context, box, unit);
    },
  };
}

/**
 * What lies under the finger, larger and above it.
 * @param {() => Mark | null} aim the pixel that was tapped; null while there is nothing to magnify
 * @param {Picture} picture
 * @returns {import("./stage.js").Layer}
 */
export function magnifierLayer(aim, picture) {
  return {
    order: 90,
    get followsBoard() {
      return aim() !== null;
    },
    draw(context, viewport, unit) {
      const mark = aim();
      if (mark === null || picture.shown === null) return;
      const glass = magnifierAt(mark, viewport, unit);
      if (glass === null) return;
      context.beginPath();
      context.arc(glass.x, glass.y, glass.radius, 0, 2 * Math.PI);
      context.save();
      context.shadowColor = "rgba(0, 0, 0, 0.45)";
      context.shadowBlur = 10 * unit;
      context.fillStyle = "#777";
      context.fill();
      context.clip();
      context.shadowColor = "transparent";
      drawMagnified(context, mark, glass, picture);
      context.restore();
      strokeRing(context, glass, unit);
    },
  };
}

function drawMagnified(context, mark, glass, { shown, palette }) {
  const reach = Math.ceil(glass.radius / glass.scale + 0.5);
  const boxOf = (x, y) => ({
    x: Math.round(glass.x + (x - mark.x - 0.5) * glass.scale),
    y: Math.round(glass.y + (y - mark.y - 0.5) * glass.scale),
    size: Math.ceil(glass.scale),
  });
  for (let y = mark.y - reach; y <= mark.y + reach; y += 1) {
    for (let x = mark.x - reach; x <= mark.x + reach; x += 1) {
      if (!shown.contains(x, y)) continue;
      const isAimed = x === mark.x && y === mark.y;
      const colour = isAimed && mark.colour !== null ? mark.colour : shown.colours[shown.indexOf(x, y)];
      const box = boxOf(x, y);
      context.fillStyle = palette[colour] ?? "transparent";
      context.fillRect(box.x, box.y, box.size, box.size);
    }
  }
  strokeOutline(context, boxOf(mark.x, mark.y), 1);
}

function strokeRing(context, glass, unit) {
  for (const [colour, width] of [["#fff", 4], ["#111", 1.5]]) {
    context.beginPath();
    context.arc(glass.x, glass.y, glass.radius, 0, 2 * Math.PI);
    context.lineWidth = width * unit;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** Not confirmed yet: a dotted edge that shows on any colour. */
function strokeDotted(context, box, unit) {
  const width = Math.max(1, Math.round(unit));
  const inset = width / 2;
  context.lineWidth = width;
  context.setLineDash([]);
  context.strokeStyle = "#fff";
  context.strokeRect(box.x + inset, box.y + inset, box.size - width, box.size - width);
  context.setLineDash([2 * width, 2 * width]);
  context.strokeStyle = "#000";
  context.strokeRect(box.x + inset, box.y + inset, box.size - width, box.size - width);
}

/** Black within white is seen on every colour. Small pixels get a wider frame around them. */
function strokeOutline(context, box, unit) {
  const width = Math.max(1, Math.round(unit));
  const gap = box.size < 8 * unit ? 3 * width : 0;
  const strokeAround = (colour, distance, lineWidth) => {
    context.lineWidth = lineWidth;
    context.strokeStyle = colour;
    const size = box.size + 2 * (gap + distance);
    context.strokeRect(box.x - gap - distance, box.y - gap - distance, size, size);
  };
  strokeAround("#fff", 2 * width, 2 * width);
  strokeAround("#111", width / 2, width);
}

/** Where a pixel lies on the screen; never smaller than one device pixel. */
function pixelBox(viewport, x, y) {
  const { origin, scale } = viewport;
  return {
    x: Math.round(origin.x + x * scale),
    y: Math.round(origin.y + y * scale),
    size: Math.max(1, Math.round(scale)),
  };
}
