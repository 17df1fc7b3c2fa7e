// The template's panel: gets one when there is none; else tells how far it has come, leads to the next pixel,
// and changes how it looks and where it lies. Follows what happens at most a few times a second.

import { make } from "../../ui/dom.js";
import { saveFile } from "../../ui/save.js";
import { number } from "../../ui/texts.js";
import { Chip } from "./chip.js";
import { ColourList } from "./colour-list.js";
import { lookControls, placeControls } from "./controls.js";
import { pictureOf } from "./picture.js";
import { placeText } from "./sharing.js";

const panelId = "template";
const followEveryMillis = 250;
const sheetQuery = "(max-width: 599px)";
const acceptedTypes = "image/png,image/gif,image/webp,image/jpeg";

/** How far, in percent, a template comes before those who listen to the page are told again. */
const spokenEveryPercent = 10;

export class TemplatePanel {
  /** @param {object} app @param {import("./template.js").TemplateFeature} feature */
  constructor(app, feature) {
    Object.assign(this, { app, feature, say: app.say });
    this.panel = null;
    this.message = make("p", { className: "template-message" });
    this.chip = new Chip(app, () => feature.nextWrong());
    this.body = make("div");
    this.element = make("div", { className: "template" }, this.message, this.body);
    /** @type {{update: () => void} | null} what is shown of a template; null while there is none */
    this.parts = null;
    this.shownProject = undefined;
    this.spokenTally = null;
    this.spokenTenth = 0;
    this.cancelFollow = null;
  }

  open() {
    if (this.isOpen) return;
    this.panel = this.app.panels.open({
      id: panelId,
      title: this.say("templateTitle"),
      content: this.element,
      closed: () => {
        this.panel = null;
        this.#update();
      },
    });
    this.#update();
  }

  get isOpen() {
    return this.panel !== null;
  }

  /** Where the panel covers the dock, it goes for what is to be drawn to be seen; the chip stays. */
  giveWay() {
    if (window.matchMedia(sheetQuery).matches) this.close();
  }

  close() {
    this.panel?.close();
  }

  /** @param {string} text what was wrong, next to where it was asked for; empty once it is past */
  tell(text) {
    this.message.textContent = text;
  }

  /** @param {"all" | "counts"} what has changed */
  follow(what) {
    if (what === "all") {
      this.cancelFollow?.();
      this.cancelFollow = null;
      this.#update();
      return;
    }
    this.cancelFollow ??= this.app.clock.schedule(followEveryMillis, () => {
      this.cancelFollow = null;
      this.#update();
    });
  }

