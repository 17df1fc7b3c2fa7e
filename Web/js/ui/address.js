// Keeps the page's address naming what is seen, so that it can be shared and comes back after a reload; not
// more often than browsers like.

import { formatLink, parseLink } from "../util/link.js";

const everyMillis = 500;

export class Address {
  /**
   * @param {Window} page
   * @param {import("./stage.js").Stage} stage
   * @param {import("../util/clock.js").Clock} clock
   * @param {(place: import("../util/link.js").Place) => void} visited the reader followed a link within the
   *   page
   */
  constructor(page, stage, clock, visited) {
    Object.assign(this, { window: page, stage, clock, visited });
    this.rest = parseLink(page.location.hash)?.rest ?? "";
    this.isScheduled = false;
  }

  /** @returns {() => void} unbinds */
  bind() {
    const handle = () => {
      const place = parseLink(this.window.location.hash);
      if (place !== null) this.visited(place);
    };
    this.window.addEventListener("hashchange", handle);
    return () => this.window.removeEventListener("hashchange", handle);
  }

  /** @returns {import("../util/link.js").Place} the middle of the view */
  here() {
    const { viewport, unit } = this.stage;
    return { ...viewport.nearestPixel(viewport.middle), zoom: viewport.scale / unit, rest: this.rest };
  }

  /** @returns {string} the page's address without a place */
  page() {
    return this.window.location.href.replace(/#.*$/s, "");
  }

  /** The view changed. */
  changed() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.clock.schedule(everyMillis, () => {
      this.isScheduled = false;
      const { viewport } = this.stage;
      // The fitted view is where everybody begins: it needs no words.
      const hash = viewport.isFitted && this.rest === "" ? "" : formatLink(this.here());
      if (hash !== this.window.location.hash) {
        this.window.history.replaceState(null, "", this.page() + hash);
      }
    });
  }

  /** @param {string} rest what others keep in the address, behind the place */
  keep(rest) {
    this.rest = rest;
    this.changed();
  }
}
