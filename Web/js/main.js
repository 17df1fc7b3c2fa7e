// The composition root: finds out where the page lives, builds everything and introduces it to each other.

import { createApp } from "./app/app.js";
import { Commands } from "./app/commands.js";
import { Features } from "./app/features.js";
import { bindBoard, zoomStep } from "./app/input.js";
import { Messages } from "./app/messages.js";
import { bindMoments } from "./app/moments.js";
import { Charges } from "./canvas/charges.js";
import { Placements } from "./canvas/placements.js";
import { Recent } from "./canvas/recent.js";
import { createRenderer } from "./canvas/renderer.js";
import { Viewport } from "./canvas/viewport.js";
import { Api } from "./net/api.js";
import { boardLoader } from "./net/boot.js";
import { Connection } from "./net/connection.js";
import { Replica } from "./net/replica.js";
import { sessionRequester } from "./net/session.js";
import { boardProber, transportOpener } from "./net/socket.js";
import { Address } from "./ui/address.js";
import { Areas } from "./ui/areas.js";
import { ConnectionBar } from "./ui/bar.js";
import { Callout } from "./ui/callout.js";
import { CooldownView } from "./ui/cooldown.js";
import { HeaderView } from "./ui/header.js";
import { cursorLayer, magnifierLayer, pendingLayer } from "./ui/marks.js";
import { PaletteView } from "./ui/palette.js";
import { Panels } from "./ui/panel.js";
import { Player } from "./ui/player.js";
import { Settings, storageOf } from "./ui/settings.js";
import { Stage } from "./ui/stage.js";
import { Announcer, StatusLine } from "./ui/status.js";
import { Teller } from "./ui/teller.js";
import { chooseLanguage, loadTexts, minutes, say, translate } from "./ui/texts.js";
import { Who } from "./ui/who.js";
import { systemClock } from "./util/clock.js";
import { Emitter } from "./util/emitter.js";
import { log } from "./util/log.js";
import { pause } from "./util/pause.js";
import { locate } from "./util/place.js";

const element = (id) => document.getElementById(id);
const root = document.documentElement;
const clock = systemClock;
const { pageRoot, boardName } = locate(window.location.href);
const query = new URLSearchParams(window.location.search);
const web = { root: pageRoot, fetch: window.fetch.bind(window), clock };

const settings = new Settings(storageOf(window), window);
root.lang = chooseLanguage(query.get("lang") ?? settings.get("language"), navigator.languages);
await loadTexts("core");
translate(document);
settings.follow("theme", (theme) => { root.dataset.theme = theme; });
settings.follow("motion", (motion) => { root.dataset.motion = motion; });

const emitter = new Emitter();
const recent = new Recent();
const canvas = element("board");
const renderer = await createRenderer(canvas, {
  preferFlat: query.get("renderer") === "flat",
  acceptSlow: query.get("renderer") === "gl",
  contextLost: () => log.warn("the picture was lost; it is made anew"),
});
const viewport = new Viewport();
const stage = new Stage({ canvas, marks: element("marks"), renderer, viewport, measureInsets, clock });
const status = new StatusLine(element("status"));
const announcer = new Announcer(element("announcer"));
const callout = new Callout(element("callout"), stage, clock);
const placements = new Placements();
const charges = new Charges();
const header = new HeaderView({
  name: element("board-name"), online: element("online"), hours: element("hours"), badge: element("header"),
}, clock);

const replica = new Replica({
  reshaped: (grid, board) => {
    renderer.reshape(grid, board.palette);
    stage.change(() => viewport.reshape(grid.width, grid.height));
    player.hand.setBoard(board);
    goWhereWanted();
  },
  changed: (indexes, before, after) => {
    renderer.markPixels(indexes);
    stage.invalidateBoard();
    recent.add(clock.now(), indexes, before, after);
    if (emitter.isHeard("delta")) emitter.emit("delta", { indexes, before, after, at: clock.now() });
  },
  written: (start, end) => {
    if (start === 0) recent.forget(clock.now());
    renderer.markRun(start, end);
    stage.invalidateBoard();
    if (end === replica.grid.colours.length) emitter.emit("board-whole");
  },
});

const connection = new Connection({
  replica,
  loadBoard: boardLoader(web, boardName, pause),
  openTransport: transportOpener(web, boardName),
  ensureSession: sessionRequester(web, navigator.locks),
  probeBoard: boardProber(web, boardName),
  clock,
  random: Math.random,
  // `?transport=polling` takes the way round without need, to see whether it is passable.
  pinned: query.get("transport") === "polling" ? "polling" : null,
  log,
  handlers: {
    stateChanged: (state) => messages.showState(state),
    session: () => {},
    text: (message) => messages.read(message),
    result: (result) => player.settle(result),
    progressed: () => messages.progressed(),
    caughtUp: (advance) => bar.caughtUp(advance),
    disconnected: () => player.dropPending(),
    pastCutOff: () => {
      player.dropPending();
      player.afterwards.forget();
    },
  },
});

const palette = new PaletteView(element("palette"), (colour) => player.chooseColour(colour));
const cooldown = new CooldownView({
  button: element("place"), label: element("place-label"), count: element("place-count"),
  ring: element("ring"), undo: element("undo"), cancel: element("cancel"),
}, charges, clock, showTime);
const bar = new ConnectionBar({
  bar: element("bar"), text: element("bar-text"), countdown: element("bar-countdown"),
  button: element("bar-retry"),
}, { clock, boardName, retry: () => connection.retryNow() });
const teller = new Teller({ status, callout, announcer, clock, charges, doubt: () => connection.probe() });
teller.opensInMillis = () => header.opensInMillis;
const player = new Player({
  board: replica, placements, charges, clock, stage, palette, teller, emitter,
  send: (placement) => connection.place(placement),
  takeBack: (pixel) => connection.undo(pixel),
  changed: showPlayer,
});
cooldown.player = player;

