// The browser's WebSocket behind the four events that the connection machine knows, and the two requests it
// needs.

import { protocolName } from "../wire/messages.js";

/**
 * @param {URL} pageRoot where the application lives, as the reader's browser sees it
 * @param {string} boardName
 * @returns {(query: string, events: object) => {send: (bytes: Uint8Array) => void, close: () => void,
 *   bufferedAmount: number}}
 */
export function socketOpener(pageRoot, boardName) {
  return (query, events) => {
    const address = new URL(`ws/${boardName}${query}`, pageRoot);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address, protocolName);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => events.opened());
    socket.addEventListener("close", (event) => events.closed(event.code, event.reason));
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") events.text(data);
      else events.binary(new Uint8Array(data));
    });
    return {
      send: (bytes) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
      },
      close: () => socket.close(),
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
    };
  };
}

/**
 * @param {URL} pageRoot
 * @returns {() => Promise<boolean>} asks for a session, whose cookie the browser keeps; false when none is to
 *   be had
 */
export function sessionRequester(pageRoot) {
  return async () => {
    try {
      const answer = await fetch(new URL("api/session", pageRoot), { method: "POST" });
      return answer.ok;
    } catch {
      return false;
    }
  };
}

/**
 * @param {URL} pageRoot
 * @param {string} boardName
 * @returns {() => Promise<boolean>} whether the server says that there is no such board
 */
export function boardProber(pageRoot, boardName) {
  return async () => {
    try {
      const answer = await fetch(new URL(`api/boards/${boardName}`, pageRoot), { cache: "no-store" });
      return answer.status === 404;
    } catch {
      return false;
    }
  };
}
