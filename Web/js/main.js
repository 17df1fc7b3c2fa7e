// The composition root: finds out where the page lives, builds everything and introduces it to each other.

import { Charges } from "./canvas/charges.js";
import { Placements } from "./canvas/placements.js";
import { createRenderer } from "./canvas/renderer.js";
import { Viewport } from "./canvas/viewport.js";
import { bindKeyboard } from "./input/keyboard.js";
import { bindPointer } from "./input/pointer.js";
import { Connection } from "./net/connection.js";
import { Replica } from "./net/replica.js";
import { boardProber, sessionRequester, socketOpener } from "./net/socket.js";
import { CooldownView } from "./ui/cooldown.js";
import { cursorLayer, magnifierLayer, pendingLayer } from "./ui/marks.js";
import { PaletteView } from "./ui/palette.js";
import { Player } from "./ui/player.js";
import { Stage } from "./ui/stage.js";
import { ConnectionBar, StatusLine } from "./ui/status.js";
import { minutes, say } from "./ui/texts.js";
import { systemClock } from "./util/clock.js";
import { log } from "./util/log.js";
import { locate } from "./util/place.js";

const element = (id) => document.getElementById(id);
const { pageRoot, boardName } = locate(window.location.href);
const clock = systemClock;

const canvas = element("board");
const wish = new URLSearchParams(window.location.search).get("renderer");
const renderer = await createRenderer(canvas, {
  preferFlat: wish === "flat",
  acceptSlow: wish === "gl",
  contextLost: () => log.warn("the picture was lost; it is made anew"),
});
const viewport = new Viewport();
const stage = new Stage({ canvas, marks: element("marks"), renderer, viewport, measureInsets, clock });
const status = new StatusLine(element("status"));
const placements = new Placements();
const charges = new Charges();

const replica = new Replica({
  reshaped: (grid, board) => {
    renderer.reshape(grid, board.palette);
    stage.change(() => viewport.reshape(grid.width, grid.height));
    player.setBoard(board);
  },
  changed: (indexes) => {
    renderer.markPixels(indexes);
    stage.invalidateBoard();
  },
  written: (start, end) => {
    renderer.markRun(start, end);
    stage.invalidateBoard();
  },
});

const connection = new Connection({
  replica,
  openSocket: socketOpener(pageRoot, boardName),
  ensureSession: sessionRequester(pageRoot),
  boardIsMissing: boardProber(pageRoot, boardName),
  clock,
  random: Math.random,
  log,
  handlers: {
    stateChanged: showState,
    text: readText,
    result: (result) => player.settle(result),
    progressed: showProgress,
    disconnected: () => player.dropPending(),
    pastCutOff: () => player.dropPending(),
  },
});

/** What the server says to newcomers, until it has been shown. */
let greeting = "";
let hasMet = false;

const palette = new PaletteView(element("palette"), (colour) => player.chooseColour(colour));
const cooldown = new CooldownView(
  {
    button: element("place"),
    label: element("place-label"),
    count: element("place-count"),
    ring: element("ring"),
  },
  charges,
  clock,
  showTime,
);
const bar = new ConnectionBar(
  {
    bar: element("bar"),
    text: element("bar-text"),
    countdown: element("bar-countdown"),
    button: element("bar-retry"),
  },
  { clock, boardName, retry: () => connection.retryNow() },
);
const player = new Player({
  board: replica,
  placements,
  charges,
  clock,
  stage,
  status,
  palette,
  cooldown,
  isTouch: window.matchMedia("(pointer: coarse)").matches,
  send: (placement) => connection.place(placement),
  cursorChanged: showCoordinates,
  doubt: () => connection.probe(),
});

function measureInsets() {
  const header = element("header").getBoundingClientRect();
  const dock = element("dock").getBoundingClientRect();
  return { top: header.bottom + 12, right: 12, bottom: window.innerHeight - dock.top + 12, left: 12 };
}

function showState(state) {
  document.documentElement.dataset.connection = state.name;
  bar.show(state);
  const wasLive = player.isLive;
  player.setConnection(state.name === "live", state.name !== "waiting" && state.name !== "ended");
  if (player.isLive && !wasLive) greet();
  if (state.name === "ended") status.refuse(say("offline"));
}

