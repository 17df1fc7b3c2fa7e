// Every text the reader can meet, by key: one table per language, so that a language is added without
// touching code.

import { Status } from "../canvas/verdicts.js";

const english = {
  loading: ({ percent }) => `Loading the canvas… ${percent} %`,
  view: () => "Pick a colour to place a pixel.",
  armedTouch: ({ colour }) => `${colour}: tap a pixel, then press Place.`,
  armed: ({ colour }) => `${colour}: click a pixel, or go there with the arrow keys and press Enter.`,
  aimed: ({ x, y }) => `(${x}, ${y}): press Place, or tap elsewhere.`,
  noColour: () => "Pick a colour first.",
  sending: () => "Sending…",
  unconfirmed: () => "Not confirmed yet. It counts only if it stays.",
  placed: ({ colour, x, y }) => `Placed ${colour} at (${x}, ${y}).`,
  ready: () => "Your pixel is ready.",
  lost: () => "The connection broke before your last pixel was confirmed. It counts only if it stays.",

  noPlace: () => "Choose a pixel first.",
  stillLoading: () => "One moment: the canvas is still loading.",
  offline: () => "Not connected: nothing can be placed right now.",
  coolingDown: ({ wait }) => `Not yet: ${wait} left.`,
  outside: () => "Outside the canvas.",
  noSuchColour: () => "This colour cannot be used now.",
  unchanged: () => "Already this colour. Nothing spent.",
  frozen: () => "The moderators paused the canvas. You can still look around.",
  closed: () => "The canvas is closed. You can still look around.",
  protected: () => "This area is locked.",
  banned: () => "You can no longer place pixels here.",
  flooding: () => "Too fast. Wait a moment.",
  challenge: () => "A quick check is needed before your next pixel.",
  newcomer: () => "New visitors have to wait a little before their first pixel.",
  busy: () => "The server is busy. Your pixel was not counted.",
  watching: () => "Watching only: no session could be had. Reload the page to try again.",
  refused: ({ status }) => `The server refused the pixel (reason ${status}).`,

  barConnecting: () => "Connecting…",
  barWaiting: () => "Connection lost. You can still look around.",
  barRetryIn: ({ seconds }) => `Trying again in ${seconds} s.`,
  barMissing: ({ board }) => `There is no board called “${board}” here.`,
  barKicked: () => "A moderator closed this session.",
  barBanned: () => "You have been banned from this canvas.",
  barReplaced: () => "Opened in too many tabs or devices: this one was put to rest.",
  barPolicy: () => "The server closed this connection on purpose.",

  retryNow: () => "Retry now",
  reconnect: () => "Reconnect",
  online: ({ count }) => (count === 1 ? "1 person here" : `${count} people here`),
  place: () => "Place",
  placeWatching: () => "Watching",
  placeFrozen: () => "Paused",
  placeOffline: () => "Offline",
  placeLoading: () => "Loading…",
  charges: ({ charges, max }) => `${charges} of ${max}`,
  colourNumber: ({ number }) => `Colour ${number}`,
  pixel: ({ x, y }) => `${x}, ${y}`,
  zoom: ({ scale }) => `${scale}×`,
};

/** What each refusal is called in the table above. */
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
};

/**
 * @param {string} key
 * @param {object} [values]
 * @returns {string}
 */
export function say(key, values = {}) {
  return english[key](values);
}

/**
 * @param {number} status of a RESULT
 * @param {{waitMillis: number}} details
 * @returns {string} why, in words
 */
export function sayRefusal(status, { waitMillis }) {
  return say(refusalKeys[status] ?? "refused", { status, wait: minutes(waitMillis) });
}

/** @param {number} millis @returns {string} m:ss, rounded up so that 0:00 means now */
export function minutes(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
