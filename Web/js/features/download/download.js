// A picture to keep: of the whole board, of what is in view or of an area, larger than life if wanted, of now
// or of the moment of the past that is shown. The server makes it; without a connection the page does.

import { areaInView, coloursOf } from "../../canvas/area.js";
import { make } from "../../ui/dom.js";
import { saveFile } from "../../ui/save.js";
import { moment, number, say } from "../../ui/texts.js";
import { channelsOf, paintColours } from "../../util/colour.js";
import { fileName, largestScale, pixelsMax, scaleMax, sizeOf } from "./picture.js";

const id = "download";
/** The largest canvas that every browser makes. */
const ownPixelsMax = 2 ** 24;

export class Download {
  constructor(app) {
    this.app = app;
    /** @type {"whole" | "view" | "area"} */
    this.part = "whole";
    this.area = null;
    this.scale = 1;
    this.isOffline = document.documentElement.dataset.connection !== "live";
    app.on("connection", (state) => {
      this.isOffline = state.name !== "live";
      this.#refresh();
    });
    for (const event of ["view", "shown", "board"]) app.on(event, () => this.#refresh());
  }

  toggle() {
    this.app.panels.toggle(id, () => this.open());
  }

  open() {
    if (this.app.replica.grid === null) {
      this.app.tell(say("stillLoading"));
      return;
    }
    const content = this.#makeForm();
    this.app.panels.open({ id, title: say("downloadTitle"), content });
    this.#refresh();
  }

  #makeForm() {
    const part = (value, text) => make("label", { className: "download-choice" },
      make("input", {
        type: "radio", name: "download-part", value, checked: this.part === value,
        onchange: () => this.#choosePart(value),
      }),
      text);
    this.areaText = make("span", {});
    this.slider = make("input", {
      type: "range", min: "1", max: String(scaleMax), step: "1", id: "download-scale",
      oninput: () => {
        this.scale = Number(this.slider.value);
        this.#refresh();
      },
    });
    this.scaleText = make("output", { htmlFor: "download-scale" });
    this.moment = make("p", { className: "download-fact" });
    this.size = make("p", { className: "download-fact", role: "status" });
    this.link = make("a", { className: "button primary download-go", onclick: (event) => this.#go(event) },
      say("downloadGo"));
    return make("div", { className: "download" },
      make("fieldset", {},
        make("legend", {}, say("downloadPart")),
        part("whole", say("downloadWhole")), part("view", say("downloadView")), part("area", this.areaText),
        make("button", { type: "button", className: "button", onclick: () => this.#chooseArea() },
          say("downloadChoose"))),
      make("div", { className: "download-scale" },
        make("label", { for: "download-scale" }, say("downloadScale")), this.slider, this.scaleText),
      this.moment, this.size, this.link);
  }

  #choosePart(part) {
    this.part = part;
    if (part === "area" && this.area === null) this.#chooseArea();
    else this.#refresh();
  }

  /** The panel makes way for the board, and comes back. */
  async #chooseArea() {
    this.app.panels.close();
    const area = await this.app.areas.select();
    if (area !== null) this.area = area;
    this.part = this.area === null ? "whole" : "area";
    this.open();
  }

  #wanted() {
    const { width, height } = this.app.replica.grid;
    if (this.part === "view") return areaInView(this.app.viewport);
    return this.part === "area" ? this.area : { x: 0, y: 0, width, height };
  }

  #refresh() {
    if (!this.app.panels.isOpen(id)) return;
    const { shown } = this.app;
    const area = this.#wanted();
    const scaleAllowed = largestScale(area, this.isOffline ? ownPixelsMax : pixelsMax);
    this.slider.max = String(scaleAllowed);
    this.scale = Math.min(this.scale, scaleAllowed);
    this.slider.value = String(this.scale);
    this.slider.disabled = scaleAllowed === 1;
    this.scaleText.textContent = say("downloadTimes", { scale: this.scale });
    const { width, height } = sizeOf(area, this.scale);
    const text = say("downloadSize", { width: number(width), height: number(height) });
    if (this.size.textContent !== text) this.size.textContent = text;
    this.areaText.textContent = this.area === null ? say("downloadArea") : say("downloadAreaOf", {
      width: number(this.area.width), height: number(this.area.height), x: this.area.x, y: this.area.y,
    });
    this.moment.textContent = this.#sayMoment(shown);
    const when = shown === null ? new Date() : new Date(shown.second * 1000);
    this.link.download = fileName(this.app.boardName, when);
    this.link.href = this.app.api.snapshotURL({
      x: area.x, y: area.y, w: area.width, h: area.height, scale: this.scale, at: shown?.state,
    });
  }

  #sayMoment(shown) {
    if (this.isOffline) return say("downloadOffline");
    return shown === null ? say("downloadNow") : say("downloadPast", { when: moment(shown.second * 1000) });
  }

  /** With a connection the link does what links do. */
  async #go(event) {
    this.#refresh();
    if (!this.isOffline) return;
    event.preventDefault();
    const picture = await this.#paint(this.#wanted());
    if (picture === null) {
      this.app.refuse(say("downloadFailed"));
      return;
    }
    saveFile(picture, this.link.download, this.app.clock);
  }

  /** @returns {Promise<Blob | null>} null where the browser has no room for it */
  #paint(area) {
    const { app, scale } = this;
    const small = make("canvas", { width: area.width, height: area.height });
    const smallContext = small.getContext("2d");
    const picture = smallContext.createImageData(area.width, area.height);
    const grid = app.shown?.grid ?? app.replica.grid;
    paintColours(coloursOf(area, grid), channelsOf(app.player.colours), picture.data);
    smallContext.putImageData(picture, 0, 0);
    const large = make("canvas", { width: area.width * scale, height: area.height * scale });
    const context = large.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, large.width, large.height);
    return new Promise((resolve) => large.toBlob(resolve, "image/png"));
  }
}

/**
 * @param {object} app with `shown`, what of the past is seen, or null
 * @returns {Promise<Download>} `toggle()`, `open()`
 */
export async function start(app) {
  await Promise.all([app.loadTexts("download"), app.loadStyle("download")]);
  return new Download(app);
}
