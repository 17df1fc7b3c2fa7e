// All glyphs of a palette drawn once, at the size of a pixel of the board: a sheet that they are copied from.

import { glyphFor, inkOn } from "../../canvas/glyph.js";

/** Glyphs in a row of the sheet. */
const columns = 16;
/** Share of a pixel's side that one sign is high. Two signs are smaller, to fit side by side. */
const heightOfOne = 0.62;
const heightOfTwo = 0.5;
/** Larger ones would cover the picture without being easier to read. */
const heightMaxCSS = 24;
/** Lets the picture through, and keeps the contrast above 3. */
const opacity = 0.85;

export class GlyphAtlas {
  /**
   * @param {string[]} palette as #rrggbb
   * @param {number} scale device pixels per board pixel
   * @param {number} unit device pixels per CSS pixel
   */
  constructor(palette, scale, unit) {
    Object.assign(this, { palette, scale, unit });
    // Neither dearer than it looks on huge pixels nor cut off on small ones.
    this.cell = Math.round(Math.min(scale, heightMaxCSS * unit / heightOfTwo));
    this.sheet = document.createElement("canvas");
    this.sheet.width = this.cell * columns;
    this.sheet.height = this.cell * Math.ceil(palette.length / columns);
    this.#drawAll();
  }

  /** @returns {boolean} whether it is good for this palette at this size */
  fits(palette, scale, unit) {
    return palette === this.palette && scale === this.scale && unit === this.unit;
  }

  /**
   * Copies the glyph of a colour to the middle of a pixel.
   * @param {CanvasRenderingContext2D} context
   * @param {number} colour
   * @param {number} x middle of the pixel on the screen
   * @param {number} y
   */
  draw(context, colour, x, y) {
    const { cell } = this;
    context.drawImage(
      this.sheet,
      (colour % columns) * cell, Math.floor(colour / columns) * cell, cell, cell,
      Math.round(x - cell / 2), Math.round(y - cell / 2), cell, cell,
    );
  }

  #drawAll() {
    const context = this.sheet.getContext("2d");
    context.textAlign = "center";
    context.globalAlpha = opacity;
    this.palette.forEach((hex, colour) => {
      const glyph = glyphFor(colour);
      const share = glyph.length === 1 ? heightOfOne : heightOfTwo;
      const height = Math.min(this.scale * share, heightMaxCSS * this.unit);
      context.font = `600 ${height}px system-ui, sans-serif`;
      context.fillStyle = inkOn(hex);
      // All stand on one line, whatever hangs below it.
      const ascent = context.measureText("H").actualBoundingBoxAscent;
      const x = (colour % columns + 0.5) * this.cell;
      const y = (Math.floor(colour / columns) + 0.5) * this.cell;
      context.fillText(glyph, x, y + ascent / 2);
    });
  }
}
