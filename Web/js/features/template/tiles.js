// The shapes that the overlay cuts out of pixels, as tiles of one board pixel: what is kept, and the thin
// lines that set it off from a board of much the same colour.

const light = "rgb(255 255 255 / 0.92)";
const dark = "rgb(0 0 0 / 0.45)";

/** From that many device pixels on there is room for lines. */
const linesScaleMin = 10;

/** @typedef {{shape: HTMLCanvasElement, lines: HTMLCanvasElement}} Tile */

/** @type {Map<string, Tile>} by kind and size; sizes are those of the zoom */
const tiles = new Map();
const tileCountMax = 32;

/**
 * A dot in the middle.
 * @param {number} scale device pixels a board pixel
 * @param {number} unit device pixels a CSS pixel
 * @returns {Tile}
 */
export function dotTile(scale, unit) {
  return tile("dot", scale, unit, (shape, lines, side) => {
    const line = side < linesScaleMin ? 0 : Math.max(1, Math.round(unit));
    const dot = Math.max(2, Math.round(side / 3));
    const start = Math.floor((side - dot) / 2);
    const square = (context, colour, grown) => {
      context.fillStyle = colour;
      context.fillRect(start - grown, start - grown, dot + 2 * grown, dot + 2 * grown);
    };
    square(shape, "#000", 2 * line);
    square(lines, dark, 2 * line);
    square(lines, light, line);
    lines.clearRect(start, start, dot, dot);
  });
}

/** A frame along the edges. @param {number} scale @param {number} unit @returns {Tile} */
export function outlineTile(scale, unit) {
  return tile("outline", scale, unit, (shape, lines, side) => {
    const line = side < linesScaleMin ? 0 : Math.max(1, Math.round(unit / 2));
    const frame = Math.max(1, Math.round(side / 8));
    const hollow = (context, inset) => context.clearRect(inset, inset, side - 2 * inset, side - 2 * inset);
    shape.fillRect(0, 0, side, side);
    hollow(shape, frame + line);
    lines.fillStyle = dark;
    lines.fillRect(0, 0, side, side);
    lines.clearRect(0, 0, side, frame);
    lines.clearRect(0, 0, frame, side);
    lines.clearRect(0, side - frame, side, frame);
    lines.clearRect(side - frame, 0, frame, side);
  });
}

function tile(kind, scale, unit, paint) {
  const side = Math.round(scale);
  const key = `${kind} ${side} ${unit}`;
  if (!tiles.has(key)) {
    if (tiles.size >= tileCountMax) tiles.clear();
    const [shape, lines] = [0, 1].map(() =>
      Object.assign(document.createElement("canvas"), { width: side, height: side }));
    paint(shape.getContext("2d"), lines.getContext("2d"), side);
    tiles.set(key, { shape, lines });
  }
  return tiles.get(key);
}
