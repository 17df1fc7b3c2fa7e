// The first thing that anybody wants to see: the board. It is asked for, drawn as it comes, and needs nothing
// of what drawing on it takes; that comes when it is there.

import { createRenderer } from "../canvas/renderer.js";
import { Viewport } from "../canvas/viewport.js";
import { boardLoader } from "../net/boot.js";
import { Replica } from "../net/replica.js";
import { sessionRequester } from "../net/session.js";
import { Settings, storageOf } from "../ui/settings.js";
import { Stage } from "../ui/stage.js";
import { chooseLanguage, loadTexts, say, translate } from "../ui/texts.js";
import { systemClock } from "../util/clock.js";
import { Emitter } from "../util/emitter.js";
import { log } from "../util/log.js";
import { pause } from "../util/pause.js";
import { parseLink } from "../util/link.js";
import { locate } from "../util/place.js";
import { takeStaffCode } from "../util/staff-link.js";

/** From this width on the tools stand beside the board instead of over it. */
const wideFrom = 820;
const gap = 12;

/**
 * Shows the board of the page's address as far as it comes.
 * @returns {Promise<object>} what was built for that, and what came of it: `boot`
 */
export async function showBoard() {
  const staffCode = takeStaffCode(window);
  const clock = systemClock;
  const query = new URLSearchParams(window.location.search);
  const { pageRoot, boardName } = locate(window.location.href);
  const web = { root: pageRoot, fetch: window.fetch.bind(window), clock };
  // Both are on their way while the rest is put together.
  const loadBoard = boardLoader(web, boardName, pause);
  const ensureSession = sessionRequester(web, navigator.locks);
  const session = ensureSession();
  document.documentElement.dataset.connection = "loading";
  const settings = await prepare(query);
  const emitter = new Emitter();
  const viewport = new Viewport();
  const canvas = document.getElementById("board");
  const renderer = await createRenderer(canvas, {
    preferFlat: query.get("renderer") === "flat",
    acceptSlow: query.get("renderer") === "gl",
    contextLost: () => log.warn("the picture was lost; it is made anew"),
  });
  const marks = document.getElementById("marks");
  const stage = new Stage({ canvas, marks, renderer, viewport, measureInsets, clock });
  const replica = new Replica(listenerOf(renderer, stage, emitter, clock));
  showProgress(replica);
  stage.bind(["header", "dock", "rail"].map((id) => document.getElementById(id)));
  const boot = await loadBoard(replica, () => showProgress(replica), new AbortController().signal);
  return {
    clock, log, query, pageRoot, boardName, web, settings, emitter, viewport, canvas, renderer, stage,
    replica, boot, session, ensureSession, staffCode,
  };
}

/** The reader's language and look, before there is anything to read or look at. */
async function prepare(query) {
  const root = document.documentElement;
  const settings = new Settings(storageOf(window), window);
  root.lang = chooseLanguage(query.get("lang") ?? settings.get("language"), navigator.languages);
  await loadTexts("core");
  translate(document);
  settings.follow("theme", (theme) => {
    root.dataset.theme = theme;
    paintFrame(theme);
  });
  settings.follow("motion", (motion) => {
    root.dataset.motion = motion;
  });
  return settings;
}

/** What the browser draws around the page follows the reader's choice too, where they made one. */
function paintFrame(theme) {
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
    meta.dataset.standard ??= meta.content;
    meta.content = theme === "auto" ? meta.dataset.standard : getComputedStyle(document.body).backgroundColor;
  }
}

/** What the address names is where the reader begins, as soon as there is a board to be on. */
function lookWhereWanted(stage, grid) {
  const place = parseLink(window.location.hash);
  if (place === null) return;
  const { x, y } = grid.nearest(place);
  stage.change((viewport) => viewport.lookAt(x, y, place.zoom === null ? null : place.zoom * stage.unit));
}

/** The board is drawn as it changes; who else wants to know hears it from the emitter. */
function listenerOf(renderer, stage, emitter, clock) {
  let hasLooked = false;
  return {
    reshaped(grid, board) {
      renderer.reshape(grid, board.palette);
      stage.change((viewport) => viewport.reshape(grid.width, grid.height));
      if (!hasLooked) lookWhereWanted(stage, grid);
      hasLooked = true;
      emitter.emit("reshaped", board);
    },
    changed(indexes, before, after) {
      renderer.markPixels(indexes);
      stage.invalidateBoard();
      if (emitter.isHeard("delta")) emitter.emit("delta", { indexes, before, after, at: clock.now() });
    },
    written(start, end) {
      renderer.markRun(start, end);
      stage.invalidateBoard();
      if (end === renderer.grid.colours.length) emitter.emit("board");
    },
  };
}

/** @param {Replica} replica how far it has come is shown above the palette, and in words */
export function showProgress({ progress }) {
  document.documentElement.style.setProperty("--progress", String(progress));
  document.getElementById("status").textContent = say("loading", { percent: Math.floor(progress * 100) });
}

/** What floats over the edges of the board. */
function measureInsets() {
  const boxOf = (id) => document.getElementById(id).getBoundingClientRect();
  const side = window.innerWidth >= wideFrom ? window.innerWidth - boxOf("rail").left + gap : gap;
  const bottom = window.innerHeight - boxOf("dock").top + gap;
  return { top: boxOf("header").bottom + gap, right: side, bottom, left: side };
}
