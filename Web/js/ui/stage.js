// The board's place on the page: keeps the canvas the size of its box and draws at most once per animation
// frame, and only when something changed.

/** Sharper than this is not seen, but paid for. */
const pixelRatioMax = 2;

export class Stage {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("../canvas/renderer.js").CanvasRenderer} renderer
   * @param {import("../canvas/viewport.js").Viewport} viewport
   * @param {() => import("../canvas/viewport.js").Insets} measureInsets what floats over the edges, in CSS
   *   pixels
   */
  constructor(canvas, renderer, viewport, measureInsets) {
    Object.assign(this, { canvas, renderer, viewport, measureInsets });
    this.unit = 1;
    /** @type {import("../canvas/renderer.js").Scene} */
    this.scene = { viewport, overlay: [], cursor: null };
    this.isFrameAsked = false;
    /** Told after each change of the view. */
    this.viewChanged = () => {};
  }

  /**
   * @param {Element[]} floating what covers the edges: when it changes its size, so does the room for the
   *   board
   * @returns {() => void} unbinds
   */
  bind(floating) {
    const observer = new ResizeObserver(() => this.measure());
    for (const element of [this.canvas, ...floating]) observer.observe(element);
    this.measure();
    return () => observer.disconnect();
  }

  measure() {
    this.unit = Math.min(pixelRatioMax, window.devicePixelRatio || 1);
    const width = Math.round(this.canvas.clientWidth * this.unit);
    const height = Math.round(this.canvas.clientHeight * this.unit);
    const insets = this.measureInsets();
    for (const edge of Object.keys(insets)) insets[edge] *= this.unit;
    this.renderer.resize(width, height);
    this.change((viewport) => viewport.resize(width, height, insets));
  }

  /** @param {(viewport: import("../canvas/viewport.js").Viewport) => void} work changes the view */
  change(work) {
    work(this.viewport);
    this.viewChanged();
    this.invalidate();
  }

  /** @returns {{x: number, y: number}} the middle of what can be seen of the board */
  get middle() {
    const { width, height, insets } = this.viewport;
    return { x: (insets.left + width - insets.right) / 2, y: (insets.top + height - insets.bottom) / 2 };
  }

  invalidate() {
    if (this.isFrameAsked) return;
    this.isFrameAsked = true;
    requestAnimationFrame(() => {
      this.isFrameAsked = false;
      this.renderer.draw(this.scene);
    });
  }
}
