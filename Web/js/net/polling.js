// The way through proxies that break WebSockets: the same conversation made of requests. Loaded when it is
// needed. Four requests are under way at most: one for changes, one for an act of the reader, one for a text,
// one for the greeting or the chat.
//
// An answer to a placement may come without the seq at which it was true, and before the change it speaks of.
// Whoever asks for changes while a frame is owed is answered behind it: so the state brought by a request
// that was sent after the answer contains the placement, and the answer is told with that state at least.

import { Status } from "../canvas/verdicts.js";
import { sleep } from "../util/clock.js";
import { parseObject, readChanges, readText, readVerdict, resultOf } from "./answers.js";
import { sinceQuery } from "./description.js";
import { ApiError, ask, orError } from "./http.js";
import { Lane } from "./lane.js";
import { CloseCode } from "./limits.js";

export const pollingLimits = Object.freeze({
  /** How long the server is asked to wait for changes, and what is granted on top of it. */
  waitSeconds: 25,
  graceMillis: 10_000,
  /** From the start of one request for changes to the start of the next. */
  paceMillis: 250,
  helloMillis: 30_000,
  chatMillis: 5_000,
  waitingActsMax: 8,
  waitingTextsMax: 8,
  waitingQuestionsMax: 4,
});

/** What these say of the reader or the rules is news: the greeting tells the rest of it. */
const telling = new Set([
  Status.notOpen, Status.protected, Status.banned, Status.challenge, Status.newcomer, Status.watching,
]);

export class Polling {
  #since;
  #epoch = 0;
  #isFirst = true;
  #isUrgent = true;
  #isWaiting = false;
  #isHelloDue = false;
  #confusions = 0;
  #interrupt = () => {};
  #closing = new AbortController();
  #acts = new Lane(pollingLimits.waitingActsMax);
  #texts = new Lane(pollingLimits.waitingTextsMax);
  #questions = new Lane(pollingLimits.waitingQuestionsMax);
  /** Answers that wait for the state they are true in. */
  #owed = [];
  #you = { charges: 0, waitMs: 0 };
  #wantsChat = false;
  #chat = "";
  #cancelHello = () => {};
  #cancelChat = () => {};

  /**
   * @param {import("./types.js").Web} web
   * @param {string} boardName
   * @param {{epoch: number, seq: number} | null} held
   * @param {import("./types.js").TransportEvents} events
   */
  constructor(web, boardName, held, events) {
    Object.assign(this, { web, events, path: `api/boards/${boardName}` });
    this.#since = held;
  }

  async start() {
    await this.#while(async () => {
      await this.#greet();
      this.#scheduleHello();
      if (this.#wantsChat) this.#askChat();
      while (!this.#isOver) await this.#follow();
    });
  }

  close() {
    this.#closing.abort();
    this.#acts.clear();
    this.#texts.clear();
    this.#questions.clear();
    this.#cancelHello();
    this.#cancelChat();
  }

  place({ x, y, colour, tag }) {
    return this.#acts.add(() => this.#act("place", { x, y, colour }, tag));
  }

  undo({ x, y, tag }) {
    return this.#acts.add(() => this.#act("undo", { x, y }, tag));
  }

  resync(held) {
    this.#since = held.epoch === 0 ? null : held;
    this.#isUrgent = true;
    this.#interrupt();
    return true;
  }

  greetAgain() {
    this.#askHello();
  }

  text(message) {
    return this.#texts.add(() => this.#while(() => this.#say(message)));
  }

  set wantsChat(wanted) {
    const isNew = wanted && !this.#wantsChat;
    this.#wantsChat = wanted;
    this.#cancelChat();
    if (isNew) this.#chat = "";
    if (wanted && !this.#isFirst) this.#askChat();
  }

  get #isOver() {
    return this.#closing.signal.aborted;
  }

