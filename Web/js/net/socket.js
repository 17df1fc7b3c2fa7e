// The browser's WebSocket as a transport: what the reader does becomes frames. The other transport, long
// polling, is loaded when it is needed, which for nearly everybody is never.

import { encodePlace, encodeResync, encodeUndo, protocolName } from "../wire/messages.js";
import { socketQuery } from "./description.js";
import { ask, isKept } from "./http.js";
import { CloseCode, limits } from "./limits.js";

/**
 * @param {{send: (data: Uint8Array | string) => void, close: () => void, bufferedAmount: number}} socket
 * @returns {import("./types.js").Transport}
 */
export function framed(socket) {
  const put = (data) => {
    if (socket.bufferedAmount > limits.bufferedBytesMax) return false;
    socket.send(data);
    return true;
  };
  return {
    place: (placement) => put(encodePlace(placement)),
    undo: (undoing) => put(encodeUndo(undoing)),
    resync: (held) => put(encodeResync(held)),
    text: (message) => put(JSON.stringify(message)),
    // Over a socket the server says by itself who the reader is.
    greetAgain: () => {},
    wantsChat: false,
    close: () => socket.close(),
  };
}

/**
 * @param {import("./types.js").Web} web
 * @param {string} boardName
 * @returns {(kind: "socket" | "polling", held: import("./types.js").Held | null,
 *   events: import("./types.js").TransportEvents, isWatching: boolean) => import("./types.js").Transport}
 */
export function transportOpener(web, boardName) {
  return (kind, held, events, isWatching) => {
    if (kind === "polling") return openPolling(web, boardName, held, events);
    return openSocket(new URL(`ws/${boardName}${socketQuery(held, isWatching)}`, web.root), events);
  };
}

function openSocket(address, events) {
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address, protocolName);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => events.opened());
  socket.addEventListener("close", (event) => events.closed(event.code, event.reason));
  socket.addEventListener("message", ({ data }) => {
    if (typeof data === "string") events.text(data);
    else events.binary(new Uint8Array(data));
  });
  return framed({
    send: (data) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close: () => socket.close(),
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
  });
}

/** Stands for the transport until its module has come. @returns {import("./types.js").Transport} */
function openPolling(web, boardName, held, events) {
  let polling = null;
  let isClosed = false;
  let wantsChat = false;
  const begin = ({ Polling }) => {
    if (isClosed) return;
    polling = new Polling(web, boardName, held, events);
    polling.wantsChat = wantsChat;
    polling.start();
  };
  import("./polling.js").then(begin, () => events.closed(CloseCode.abnormal, ""));
  return {
    place: (placement) => polling?.place(placement) ?? false,
    undo: (undoing) => polling?.undo(undoing) ?? false,
    resync: (claim) => polling?.resync(claim) ?? false,
    text: (message) => polling?.text(message) ?? false,
    greetAgain: () => polling?.greetAgain(),
    set wantsChat(wanted) {
      wantsChat = wanted;
      if (polling !== null) polling.wantsChat = wanted;
    },
    close() {
      isClosed = true;
      polling?.close();
    },
  };
}

/**
 * @param {import("./types.js").Web} web
 * @param {string} boardName
 * @returns {() => Promise<"there" | "missing" | "unreachable">} what HTTP knows of a board that no connection
 *   can be had to
 */
export function boardProber(web, boardName) {
  const read = async (response) => {
    if (response.status === 404) return "missing";
    return response.ok && !isKept(response) ? "there" : "unreachable";
  };
  return () => ask(web, `api/boards/${boardName}`, read, { cache: "no-store" }).catch(() => "unreachable");
}
