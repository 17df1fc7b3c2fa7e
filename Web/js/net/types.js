// The shapes that pass between the modules of this area, for readers and editors; no browser ever loads this.

/**
 * @typedef {object} Held an exact state of the board
 * @property {number} epoch
 * @property {number} seq
 */

/**
 * @typedef {object} Web where requests go
 * @property {URL} root where the application lives
 * @property {typeof fetch} fetch
 * @property {import("../util/clock.js").Clock} clock
 */

/**
 * @typedef {object} Boot what became of the first board by HTTP
 * @property {boolean} isMissing the server says that there is no such board
 * @property {boolean} isStale the board was kept from another time: the server cannot be reached
 * @property {number | null} keptAtMillis when that was, since 1970, where it is known
 */

/**
 * @typedef {object} TransportEvents
 * @property {() => void} opened
 * @property {(text: string) => void} text one JSON message
 * @property {(bytes: Uint8Array) => void} binary one frame
 * @property {(result: import("../wire/messages.js").Result) => void} result an answer that came otherwise
 * @property {() => void} heard nothing new, but the server is there
 * @property {(code: number, reason: string) => void} closed
 */

/**
 * @typedef {object} Transport
 * @property {(placement: {colour: number, x: number, y: number, tag: number}) => boolean} place whether it
 *   went out; so with the others
 * @property {(undoing: {x: number, y: number, tag: number}) => boolean} undo
 * @property {(held: Held) => boolean} resync
 * @property {(message: object) => boolean} text
 * @property {() => void} greetAgain asks who the reader is, where the server does not say so by itself
 * @property {boolean} wantsChat whether chat is to be asked for, where it does not come by itself
 * @property {() => void} close
 */

/**
 * @typedef {object} Host who holds a conversation
 * @property {boolean} isResuming whether the reader was here before
 * @property {() => void} opened
 * @property {(name: "syncing" | "live") => void} reached how far it has come; may be told more than once
 * @property {() => void} heard the server is there
 * @property {(hello: object) => void} greeted
 * @property {(millis: number) => void} restartAnnounced
 * @property {(words: string) => void} farewell why the server is about to end this
 * @property {(endsInMillis: number | null) => void} banned the same, and for how long; null: for good
 * @property {(closeCode: number, reason?: string) => void} lost to be answered by `end`
 */

/**
 * @typedef {object} State of the connection
 * @property {"idle" | "preparing" | "loading" | "connecting" | "syncing" | "live" | "waiting" | "ended"}
 *   name
 * @property {"socket" | "polling"} transport in use, or to be used next
 * @property {number | null} since when the board was last known to be live, by the clock; null while it is
 *   and where it never was
 * @property {boolean} isStale whether what is shown is old, and should be shown as old
 * @property {number} [retryAt] when the next attempt is made, while waiting
 * @property {number | null} [restartAt] by when the server said it would be back, while waiting
 * @property {number} [closeCode] why it ended; absent for a board that does not exist
 * @property {string} [reason] the server's words about that
 * @property {boolean} isWatching whether a banned reader looks on without being anybody
 */

/**
 * @typedef {object} Handlers of what the connection tells
 * @property {(state: State) => void} stateChanged
 * @property {(session: {id: string, name: string}) => void} session who the reader is
 * @property {(message: {type: string}) => void} text
 * @property {(result: import("../wire/messages.js").Result) => void} result
 * @property {() => void} progressed the board has come further
 * @property {(advance: number | null) => void} caughtUp back after a loss: how many changes were missed, null
 *   where the whole board came again
 * @property {() => void} disconnected what was unanswered never will be
 * @property {() => void} pastCutOff nothing said about the old board holds any more
 */

/**
 * @typedef {object} Collaborators of the connection
 * @property {import("./replica.js").Replica} replica
 * @property {(replica: object, came: () => void, cancelled: AbortSignal) => Promise<Boot>} loadBoard brings
 *   the first board
 * @property {(kind: string, held: Held | null, events: TransportEvents, isWatching: boolean) => Transport}
 *   openTransport
 * @property {() => Promise<{id: string, name: string} | null>} ensureSession asks for a session; null when
 *   there is none to be had
 * @property {() => Promise<"there" | "missing" | "unreachable">} probeBoard
 * @property {import("../util/clock.js").Clock} clock
 * @property {() => number} random 0 to 1
 * @property {"socket" | "polling" | null} pinned the only transport to use; null to find out
 * @property {{warn: Function}} log
 * @property {Handlers} handlers
 */

export {};
