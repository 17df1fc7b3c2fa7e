// The server's HTTP side, played by a test: requests wait here until they are answered.

import { ManualClock } from "./manual-clock.js";

const root = "http://toile.example/";

class FakeRequest {
  constructor(address, { method = "GET", body, signal }, settle) {
    this.path = String(address).slice(root.length);
    this.method = method;
    this.body = body === undefined ? undefined : JSON.parse(body);
    this.isOpen = true;
    this.isAborted = false;
    this.settle = settle;
    signal?.addEventListener("abort", () => this.#abort());
    if (signal?.aborted) this.#abort();
  }

  /** @param {BodyInit | object | null} body objects become JSON */
  answer(body, { status = 200, headers = {} } = {}) {
    this.isOpen = false;
    const isPlain = body !== null && Object.getPrototypeOf(body) === Object.prototype;
    this.settle.resolve(new Response(isPlain ? JSON.stringify(body) : body, { status, headers }));
  }

  /**
   * Answers with a body that comes in pieces.
   * @returns {ReadableStreamDefaultController}
   */
  stream({ headers = {} } = {}) {
    let controller;
    const body = new ReadableStream({
      start(own) {
        controller = own;
      },
    });
    this.streaming = controller;
    this.answer(body, { headers });
    return controller;
  }

  fail() {
    this.isOpen = false;
    this.settle.reject(new TypeError("the network is gone"));
  }

  #abort() {
    this.isAborted = true;
    const error = new DOMException("nobody wants it any more", "AbortError");
    if (this.isOpen) this.settle.reject(error);
    else if (this.streaming !== undefined) this.streaming.error(error);
    this.isOpen = false;
  }
}

export class FakeWeb {
  constructor() {
    this.root = new URL(root);
    this.clock = new ManualClock();
    this.requests = [];
    this.fetch = (address, options = {}) => new Promise((resolve, reject) => {
      this.requests.push(new FakeRequest(address, options, { resolve, reject }));
    });
  }

  /** @returns {FakeRequest[]} those that wait for their answers */
  get open() {
    return this.requests.filter((request) => request.isOpen);
  }

  /** The one open request whose path begins so. @returns {FakeRequest} */
  waiting(path) {
    const found = this.open.filter((request) => request.path.startsWith(path));
    if (found.length !== 1) {
      throw new Error(`${found.length} of ${path} among ${this.open.map((request) => request.path)}`);
    }
    return found[0];
  }

  /** Waits until everything that can happen without the clock has happened. */
  async settle() {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setImmediate(done));
  }
}
