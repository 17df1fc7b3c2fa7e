// What the parts that come later share: the board, the reader's doings and the page, as one object. It knows
// nothing of how they are put together; main.js does.

import { copyText } from "../ui/clipboard.js";
import { loadStyle } from "../ui/stylesheet.js";
import { loadTexts, say } from "../ui/texts.js";
import { formatLink } from "../util/link.js";

/**
 * @param {object} parts what shows the board (first.js), and `api`, `player`, `placements`, `status`,
 *   `callout`, `announcer`, `panels`, `areas`, `who`, `address`, `connection`, `sendText`
 */
export function createApp(parts) {
  const { emitter, stage, viewport, address, status, announcer } = parts;
  const app = {
    ...parts,
    say,
    loadStyle,
    loadTexts,
    /** What the server says of the board; null before it was heard of. */
    get board() {
      return parts.replica.board;
    },

    /** The newest `you` and `rules`; null before the first. */
    you: null,
    rules: null,
    /** What of the past is seen instead of the present (features/past/); null: the present is. */
    shown: null,
    /** When the rules came, by the clock: the durations in them count from then. */
    rulesAt: 0,
    /** Who takes drags with Ctrl, in device pixels; null while they are nobody's. */
    carry: null,
    isViewLocked: false,
    on: (event, listener) => emitter.on(event, listener),
    copy: copyText,

    /** Says something to those who look and to those who listen. @param {string} text */
    tell(text) {
      status.show(text);
      announcer.say(text);
    },

    /** The same for what did not work, which stays until the reader acts. @param {string} text */
    refuse(text) {
      status.refuse(text);
      announcer.say(text);
    },

    /** @param {{x: number, y: number, zoom?: number | null}} place zoom in CSS pixels a board pixel */
    goTo({ x, y, zoom = null }) {
      stage.change(() => viewport.lookAt(x, y, zoom === null ? null : zoom * stage.unit));
      parts.player.aimAt({ x, y });
    },

    /** @param {() => void} work done once there is a whole board: now, or when it has come */
    whenWhole(work) {
      if (parts.replica.held !== null) {
        work();
        return;
      }
      const stop = emitter.on("board", () => {
        stop();
        work();
      });
    },

    /** A link of the page was followed, or a field filled in. */
    visit(place) {
      const { grid } = parts.replica;
      if (grid !== null) app.goTo({ ...grid.nearest(place), zoom: place.zoom });
    },

    /** @returns {string} the address of a place on this board; of the view where none is given */
    link(place = address.here()) {
      return new URL(formatLink({ rest: "", ...place }), address.page()).href;
    },
  };
  return app;
}