  #update() {
    const { easel } = this.feature;
    const { project } = easel;
    if (project !== null) this.#speak(project.tally);
    this.chip.update(easel, this.isOpen);
    if (!this.isOpen) return;
    if (project !== this.shownProject) {
      this.shownProject = project;
      this.parts = project === null ? this.#buildIntake() : this.#buildTemplate();
      this.body.replaceChildren(...this.parts.elements);
    }
    this.parts.update();
  }

  /** What there is while there is no template: the ways to get one. */
  #buildIntake() {
    const field = make("input", {
      type: "text", id: "template-address", inputMode: "url", autocomplete: "off", spellcheck: false,
    });
    const form = make("form", {
      className: "template-address",
      onsubmit: (event) => {
        event.preventDefault();
        if (field.value.trim() !== "") this.feature.takeAddress(field.value.trim());
      },
    }, field, make("button", { type: "submit", className: "button" }, this.say("templateLoad")));
    return {
      elements: [
        make("p", {}, this.say("templateIntro")),
        this.#fileButton("templateChoose", "button primary"),
        make("p", { className: "template-hint" }, this.say("templateDropHint")),
        make("label", { for: field.id }, this.say("templateAddress")),
        form,
      ],
      update: () => {},
    };
  }

  #buildTemplate() {
    const { feature } = this;
    const notice = this.#notice();
    const progress = this.#progress();
    const look = lookControls(feature.easel, this.say);
    const place = placeControls(feature, this.say);
    const list = new ColourList(this.app.player, this.say, (colour) => feature.chooseColour(colour));
    const next = this.#button("templateNext", () => feature.nextWrong(), "button primary");
    next.title = this.say("templateNextKey");
    this.shared = make("div", { className: "template-shared" });
    const parts = [notice, progress, look, list, place];
    return {
      elements: [
        notice.element, progress.element, next, look.element, list.element, place.element,
        make("div", { className: "template-row" },
          this.#button("templateShare", () => feature.share()),
          this.#fileButton("templateReplace", "button"),
          this.#button("templateRemove", () => feature.remove())),
        this.shared,
      ],
      update: () => {
        for (const part of parts) part.update(feature.easel);
      },
    };
  }

  #notice() {
    const element = make("div", { className: "template-notice" },
      make("p", {}, this.say("templateVisiting")),
      make("div", { className: "template-row" },
        this.#button("templateKeep", () => this.feature.keep(), "button primary"),
        this.#button("templateRemove", () => this.feature.remove())));
    return {
      element,
      update: ({ project }) => {
        element.hidden = !project.isVisiting;
      },
    };
  }

  #progress() {
    const text = make("p", { className: "template-count" });
    const bar = make("progress", { "aria-label": this.say("templateProgressLabel") });
    const outside = make("p", { className: "template-hint" });
    return {
      element: make("div", {}, text, bar, outside),
      update: ({ project: { tally } }) => {
        const { done, total, percent } = tally;
        const values = { done: number(done), total: number(total), percent };
        text.textContent = this.say("templateProgress", values);
        bar.max = Math.max(1, total);
        bar.value = total === 0 ? 1 : done;
        outside.hidden = tally.outside === 0;
        outside.textContent = this.say("templateOutside", {
          count: tally.outside, text: number(tally.outside),
        });
      },
    };
  }

  /** Those who listen to the page hear of every tenth, not of every pixel. */
  #speak(tally) {
    const tenth = Math.floor(tally.percent / spokenEveryPercent);
    if (this.spokenTally === tally && tenth !== this.spokenTenth) {
      const key = tally.percent === 100 ? "templateDone" : "templateSpoken";
      this.app.announcer.say(this.say(key, { percent: tally.percent }));
    }
    this.spokenTally = tally;
    this.spokenTenth = tenth;
  }

  /** @param {string} link that could not be put into the clipboard */
  showLink(link) {
    const field = make("input", { type: "text", id: "template-link", readOnly: true, value: link });
    this.shared.replaceChildren(make("label", { for: field.id }, this.say("templateCopyThis")), field);
    field.focus();
    field.select();
  }

  /** What to do instead of sharing a link. */
  showNoLink() {
    const { app, feature } = this;
    const text = placeText(feature.easel.project, app);
    const copyPlace = async () => {
      if (await app.copy(text)) app.tell(this.say("templatePlaceCopied"));
    };
    this.shared.replaceChildren(
      make("p", { role: "status" }, this.say("templateNoLink")),
      make("p", { className: "template-place" }, text),
      make("div", { className: "template-row" },
        this.#button("templateDownload", () => this.#download()),
        this.#button("templateCopyPlace", copyPlace)));
    this.shared.scrollIntoView({ block: "nearest" });
  }

  async #download() {
    const { project } = this.feature.easel;
    const { x, y } = project.template;
    saveFile(await pictureOf(project), this.say("templateFileName", { x, y }), this.app.clock);
  }

  #button(key, act, className = "button") {
    return make("button", { type: "button", className, onclick: act }, this.say(key));
  }

  /** A field that looks like a button: fields for files cannot be dressed. */
  #fileButton(key, className) {
    const field = make("input", {
      type: "file",
      accept: acceptedTypes,
      className: "unseen",
      onchange: () => {
        const [file] = field.files;
        field.value = "";
        if (file !== undefined) this.feature.takeFile(file);
      },
    });
    return make("label", { className: `${className} template-file` }, field, this.say(key));
  }
}
