// The page around the board: what its buttons do, and what it shows of the view, the cursor and the time.

import { cursorLayer, magnifierLayer, markOf, pendingLayer } from "../ui/marks.js";
import { minutes, say } from "../ui/texts.js";
import { zoomStep } from "./input.js";

const element = (id) => document.getElementById(id);

/** @param {object} app @param {object} views as client.js makes them */
export function bindView(app, views) {
  const { stage, replica, renderer, player, placements, emitter, settings } = app;
  const { areas, who, panels, address, callout } = app;
  emitter.on("reshaped", (board) => player.hand.setBoard(board));
  if (replica.board !== null) player.hand.setBoard(replica.board);
  stage.onView(() => {
    callout.follow();
    address.changed();
    showCoordinates(app);
    emitter.emit("view", app.viewport);
  });
  emitter.on("cursor", (pixel) => {
    showCoordinates(app);
    areas.follow(pixel);
    if (player.hovered !== null || pixel === null) who.point(pixel);
  });
  app.chatLog.follow(() => showUnread(app.chatLog));
  // Whoever has to wait may look elsewhere: from then on the bell keeps an eye on the time.
  const endWatch = emitter.on("time", ({ isReady }) => {
    if (isReady || player.conditions.link !== "live" || player.charges.cooldownMillis === 0) return;
    endWatch();
    app.features.get("ready");
  });
  emitter.on("answered", (millis) => views.header.setLatency(millis));
  emitter.on("player", () => showPlayer(app, views));
  followSettings(app);
  stage.addLayer(pendingLayer(placements, renderer));
  stage.addLayer(cursorLayer(() => markOf(player), renderer));
  stage.addLayer(magnifierLayer(() => (player.aim.isHeld ? markOf(player) : null), renderer));
  panels.changed = (id) => {
    // The past is no panel: its bar tells its button by itself.
    for (const button of document.querySelectorAll("#tools [aria-expanded]:not(#tool-past)")) {
      button.setAttribute("aria-expanded", String(button.id === `tool-${id}`));
    }
    // What a finger was about to do is out of sight now.
    if (id !== null) player.aim.letGo();
    emitter.emit("player");
    emitter.emit("panel", id);
  };
  views.cooldown.bind(player, (isReady, waitMillis, share) => showTime(app, isReady, waitMillis, share));
  views.bar.bind(app.boardName, () => app.connection.retryNow());
  for (const part of [player.palette, panels, address]) part.bind();
  showCoordinates(app);
}

/** What the reader has chosen, wherever: here, in the settings, or in another tab. */
function followSettings({ settings, stage, player, features }) {
  const reactions = {
    grid: (isShown) => {
      stage.gridLines = isShown;
    },
    oneTap: (isOneTap) => {
      player.isOneTap = isOneTap;
    },
    motion: (motion) => {
      stage.calm = motion === "auto" ? null : motion === "reduced";
    },
    minimap: (isWanted) => {
      if (isWanted) features.get("minimap");
    },
    glyphs: async (isWanted) => {
      player.palette.showGlyphs(isWanted);
      if (!isWanted && !features.isStarted("glyphs")) return;
      const glyphs = await features.get("glyphs");
      if (isWanted) glyphs?.open();
      else glyphs?.close();
    },
  };
  for (const [key, react] of Object.entries(reactions)) settings.follow(key, react);
}

/** How much was said that the reader has not seen. */
function showUnread({ unread }) {
  const badge = element("unread");
  badge.hidden = unread === 0;
  badge.textContent = unread > 99 ? "99+" : String(unread);
  const button = element("tool-chat");
  button.title = say(unread === 0 ? "labelChat" : "labelUnread", { count: unread });
  button.setAttribute("aria-label", button.title);
}

function showPlayer({ player, stage }, { root, cooldown }) {
  cooldown.refresh();
  element("dropper").setAttribute("aria-pressed", String(player.isPicking));
  root.classList.toggle("is-picking", player.isPicking);
  stage.invalidate();
}

/** The wait, where it is seen although the page is not: in the title. */
function showTime({ player, boardName, emitter }, isReady, waitMillis, share) {
  const { link, canPlace } = player.conditions;
  const hasWait = link === "live" && canPlace && player.charges.cooldownMillis > 0;
  const mark = isReady ? "● " : `(${minutes(waitMillis)}) `;
  const title = `${hasWait ? mark : ""}${boardName} · Toile`;
  if (document.title !== title) document.title = title;
  player.teller.tick(player, isReady, waitMillis);
  emitter.emit("time", { isReady, waitMillis, share });
}

function showCoordinates({ player, stage, replica }) {
  const { cursor } = player;
  const field = element("coordinates");
  if (document.activeElement !== field) field.value = cursor === null ? "" : say("pixel", cursor);
  if (replica.grid === null) return;
  const scale = stage.viewport.scale / stage.unit;
  element("zoom-scale").textContent = say("zoom", { scale: Number(scale.toFixed(scale < 1 ? 2 : 1)) });
}

/** @param {object} app */
export function bindButtons(app) {
  const { stage, player, who, commands, canvas } = app;
  const acts = {
    "zoom-in": () => zoomStep(stage, player, 1),
    "zoom-out": () => zoomStep(stage, player, -1),
    "zoom-fit": () => stage.change((viewport) => viewport.fit()),
    place: () => player.place(),
    cancel: () => player.dismiss(),
    undo: () => player.undo(),
    dropper: () => player.setPicking(!player.isPicking),
    who: () => who.tell(player.cursor),
    "tool-chat": () => commands.toggle("chat"),
    "tool-template": () => commands.toggle("template"),
    "tool-past": () => commands.toggle("past"),
    "tool-more": () => commands.toggleMore(),
  };
  for (const [id, act] of Object.entries(acts)) element(id).addEventListener("click", act);
  element("coordinates").addEventListener("change", ({ target }) => {
    const [x, y] = (target.value.match(/\d+/g) ?? []).map(Number);
    if (y !== undefined) app.visit({ x, y, zoom: null });
    canvas.focus();
    showCoordinates(app);
  });
}

/** @param {object} app @param {object} views */
export function bindNetwork({ connection, emitter, pageRoot, log }, { root, bar }) {
  window.addEventListener("offline", () => connection.networkLost());
  window.addEventListener("online", () => connection.retryNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.probe();
  });
  emitter.on("panel", (id) => {
    connection.wantsChat = id === "chat";
  });
  const stop = emitter.on("connection", async ({ name }) => {
    if (name !== "live") return;
    stop();
    const { registerWorker, watchVersion } = await import("../ui/install.js");
    const look = watchVersion({
      pageRoot, currentVersion: root.dataset.version, onOutdated: () => bar.outdated(),
    });
    emitter.on("connection", (state) => state.name === "live" && look());
    await registerWorker(pageRoot, log);
  });
}
