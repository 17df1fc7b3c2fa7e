// Templates: a picture over the board that the reader, or a group that shares its link, draws pixel by pixel.
// This is what the rest of the page talks to, and what tells the reader how it went.

import { decodeTemplate } from "../../canvas/template/code.js";
import { parseTemplateLink, withoutTemplate } from "../../canvas/template/link.js";
import { storageOf } from "../../ui/settings.js";
import { templateKey } from "../../util/template-hint.js";
import { Easel } from "./easel.js";
import { ImageError, fetchImage, readImage } from "./image.js";
import { Keeping } from "./keeping.js";
import { TemplatePanel } from "./panel.js";
import { placeInMiddle, shareLink, viewOf } from "./sharing.js";

/** At so many CSS pixels a board pixel, single ones can be seen: there the cursor moves, and not the view. */
const readableZoom = 8;
const workingZoom = 16;
const opacityStep = 0.1;

/** @param {object} app @returns {Promise<TemplateFeature>} with the reader's template of this board */
export async function start(app) {
  await Promise.all([app.loadTexts("template"), app.loadStyle("template")]);
  const feature = new TemplateFeature(app);
  await feature.begin();
  return feature;
}

export class TemplateFeature {
  constructor(app) {
    this.app = app;
    const keeping = new Keeping(templateKey(app.pageRoot, app.boardName), storageOf(window), app.log);
    this.easel = new Easel(app, keeping);
    this.panel = new TemplatePanel(app, this);
    this.dragged = { x: 0, y: 0 };
    this.attempts = 0;
  }

  async begin() {
    this.easel.changed = (what) => this.#changed(what);
    this.easel.bind();
    await this.easel.restore();
  }