const address = new Address(window, stage, clock, goTo);
const areas = new Areas({ stage, board: replica, status, announcer, focus: () => canvas });
const panels = new Panels(element("panels"), () => canvas);
const who = new Who({
  clock, callout, announcer, player, stage,
  ask: (message) => connection.sendText(message),
  wallMillis: Date.now,
});
const app = createApp({
  clock, log, boardName, pageRoot, replica, recent, stage, player, status, callout, announcer, panels,
  settings, emitter, areas, who, address, connection, api: new Api(web, boardName),
  sendText: (message) => connection.sendText(message),
});
const features = new Features(app, () => status.refuse(say("featureFailed")));
const commands = app.commands = new Commands(app, features);
const messages = new Messages(app, { root, header, bar, who, teller });

function measureInsets() {
  const top = element("header").getBoundingClientRect();
  const dock = element("dock").getBoundingClientRect();
  const rail = element("rail").getBoundingClientRect();
  const isWide = window.innerWidth >= 820;
  const right = isWide ? window.innerWidth - rail.left + 12 : 12;
  const bottom = window.innerHeight - dock.top + 12;
  return { top: top.bottom + 12, right, bottom, left: isWide ? right : 12 };
}

function showPlayer() {
  cooldown.refresh();
  element("dropper").setAttribute("aria-pressed", String(player.isPicking));
  root.classList.toggle("is-picking", player.isPicking);
  stage.invalidate();
}

function showTime(isReady, waitMillis, share) {
  const { link, canPlace } = player.conditions;
  const hasWait = link === "live" && canPlace && charges.cooldownMillis > 0;
  const mark = isReady ? "● " : `(${minutes(waitMillis)}) `;
  const title = `${hasWait ? mark : ""}${boardName} · Toile`;
  if (document.title !== title) document.title = title;
  teller.tick(player, isReady, waitMillis);
  emitter.emit("time", { isReady, waitMillis, share });
}

function showCoordinates() {
  const { cursor } = player;
  const field = element("coordinates");
  if (document.activeElement !== field) field.value = cursor === null ? "" : say("pixel", cursor);
  const scale = viewport.scale / stage.unit;
  element("zoom-scale").textContent =
    replica.grid === null ? "" : say("zoom", { scale: Number(scale.toFixed(scale < 1 ? 2 : 1)) });
}

/** A link of the page was followed, or a field filled in. */
function goTo(place) {
  if (replica.grid === null) address.wanted = place;
  else app.goTo({ ...replica.grid.nearest(place), zoom: place.zoom });
}

function goWhereWanted() {
  const place = address.wanted;
  address.wanted = null;
  if (place !== null) goTo(place);
}

function bindPage() {
  stage.onView(() => {
    callout.follow();
    address.changed();
    showCoordinates();
    emitter.emit("view", viewport);
  });
  emitter.on("cursor", (pixel) => {
    showCoordinates();
    areas.follow(pixel);
    if (player.hovered !== null || pixel === null) who.point(pixel);
  });
  settings.follow("grid", (isShown) => { stage.gridLines = isShown; });
  settings.follow("minimap", (isWanted) => { if (isWanted) features.get("minimap"); });
  settings.follow("oneTap", (isOneTap) => { player.isOneTap = isOneTap; });
  stage.addLayer(pendingLayer(placements, renderer));
  stage.addLayer(cursorLayer(() => player.mark, renderer));
  stage.addLayer(magnifierLayer(() => (player.aim.isHeld ? player.mark : null), renderer));
  panels.changed = (id) => {
    for (const name of ["chat", "template", "more"]) {
      element(`tool-${name}`).setAttribute("aria-expanded", String(id === name));
    }
    emitter.emit("panel", id);
  };
  for (const part of [palette, bar, panels, address]) part.bind();
}

function bindButtons() {
  const acts = {
    "zoom-in": () => zoomStep(stage, player, 1),
    "zoom-out": () => zoomStep(stage, player, -1),
    "zoom-fit": () => stage.change(() => viewport.fit()),
    place: () => player.place(),
    cancel: () => player.dismiss(),
    undo: () => player.undo(),
    dropper: () => player.setPicking(!player.isPicking),
    who: () => who.tell(player.cursor),
    "tool-chat": () => commands.toggle("chat"),
    "tool-template": () => commands.toggle("template"),
    "tool-past": () => commands.toggle("past"),
    "tool-more": () => commands.openMore(),
  };
  for (const [id, act] of Object.entries(acts)) element(id).addEventListener("click", act);
  element("coordinates").addEventListener("change", ({ target }) => {
    const [x, y] = (target.value.match(/\d+/g) ?? []).map(Number);
    if (y !== undefined) goTo({ x, y, zoom: null });
    canvas.focus();
    showCoordinates();
  });
}

function bindNetwork() {
  window.addEventListener("offline", () => connection.networkLost());
  window.addEventListener("online", () => connection.retryNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.probe();
  });
}

bindPage();
bindButtons();
bindBoard(app, canvas);
bindMoments(app, features);
bindNetwork();
stage.bind([element("header"), element("dock"), element("rail")]);
await connection.start();
