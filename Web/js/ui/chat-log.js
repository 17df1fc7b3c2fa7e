// What was said on the board, kept from the first moment so that nothing is missing when the chat is opened:
// the last lines, how many of them are unread, and whom the reader does not want to hear. Pure.

import { Emitter } from "../util/emitter.js";

export const linesMax = 200;
const mutedMax = 100;
const identityCharactersMax = 64;
const textCharactersMax = 1_200;

/**
 * @typedef {object} ChatLine
 * @property {string} id
 * @property {string} from the id of whoever said it
 * @property {string} name
 * @property {string} text
 * @property {number} at milliseconds since 1970
 */

export class ChatLog {
  #emitter = new Emitter();

  /**
   * @param {import("./settings.js").Settings} settings where muted people are kept, as ids with spaces
   *   between
   */
  constructor(settings) {
    this.settings = settings;
    /** @type {ChatLine[]} oldest first */
    this.lines = [];
    this.unread = 0;
    /** Whether there is a chat at all: what is missing is told by nobody, what is there by its history. */
    this.hasChat = false;
    this.ownID = null;
    /** Whether the reader sees each line as it comes. */
    this.isWatched = false;
    settings.follow("muted", (ids) => {
      this.muted = new Set(ids.split(" ").filter((id) => id !== ""));
      this.#emitter.emit("changed", { kind: "history" });
    });
  }

  /**
   * @param {(change: {kind: "said" | "removed" | "history" | "read", line?: ChatLine, id?: string}) => void}
   *   listener told what became different
   * @returns {() => void} ends it
   */
  follow(listener) {
    return this.#emitter.on("changed", listener);
  }

  /** @param {{type: string}} message any text message of the server */
  take(message) {
    switch (message.type) {
      case "hello":
        this.ownID = message.you?.id ?? null;
        break;
      case "you":
        this.ownID = message.id ?? null;
        break;
      case "chat":
        this.#say(message);
        break;
      case "chat-removed":
        this.#remove(message.id);
        break;
      case "chat-history":
        if (Array.isArray(message.messages)) this.#replace(message.messages);
        break;
      default:
        break;
    }
  }

  /** @param {boolean} isWatched while it is, nothing is unread */
  watch(isWatched) {
    this.isWatched = isWatched;
    if (!isWatched || this.unread === 0) return;
    this.unread = 0;
    this.#emitter.emit("changed", { kind: "read" });
  }

  /** @param {string} id of a person @param {boolean} isMuted */
  mute(id, isMuted) {
    const ids = new Set(this.muted);
    if (isMuted) ids.add(id);
    else ids.delete(id);
    this.settings.set("muted", [...ids].slice(-mutedMax).join(" "));
  }

  #say(message) {
    const line = lineOf(message);
    if (line === null || this.lines.some(({ id }) => id === line.id)) return;
    this.hasChat = true;
    this.lines.push(line);
    if (this.lines.length > linesMax) this.lines.shift();
    if (this.#isNews(line)) this.unread += 1;
    this.#emitter.emit("changed", { kind: "said", line });
  }

  #remove(id) {
    const index = this.lines.findIndex((line) => line.id === id);
    if (index < 0) return;
    // Which lines are unread is known by their number only: the newest ones.
    const isUnread = index >= this.lines.length - this.unread;
    this.lines.splice(index, 1);
    if (isUnread) this.unread -= 1;
    this.#emitter.emit("changed", { kind: "removed", id });
  }

  /** Takes the place of all lines before. Of the first history nothing counts as unread. */
  #replace(messages) {
    const known = new Set(this.lines.map(({ id }) => id));
    const isFirst = !this.hasChat;
    const lines = new Map(messages.slice(-linesMax).map(lineOf).filter((line) => line !== null)
      .map((line) => [line.id, line]));
    this.lines = [...lines.values()];
    this.hasChat = true;
    const news = this.lines.filter((line) => !known.has(line.id) && this.#isNews(line));
    if (!isFirst) this.unread += news.length;
    this.unread = Math.min(this.unread, this.lines.length);
    this.#emitter.emit("changed", { kind: "history" });
  }

  #isNews({ from }) {
    return !this.isWatched && from !== this.ownID && !this.muted.has(from);
  }
}

/** @returns {ChatLine | null} null for what is no line */
function lineOf(message) {
  const { id, from, name, text, at } = message ?? {};
  const isWhole = isIdentity(id) && isIdentity(from) && typeof name === "string" && typeof text === "string"
    && Number.isFinite(at) && Math.abs(at) <= 8.64e15;
  if (!isWhole) return null;
  return {
    id, from, name: name.slice(0, identityCharactersMax), text: text.slice(0, textCharactersMax), at,
  };
}

/** Ids stand in a list with spaces between them. */
function isIdentity(value) {
  return typeof value === "string" && value.length <= identityCharactersMax && /^\S+$/.test(value);
}
