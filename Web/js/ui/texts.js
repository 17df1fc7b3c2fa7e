// Every text the reader can meet, by key, in their language. The tables are modules, one for each language
// and part of the client, and come when that part does.

import { Status } from "../canvas/verdicts.js";

const tables = {
  en: {
    core: () => import("../texts/en/core.js"),
    chat: () => import("../texts/en/chat.js"),
    download: () => import("../texts/en/download.js"),
    glyphs: () => import("../texts/en/glyphs.js"),
    heat: () => import("../texts/en/heat.js"),
    help: () => import("../texts/en/help.js"),
    menu: () => import("../texts/en/menu.js"),
    minimap: () => import("../texts/en/minimap.js"),
    moderation: () => import("../texts/en/moderation.js"),
    past: () => import("../texts/en/past.js"),
    puzzle: () => import("../texts/en/puzzle.js"),
    ready: () => import("../texts/en/ready.js"),
    replay: () => import("../texts/en/replay.js"),
    report: () => import("../texts/en/report.js"),
    settings: () => import("../texts/en/settings.js"),
    staff: () => import("../texts/en/staff.js"),
    template: () => import("../texts/en/template.js"),
  },
  fr: {
    core: () => import("../texts/fr/core.js"),
    chat: () => import("../texts/fr/chat.js"),
    download: () => import("../texts/fr/download.js"),
    glyphs: () => import("../texts/fr/glyphs.js"),
    heat: () => import("../texts/fr/heat.js"),
    help: () => import("../texts/fr/help.js"),
    menu: () => import("../texts/fr/menu.js"),
    minimap: () => import("../texts/fr/minimap.js"),
    moderation: () => import("../texts/fr/moderation.js"),
    past: () => import("../texts/fr/past.js"),
    puzzle: () => import("../texts/fr/puzzle.js"),
    ready: () => import("../texts/fr/ready.js"),
    replay: () => import("../texts/fr/replay.js"),
    report: () => import("../texts/fr/report.js"),
    settings: () => import("../texts/fr/settings.js"),
    staff: () => import("../texts/fr/staff.js"),
    template: () => import("../texts/fr/template.js"),
  },
};

/** @type {Record<string, Function>} */
const texts = {};
let language = "en";

/** The languages there are, by code, as each calls itself. */
export const languages = Object.freeze({ en: "English", fr: "Français" });

/**
 * @param {string | null} chosen what the reader asked for, if they did
 * @param {readonly string[]} preferred what the browser says of them, best first
 * @returns {string} the code of the language that is spoken from now on
 */
export function chooseLanguage(chosen, preferred) {
  const wanted = [chosen ?? "", ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  language = wanted.find((code) => code in languages) ?? "en";
  return language;
}

/** @param {string} part of the client @returns {Promise<void>} done when its texts can be said */
export async function loadTexts(part) {
  const table = await tables[language][part]();
  Object.assign(texts, table.default);
}

/**
 * @param {string} key
 * @param {object} [values]
 * @returns {string}
 */
export function say(key, values = {}) {
  return texts[key](values);
}

/** @param {string} name of a colour, as the server tells it @returns {string} as the reader calls it */
export function sayColour(name) {
  return texts.colourNames?.()[name] ?? name;
}

/** @param {Element} root fills in what is marked in it: `data-say` for text, `data-say-label` for names */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-say-label]")) {
    const text = say(element.dataset.sayLabel);
    element.setAttribute("aria-label", text);
    if (element.tagName === "BUTTON") element.title = text;
  }
}

/** What each refusal is called in the tables. */
const refusalKeys = {
  [Status.coolingDown]: "coolingDown",
  [Status.outside]: "outside",
  [Status.noSuchColour]: "noSuchColour",
  [Status.unchanged]: "unchanged",
  [Status.notOpen]: "frozen",
  [Status.protected]: "protected",
  [Status.banned]: "banned",
  [Status.flooding]: "flooding",
  [Status.challenge]: "challenge",
  [Status.newcomer]: "newcomer",
  [Status.busy]: "busy",
  [Status.watching]: "watching",
  [Status.tooLate]: "tooLate",
};

/**
 * @param {number} status of a RESULT
 * @param {{waitMillis: number}} details
 * @returns {string} why, in words
 */
export function sayRefusal(status, { waitMillis }) {
  const isUnknown = status === Status.newcomer && waitMillis <= 0;
  const key = isUnknown ? "newcomerSoon" : refusalKeys[status];
  return say(key ?? "refused", { status, wait: minutes(waitMillis) });
}

/** @param {number} millis @returns {string} m:ss (h:mm:ss from an hour on), rounded up: 0:00 means now */
export function minutes(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0/, "");
}

/** @param {number} atMillis since 1970 @param {number} nowMillis @returns {string} how long ago, in words */
export function ago(atMillis, nowMillis) {
  const seconds = Math.max(0, Math.round((nowMillis - atMillis) / 1000));
  const [amount, unit] = coarse(seconds, Math.floor);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }).format(-amount, unit);
}

/** @param {number} restMillis @returns {string} in how long, in words, rounded up: "in 3 hours" */
export function ahead(restMillis) {
  const [amount, unit] = coarse(Math.max(1, Math.ceil(restMillis / 1000)), Math.ceil);
  return new Intl.RelativeTimeFormat(language).format(amount, unit);
}

function coarse(seconds, round) {
  if (seconds < 60) return [seconds, "second"];
  if (round(seconds / 60) < 60) return [round(seconds / 60), "minute"];
  if (round(seconds / 3600) < 24) return [round(seconds / 3600), "hour"];
  return [round(seconds / 86_400), "day"];
}

/** @param {Record<string, string>} versions by language @returns {string} the reader's, else English */
export function inOwnLanguage(versions) {
  return versions[language] ?? versions.en;
}

/** @param {number} count @returns {string} with the reader's separators */
export function number(count) {
  return new Intl.NumberFormat(language).format(count);
}

/**
 * @param {number | Date} when
 * @param {Intl.DateTimeFormatOptions} [options]
 * @returns {string} in the reader's manner and time zone
 */
export function moment(when, options = { dateStyle: "medium", timeStyle: "short" }) {
  return new Intl.DateTimeFormat(language, options).format(when);
}
