// A connection machine between a manual clock and sockets that a test plays the server of.

import { Connection } from "../../../Web/js/net/connection.js";
import { socketQuery } from "../../../Web/js/net/description.js";
import { Replica } from "../../../Web/js/net/replica.js";
import { framed } from "../../../Web/js/net/socket.js";
import { ManualClock } from "./manual-clock.js";
import { boardFrames, helloText } from "./frames.js";

class FakeSocket {
  constructor(kind, query, events) {
    Object.assign(this, { kind, query, events });
    this.sent = [];
    this.isClosed = false;
    this.bufferedAmount = 0;
  }

  send(bytes) {
    this.sent.push(bytes);
  }

  close() {
    this.isClosed = true;
  }
}

export const guest = { id: "p1", name: "guest" };

const loadNothing = async () => ({ isMissing: false, isStale: false });

export class FakeNetwork {
  /**
   * @param {object} [options]
   * @param {({id: string, name: string} | null)[]} [options.sessions] told one after the other; the last for
   *   good
   * @param {string} [options.probed] what HTTP says of the board
   * @param {Function} [options.loadBoard] nothing comes by HTTP without
   */
  constructor({
    sessions = [guest], probed = "there", random = () => 1, pinned = null, loadBoard = loadNothing,
  } = {}) {
    this.clock = new ManualClock();
    this.sockets = [];
    this.transports = [];
    this.states = [];
    this.texts = [];
    this.results = [];
    this.drawn = [];
    this.disconnects = 0;
    this.pastsCutOff = 0;
    this.sessionRequests = 0;
    this.sessions = [];
    this.caughtUp = [];
    this.probed = probed;
    this.replica = new Replica({
      reshaped: (grid) => this.drawn.push(`reshaped ${grid.width}x${grid.height}`),
      changed: (indexes) => this.drawn.push(`changed ${[...indexes]}`),
      written: (start, end) => this.drawn.push(`written ${start}..<${end}`),
    });
    this.connection = new Connection({
      replica: this.replica,
      loadBoard,
      openTransport: (kind, held, events, isWatching) => {
        this.sockets.push(new FakeSocket(kind, socketQuery(held, isWatching), events));
        this.transports.push(framed(this.socket));
        return this.transports[this.transports.length - 1];
      },
      ensureSession: async () => {
        this.sessionRequests += 1;
        return sessions.length > 1 ? sessions.shift() : sessions[0];
      },
      probeBoard: async () => this.probed,
      clock: this.clock,
      random,
      pinned,
      log: { warn: () => {} },
      handlers: {
        stateChanged: (state) => this.states.push(state.name),
        session: (session) => this.sessions.push(session),
        text: (message) => this.texts.push(message),
        result: (result) => this.results.push(result),
        progressed: () => {},
        caughtUp: (advance) => this.caughtUp.push(advance),
        disconnected: () => {
          this.disconnects += 1;
        },
        pastCutOff: () => {
          this.pastsCutOff += 1;
        },
      },
    });
  }

  get socket() {
    return this.sockets[this.sockets.length - 1];
  }

  get state() {
    return this.connection.state.name;
  }

  text(text) {
    this.socket.events.text(text);
  }

  /** @param {...Uint8Array} frames */
  binary(...frames) {
    for (const frame of frames) this.socket.events.binary(frame);
  }

  /** Waits for whatever was awaited at once to be done. */
  async settle() {
    for (let turn = 0; turn < 5; turn += 1) await null;
  }

  /** All the way to a live connection that holds a board of eight pixels. */
  async goLive({ seq = 5, colours = [0, 0, 0, 0, 0, 0, 0, 0] } = {}) {
    await this.connection.start();
    this.socket.events.opened();
    this.text(helloText({ seq }));
    this.binary(...boardFrames({ seq, colours }));
  }
}