/** The server's own words the first time; later on what is to be done, unless something went wrong. */
function greet() {
  if (greeting !== "") status.show(greeting);
  else if (!status.isRefusal) player.describe();
  greeting = "";
}

function showProgress() {
  if (replica.seq === null) status.show(say("loading", { percent: Math.floor(replica.progress * 100) }));
  player.advance();
}

function showTime(isReady, waitMillis) {
  const mark = isReady ? "" : `(${minutes(waitMillis)}) `;
  const title = `${player.isLive ? mark : ""}${boardName} · Toile`;
  if (document.title !== title) document.title = title;
  player.tick(isReady);
}

/** A finger hides the pixel that it is about to colour; a mouse does not. */
function aim() {
  const { mark } = player;
  return player.isTouch && mark !== null && mark.colour !== null ? mark : null;
}

function showCoordinates() {
  const { cursor } = player;
  element("coordinates").textContent = cursor === null ? "" : say("pixel", cursor);
  const scale = viewport.scale / stage.unit;
  const shown = Number(scale.toFixed(scale < 1 ? 2 : 1));
  element("zoom-scale").textContent = replica.grid === null ? "" : say("zoom", { scale: shown });
}

function readText(message) {
  switch (message.type) {
    case "hello":
      element("board-name").textContent = message.board.name;
      showOnline(message.online);
      if (!hasMet) greeting = message.motd ?? "";
      hasMet = true;
      player.setRules(message.rules);
      player.setYou(message.you);
      break;
    case "online":
      showOnline(message.count);
      break;
    case "you":
      player.setYou(message);
      break;
    case "rules":
      player.setRules(message);
      break;
    case "notice":
      status.show(message.text);
      break;
    case "error":
      status.refuse(message.message);
      break;
    default:
      // Chat and what later servers say: this page has no place for it.
      break;
  }
}

function showOnline(count) {
  element("online").textContent = say("online", { count });
}

function bindInput() {
  bindPointer(canvas, () => stage.unit, {
    hover: (point) => player.hover(viewport.pixelAt(point)),
    leave: () => player.hover(null),
    tap: (point, kind) => player.tap(viewport.pixelAt(point), kind),
    pan: (deltaX, deltaY) => stage.change(() => viewport.panBy(deltaX, deltaY)),
    zoom: (factor, anchor) => stage.change(() => viewport.zoomBy(factor, anchor)),
    settle: (anchor) => stage.change(() => viewport.settle(anchor)),
    step: (direction, anchor) => stage.change(() => viewport.step(direction, anchor)),
  });
  const zoomStep = (direction) => stage.change(() => viewport.step(direction, zoomAnchor()));
  const fit = () => stage.change(() => viewport.fit());
  bindKeyboard(canvas, {
    moveCursor: (deltaX, deltaY) => player.moveCursor(deltaX, deltaY),
    place: () => player.place(),
    zoomStep,
    fit,
    chooseColour: (colour) => player.chooseColour(colour),
    dismiss: () => player.dismiss(),
  }, clock);
  element("zoom-in").addEventListener("click", () => zoomStep(1));
  element("zoom-out").addEventListener("click", () => zoomStep(-1));
  element("zoom-fit").addEventListener("click", fit);
  element("place").addEventListener("click", () => player.place());
}

/** Keys and buttons zoom at the cursor where it is in view, else at the middle. */
function zoomAnchor() {
  const { cursor } = player;
  if (cursor === null) return stage.middle;
  const { origin, scale, width, height } = viewport;
  const anchor = { x: origin.x + (cursor.x + 0.5) * scale, y: origin.y + (cursor.y + 0.5) * scale };
  const isInView = anchor.x >= 0 && anchor.y >= 0 && anchor.x < width && anchor.y < height;
  return isInView ? anchor : stage.middle;
}

function bindNetwork() {
  window.addEventListener("offline", () => connection.networkLost());
  window.addEventListener("online", () => connection.retryNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.probe();
  });
}

stage.onView(showCoordinates);
stage.addLayer(pendingLayer(placements, renderer));
stage.addLayer(cursorLayer(() => player.mark, renderer));
stage.addLayer(magnifierLayer(aim, renderer));
palette.bind();
bar.bind();
bindInput();
bindNetwork();
stage.bind([element("header"), element("dock")]);
await connection.start();
