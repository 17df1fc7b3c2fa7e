// Rectangles of the board.

import { clamp } from "../util/clamp.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Area */

/**
 * @param {Area} area
 * @param {number} boardWidth
 * @returns {(index: number) => boolean} whether a pixel is in it
 */
export function membersOf(area, boardWidth) {
  return (index) => {
    const x = index % boardWidth;
    const y = (index - x) / boardWidth;
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
  };
}

/**
 * @param {{x: number, y: number}} middle
 * @param {number} side
 * @param {{width: number, height: number}} board
 * @returns {Area} the square around a pixel, moved and cut so that it lies on the board
 */
export function squareAround(middle, side, board) {
  const width = Math.min(side, board.width);
  const height = Math.min(side, board.height);
  const start = (at, length, end) => clamp(Math.floor(at - length / 2), 0, end - length);
  return { x: start(middle.x, width, board.width), y: start(middle.y, height, board.height), width, height };
}

/**
 * The part of the board between what floats over the edges of the view: pixels that are seen in part are in.
 * @param {import("./viewport.js").Viewport} viewport
 * @returns {Area}
 */
export function areaInView(viewport) {
  const { insets, boardWidth, boardHeight } = viewport;
  const start = viewport.toBoard({ x: insets.left, y: insets.top });
  const end = viewport.toBoard({ x: viewport.width - insets.right, y: viewport.height - insets.bottom });
  const x = clamp(Math.floor(start.x), 0, boardWidth - 1);
  const y = clamp(Math.floor(start.y), 0, boardHeight - 1);
  return {
    x,
    y,
    width: Math.max(1, Math.min(boardWidth, Math.ceil(end.x)) - x),
    height: Math.max(1, Math.min(boardHeight, Math.ceil(end.y)) - y),
  };
}

/**
 * @param {Area} area on the board
 * @param {{width: number, colours: Uint8Array}} grid
 * @returns {Uint8Array} its colours, row by row
 */
export function coloursOf({ x, y, width, height }, grid) {
  const colours = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = (y + row) * grid.width + x;
    colours.set(grid.colours.subarray(start, start + width), row * width);
  }
  return colours;
}
