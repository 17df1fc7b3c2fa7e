// One wish at a time on its way to the server, a line or a name: what is typed stays the reader's until it is
// known to have arrived, and what went wrong is said with what to do about it. Pure.

export const lineCharactersMax = 300;
const namePattern = /^[A-Za-z0-9_-]{3,20}$/;
const confirmWithinMillis = 8_000;

/** What the server may answer to a line or a name, and the text that explains it. */
const errorTexts = new Map([
  ["too-fast", "chatTooFast"],
  ["chat-off", "chatOff"],
  ["no-session", "chatNoSession"],
  ["busy", "chatBusy"],
  ["bad-request", "chatBadRequest"],
  ["bad-name", "chatBadName"],
  ["muted", "chatMutedByStaff"],
]);

/** @param {string} text @returns {number} as the server counts: in code points */
export function characterCount(text) {
  return [...text].length;
}

/** @param {string} name @returns {boolean} whether the server can accept it */
export function isName(name) {
  return namePattern.test(name);
}

export class Draft {
  /**
   * @param {object} collaborators
   * @param {(message: object) => boolean} collaborators.send
   * @param {import("../../util/clock.js").Clock} collaborators.clock
   * @param {(outcome: {kind: "line" | "name", value: string, problem: string | null}) => void}
   *   collaborators.settled told what became of a wish; the problem is the key of a text
   * @param {() => string | null} collaborators.newestLine the id of the newest line that the reader said
   */
  constructor({ send, clock, settled, newestLine }) {
    Object.assign(this, { send, clock, settled, newestLine });
    /** @type {{kind: "line" | "name", value: string} | null} */
    this.pending = null;
    this.lastLine = "";
    this.lineBefore = null;
    this.cancelWait = () => {};
  }

  /**
   * @param {string} text as it was typed
   * @returns {string | null} the key of why it is not sent, if it is not
   */
  say(text) {
    const line = text.trim();
    if (line === "") return "chatEmpty";
    if (characterCount(line) > lineCharactersMax) return "chatTooLong";
    const problem = this.#ask("line", line, { type: "chat", text: line });
    if (problem === null) this.lastLine = line;
    return problem;
  }

  /** @param {string} name @returns {string | null} the key of why it is not sent, if it is not */
  rename(name) {
    if (!isName(name)) return "chatBadName";
    return this.#ask("name", name, { type: "name", name });
  }

  /** @param {{type: string}} message any text message @param {string | null} ownID */
  hear(message, ownID) {
    if (this.pending === null) return;
    const { kind, value } = this.pending;
    const isNamed = message.type === "you" && message.name === value;
    const isDone = kind === "line" ? this.#isSaid(message, ownID) : isNamed;
    if (message.type === "error" && errorTexts.has(message.code)) this.#settle(errorTexts.get(message.code));
    else if (isDone) this.#settle(null);
  }

  /** The connection is gone, and with it the answer. */
  lose() {
    if (this.pending !== null) this.#settle("chatUnsure");
  }

  /** Lines come one by one, or all at once where there is no WebSocket, and after a gap. */
  #isSaid(message, ownID) {
    if (message.type === "chat") return message.from === ownID;
    return message.type === "chat-history" && this.newestLine() !== this.lineBefore;
  }

  #ask(kind, value, message) {
    if (this.pending !== null) return "chatWaiting";
    this.lineBefore = this.newestLine();
    if (!this.send(message)) return "chatOffline";
    this.pending = { kind, value };
    this.cancelWait = this.clock.schedule(confirmWithinMillis, () => this.#settle("chatUnsure"));
    return null;
  }

  #settle(problem) {
    const { pending } = this;
    this.cancelWait();
    this.pending = null;
    this.settled({ ...pending, problem });
  }
}
