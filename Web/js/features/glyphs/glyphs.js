// Glyphs on the board: the sign of each pixel's colour on the pixel, for those to whom colours look alike.

import { GlyphAtlas } from "./atlas.js";

/** CSS pixels per board pixel from which a glyph can be read. */
const scaleMinCSS = 16;
const order = 30;

let controller = null;

/**
 * @param {object} app
 * @returns {Promise<{open: () => void, close: () => void, toggle: () => boolean, isOpen: boolean}>}
 */
export async function start(app) {
  if (controller === null) {
    await app.loadTexts("glyphs");
    controller = new GlyphController(app);
  }
  return controller;
}

class GlyphController {
  constructor(app) {
    this.app = app;
    this.layer = null;
    /** @type {GlyphAtlas | null} */
    this.atlas = null;
  }

  /** @returns {boolean} whether glyphs are shown wherever they can be read */
  get isOpen() {
    return this.layer !== null;
  }

  open() {
    if (this.isOpen) return;
    const { stage } = this.app;
    const controller = this;
    this.layer = stage.addLayer({
      order,
      get followsBoard() {
        return controller.isLegible;
      },
      draw: (context, viewport, unit) => this.#draw(context, viewport, unit),
    });
    if (!this.isLegible) this.app.tell(this.app.say("glyphsFrom", { scale: scaleMinCSS }));
  }

  close() {
    if (!this.isOpen) return;
    this.layer.remove();
    this.layer = null;
    this.atlas = null;
  }

  /** @returns {boolean} whether they are shown now */
  toggle() {
    if (this.isOpen) this.close();
    else this.open();
    return this.isOpen;
  }

  get isLegible() {
    const { stage, viewport } = this.app;
    return viewport.scale >= scaleMinCSS * stage.unit;
  }

  #draw(context, viewport, unit) {
    const { shown, palette } = this.app.stage.renderer;
    if (!this.isLegible || shown === null) return;
    const { scale, origin } = viewport;
    if (this.atlas === null || !this.atlas.fits(palette, scale, unit)) {
      this.atlas = new GlyphAtlas(palette, scale, unit);
    }
    const left = Math.max(0, Math.floor(-origin.x / scale));
    const top = Math.max(0, Math.floor(-origin.y / scale));
    const right = Math.min(shown.width, Math.ceil((viewport.width - origin.x) / scale));
    const bottom = Math.min(shown.height, Math.ceil((viewport.height - origin.y) / scale));
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const colour = shown.colours[shown.indexOf(x, y)];
        this.atlas.draw(context, colour, origin.x + (x + 0.5) * scale, origin.y + (y + 0.5) * scale);
      }
    }
  }
}
