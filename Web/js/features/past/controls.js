// What one looks back with: the slider, play, speed, a field of date and time, Now, and the picture of what
// is shown. Knows nothing of boards and servers.

import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";
import { moment, say } from "../../ui/texts.js";
import { fieldOf, secondOf, speeds, stepBy } from "./timeline.js";

/** Seconds matter where minutes go by. */
const exactly = { dateStyle: "medium", timeStyle: "medium" };

/** @param {number} second @returns {string} in words */
export function sayMoment(second) {
  return moment(second * 1000, exactly);
}

export class Controls {
  /**
   * @param {object} handlers
   * @param {(second: number, options: {rests: boolean}) => void} handlers.chosen `rests`: the reader drags,
   *   and more is likely to follow
   * @param {() => void} handlers.playToggled
   * @param {() => void} handlers.speedChosen
   * @param {() => void} handlers.nowWanted
   */
  constructor(handlers) {
    this.handlers = handlers;
    this.range = { first: 0, last: 0 };
    this.second = 0;
    this.slider = make("input", {
      type: "range", step: "1", className: "time-slider", "aria-label": say("pastSlider"),
      oninput: () => this.#choose(Number(this.slider.value), true),
      onkeydown: (event) => this.#step(event),
    });
    this.first = make("span", {});
    this.play = make("button", { type: "button", className: "button", onclick: handlers.playToggled });
    this.speed = make("select", {
      className: "field", "aria-label": say("pastSpeed"), onchange: handlers.speedChosen,
    }, ...speeds.map((speed, number) => make("option", { value: String(speed) }, say(`pastSpeed${number}`))));
    this.field = make("input", {
      type: "datetime-local", step: "1", className: "field", "aria-label": say("pastField"),
      onchange: () => this.#take(),
    });
    this.now = make("button", {
      type: "button", className: "button", onclick: handlers.nowWanted,
    }, say("pastNow"));
    this.picture = make("a", {
      className: "button", hidden: true, title: say("pastPicture"), "aria-label": say("pastPicture"),
    }, icon("download"));
    this.note = make("p", { className: "bar-note", role: "status" });
    this.element = make("div", { className: "time-controls" },
      this.slider,
      make("div", { className: "time-ends", "aria-hidden": "true" },
        this.first, make("span", {}, say("pastNow"))),
      make("div", { className: "time-row" }, this.play, this.speed, this.now, this.field, this.picture),
      this.note);
    this.setPlaying(false);
  }

  /** @returns {number} how many seconds of the past go by in one */
  get chosenSpeed() {
    return Number(this.speed.value);
  }

  /** @param {import("./timeline.js").Range} range */
  setRange(range) {
    this.range = range;
    this.slider.min = String(range.first);
    this.slider.max = String(range.last);
    this.slider.value = String(this.second);
    this.field.min = fieldOf(range.first);
    this.first.textContent = moment(range.first * 1000);
  }

  /** @param {number} second @param {boolean} isNow whether that is the present */
  setSecond(second, isNow) {
    this.second = second;
    this.slider.value = String(second);
    this.slider.setAttribute("aria-valuetext", isNow ? say("pastNow") : sayMoment(second));
    if (document.activeElement !== this.field) this.field.value = fieldOf(second);
    // A button that is off would take the focus with it.
    if (isNow && document.activeElement === this.now) this.slider.focus();
    this.now.disabled = isNow;
  }

  /** @param {boolean} isPlaying */
  setPlaying(isPlaying) {
    const text = say(isPlaying ? "pastPause" : "pastPlay");
    this.play.replaceChildren(icon(isPlaying ? "pause" : "play"), make("span", { className: "word" }, text));
    this.play.title = text;
    this.play.setAttribute("aria-label", text);
  }

  /** @param {boolean} isBusy whether what is shown is not yet what was asked for */
  setBusy(isBusy) {
    this.element.classList.toggle("is-busy", isBusy);
  }

  /** @param {string} text what is wrong; empty when nothing is */
  tell(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  /** @param {{href: string, name: string} | null} picture of what is shown; null for the present */
  setPicture(picture) {
    this.picture.hidden = picture === null;
    if (picture !== null) Object.assign(this.picture, { href: picture.href, download: picture.name });
  }

  #choose(second, rests) {
    this.handlers.chosen(second, { rests });
  }

  #step(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const second = stepBy(event.key, this.second, this.range);
    if (second === null) return;
    event.preventDefault();
    this.#choose(second, true);
  }

  #take() {
    const second = secondOf(this.field.value);
    if (second === null) this.tell(say("pastNoTime"));
    else this.#choose(second, false);
  }
}