  /** Whatever goes wrong ends the transport, once. */
  async #while(work) {
    if (this.#isOver) return;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#isOver) return;
      this.close();
      const isBusy = error.status === 429 || error.status === 503;
      this.events.closed(isBusy ? CloseCode.tryLater : CloseCode.abnormal, "");
    }
  }

  #ask(route, read, options = {}) {
    return ask(this.web, `${this.path}/${route}`, read, { cancelled: this.#closing.signal, ...options });
  }

  // The greeting

  async #greet() {
    const text = await this.#ask("hello", async (response) => (await orError(response)).text());
    if (this.#isOver) return;
    const hello = parseObject(text);
    this.#epoch = hello?.epoch ?? 0;
    this.#you = hello?.you ?? this.#you;
    if (this.#isFirst) this.events.opened();
    this.#isFirst = false;
    this.events.text(text);
  }

  #scheduleHello() {
    this.#cancelHello();
    if (this.#isOver) return;
    this.#cancelHello = this.web.clock.schedule(pollingLimits.helloMillis, () => this.#askHello());
  }

  #askHello() {
    if (this.#isHelloDue) return;
    this.#isHelloDue = true;
    this.#questions.add(() => this.#while(async () => {
      this.#isHelloDue = false;
      await this.#greet();
      this.#scheduleHello();
    }));
  }

  // Changes

  /** One request for changes, and what comes of it. */
  async #follow() {
    const began = this.web.clock.now();
    const owedCount = this.#owed.length;
    this.#isWaiting = !this.#isUrgent && owedCount === 0;
    this.#isUrgent = false;
    const answer = await this.#askChanges(this.#isWaiting);
    if (this.#isOver || answer === null) return;
    if (answer.bytes === null) this.events.heard();
    else await this.#pass(answer);
    if (this.#isOver) return;
    if (this.#since !== null) this.#tellOwed(owedCount, this.#since.seq);
    const restMillis = pollingLimits.paceMillis - (this.web.clock.now() - began);
    if (this.#isUrgent || this.#owed.length > 0 || restMillis <= 0) return;
    await sleep(this.web.clock, restMillis);
  }

  /** @returns {Promise<{state: object, bytes: Uint8Array | null} | null>} null when it was interrupted */
  async #askChanges(isWaiting) {
    const interruption = new AbortController();
    const stop = () => interruption.abort();
    this.#interrupt = stop;
    this.#closing.signal.addEventListener("abort", stop);
    const { waitSeconds, graceMillis } = pollingLimits;
    const query = new URLSearchParams(sinceQuery(this.#since));
    if (isWaiting) query.set("wait", waitSeconds);
    try {
      return await this.#ask(`changes?${query}`, readChanges, {
        withinMillis: graceMillis + (isWaiting ? waitSeconds * 1000 : 0),
        cancelled: interruption.signal,
      });
    } catch (error) {
      if (interruption.signal.aborted) return null;
      throw error;
    } finally {
      this.#closing.signal.removeEventListener("abort", stop);
    }
  }

  /** Hands a frame on, behind the greeting of the past that it belongs to. */
  async #pass({ state, bytes }) {
    if (state.epoch !== this.#epoch) await this.#greet();
    if (this.#isOver) return;
    if (state.epoch !== this.#epoch) {
      // The greeting overtook what was under way: once that is no wonder.
      this.#confusions += 1;
      if (this.#confusions > 1) throw new ApiError(0, "confused", "Two pasts at once.");
      this.#since = null;
      return;
    }
    this.#confusions = 0;
    this.#since = state;
    this.events.binary(bytes);
  }

  // What the reader does

  async #act(route, body, tag) {
    await this.#while(async () => {
      const answer = await this.#ask(route, readVerdict, { method: "POST", body });
      if (this.#isOver) return;
      const result = resultOf(answer, tag, this.#you);
      this.#you = { charges: result.charges, waitMs: result.waitMillis };
      if (telling.has(result.status)) this.#askHello();
      this.#owed.push({ result, at: this.web.clock.now() });
      // A refusal changed nothing: where no answer goes before it, there is nothing to wait for.
      if (result.status === Status.placed) this.#hurry();
      else if (this.#owed.length === 1) this.#tellOwed(1, 0);
    });
  }

  /** Ends a wait for changes: there are some. A request that does not wait is left to end by itself. */
  #hurry() {
    this.#isUrgent = true;
    if (this.#isWaiting) this.#interrupt();
  }

  #tellOwed(count, seq) {
    for (const { result, at } of this.#owed.splice(0, count)) {
      const { waitMillis } = result;
      const restMillis = Math.max(Math.min(1, waitMillis), waitMillis - (this.web.clock.now() - at));
      this.events.result({ ...result, waitMillis: restMillis, seq: Math.max(seq, result.seq) });
    }
  }

  // Words

  async #say(message) {
    const { status, text } = await this.#ask("text", readText, { method: "POST", body: message });
    if (this.#isOver) return;
    const error = parseObject(text)?.error;
    if (status === 200) this.events.text(text);
    else if (error !== undefined) this.events.text(JSON.stringify({ ...error, type: "error" }));
    else this.events.heard();
    // A line is shown to everybody by now: to whoever said it too, and without waiting.
    if (status === 204 && this.#wantsChat) this.#askChat();
  }

  #askChat() {
    this.#questions.add(() => this.#while(() => this.#readChat()));
  }

  async #readChat() {
    const text = await this.#ask("chat", async (response) => (await orError(response)).text());
    if (this.#isOver || !this.#wantsChat) return;
    const history = parseObject(text);
    if (text === this.#chat || !Array.isArray(history?.messages)) this.events.heard();
    else this.events.text(JSON.stringify({ ...history, type: "chat-history" }));
    this.#chat = text;
    this.#cancelChat();
    this.#cancelChat = this.web.clock.schedule(pollingLimits.chatMillis, () => this.#askChat());
  }
}