  #changed(what) {
    const { app, easel } = this;
    app.carry = easel.project === null ? null
      : (deltaX, deltaY) => this.dragBy(deltaX / app.viewport.scale, deltaY / app.viewport.scale);
    this.panel.follow(what);
  }

  open() {
    this.panel.open();
  }

  close() {
    this.panel.close();
  }

  /** Opens or closes the panel. */
  toggle() {
    if (this.panel.isOpen) this.close();
    else this.open();
  }

  /** Shows or hides the template; without one, opens the panel that can get one. */
  toggleShown() {
    const { easel } = this;
    if (!this.#hasTemplate()) return;
    easel.setLook({ isShown: !easel.look.isShown });
    this.#tell(easel.look.isShown ? "templateShown" : "templateHidden");
  }

  /** @param {number} direction 1 for more, -1 for less */
  opacityStep(direction) {
    const { easel } = this;
    if (!this.#hasTemplate()) return;
    easel.opacity += direction * opacityStep;
    this.#tell("templateOpacityIs", { percent: Math.round(easel.opacity * 100) });
  }

  /** @param {number} deltaX @param {number} deltaY board pixels; fractions add up */
  dragBy(deltaX, deltaY) {
    const { easel } = this;
    if (easel.project === null) return;
    const drag = { x: this.dragged.x + deltaX, y: this.dragged.y + deltaY };
    const whole = { x: Math.trunc(drag.x), y: Math.trunc(drag.y) };
    this.dragged = { x: drag.x - whole.x, y: drag.y - whole.y };
    const { x, y } = easel.project.template;
    if (whole.x !== 0 || whole.y !== 0) easel.moveTo(x + whole.x, y + whole.y);
  }

  /** The second of two steps, the first of which was to choose a pixel: for fingers and keys. */
  moveToCursor() {
    const { cursor } = this.app.player;
    if (cursor === null) this.#refuse("templateNoCursor");
    else this.easel.moveTo(cursor.x, cursor.y);
  }

  /** Brings all of it into view. */
  goTo() {
    const { app, easel } = this;
    const { x, y, zoom } = viewOf(easel.project.template, app.replica.grid);
    app.stage.change((viewport) => viewport.lookAt(x, y, zoom * app.stage.unit));
  }

  /** @param {number} colour to show alone and to draw in; once more for all colours again */
  chooseColour(colour) {
    const { easel, app } = this;
    const isChosen = easel.colour === colour;
    easel.filter(isChosen ? null : colour);
    if (!isChosen) app.player.chooseColour(colour);
  }

  /** Leads the reader to a pixel that is not as the template wants it, with its colour in hand. */
  nextWrong() {
    const { app, easel } = this;
    if (!this.#hasTemplate()) return;
    const next = easel.project.tally.next(app.player.whereabouts, easel.colour);
    if (next === null) {
      this.#finish();
      return;
    }
    const { x, y, colour } = next;
    app.player.chooseColour(colour);
    if (app.viewport.scale < readableZoom * app.stage.unit) app.goTo({ x, y, zoom: workingZoom });
    else {
      app.stage.change((viewport) => viewport.reveal(x, y));
      app.player.aimAt({ x, y });
    }
    this.panel.giveWay();
    this.#tell("templateNextIs", { x, y, colour: app.player.names[colour] });
  }

  /** Nothing is left of what is shown: of one colour, then it goes on with all; or of all. */
  #finish() {
    const { colour } = this.easel;
    if (colour === null) this.#tell("templateDone");
    else {
      this.easel.filter(null);
      this.#tell("templateColourDone", { colour: this.app.player.names[colour] });
    }
  }

  /** @param {Blob} file an image that the reader chose, dropped or pasted */
  async takeFile(file) {
    await this.#attempt(async (palette) => {
      const image = await readImage(file, palette);
      return () => this.#take(image, palette, null);
    });
  }

  /** @param {string} text the address of an image, by the reader */
  async takeAddress(text) {
    await this.#attempt(async (palette) => {
      const { blob, path } = await fetchImage(text, this.app.pageRoot);
      const image = await readImage(blob, palette);
      return () => this.#take(image, palette, path);
    });
  }

  /** @param {string} rest of an address that was opened: shown at once, kept only if the reader says so */
  async openLink(rest) {
    const link = parseTemplateLink(rest);
    if (link === null) return;
    await this.#attempt(async (palette) => {
      if (link.kind === "code") {
        const template = await decodeTemplate(link.code, palette);
        if (template === null) throw new ImageError("templateLinkBroken");
        return () => this.#visit({ template, palette, path: null });
      }
      const { blob, path } = await fetchImage(link.path, this.app.pageRoot);
      const image = await readImage(blob, palette);
      return () => this.#visit({ template: { ...image, x: link.x, y: link.y }, palette, path });
    });
  }

  async keep() {
    await this.easel.keep();
    this.#clearAddress();
    this.#tell("templateKept");
  }

  async remove() {
    await this.easel.remove();
    this.#clearAddress();
    this.#tell("templateRemoved");
  }

  async share() {
    const { app } = this;
    const link = await shareLink(this.easel.project, app);
    if (link === null) this.panel.showNoLink();
    else if (await app.copy(link)) this.#tell("templateCopied");
    else this.panel.showLink(link);
  }

  async #take(image, palette, path) {
    const { app, easel } = this;
    const before = easel.project?.template;
    // Another version of the same picture goes where that one was.
    const isVersion = before?.width === image.width && before.height === image.height;
    const { x, y } = isVersion ? before : placeInMiddle(image, app);
    easel.use({ template: { ...image, x, y }, palette, path, isVisiting: false });
    easel.setLook({ isShown: true });
    this.#tell("templateTaken", image);
    if (!isVersion && app.viewport.isFitted) this.goTo();
    this.open();
    await easel.keep();
  }

  #visit(source) {
    const { easel } = this;
    if (easel.project !== null && isSame(easel.project.template, source.template)) return;
    easel.use({ ...source, isVisiting: true });
    easel.setLook({ isShown: true });
    this.#tell("templateVisitingStatus");
  }

  /**
   * Whatever is wrong with an image is told in words. Reading one takes a while: what the reader asked for
   * last is what counts.
   * @param {(palette: readonly string[]) => Promise<() => void>} read gives what to do with what was read
   */
  async #attempt(read) {
    const { app } = this;
    this.attempts += 1;
    const attempt = this.attempts;
    try {
      if (app.replica.grid === null) throw new ImageError("templateNoBoard");
      this.#tell("templateReading");
      const use = await read(app.player.colours);
      if (attempt === this.attempts) await use();
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      this.#refuse(error.reason, error.values);
    }
  }

  /** What came with the address has been kept or sent away: the address need not bring it again. */
  #clearAddress() {
    const { address } = this.app;
    address.keep(withoutTemplate(address.rest));
  }

  #hasTemplate() {
    if (this.easel.project === null) this.open();
    return this.easel.project !== null;
  }

  #tell(key, values) {
    this.app.tell(this.app.say(key, values));
    this.panel.tell("");
  }

  #refuse(key, values) {
    const text = this.app.say(key, values);
    this.app.refuse(text);
    this.panel.tell(text);
  }
}

function isSame(one, other) {
  return one.width === other.width && one.height === other.height && one.x === other.x && one.y === other.y
    && one.colours.every((colour, pixel) => colour === other.colours[pixel]);
}
