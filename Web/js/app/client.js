// The client: everything that drawing on the board takes, put together around the board that is already
// shown.

import { Charges } from "../canvas/charges.js";
import { Placements } from "../canvas/placements.js";
import { Recent } from "../canvas/recent.js";
import { Api } from "../net/api.js";
import { Connection } from "../net/connection.js";
import { boardProber, transportOpener } from "../net/socket.js";
import { Address } from "../ui/address.js";
import { Areas } from "../ui/areas.js";
import { ConnectionBar } from "../ui/bar.js";
import { Callout } from "../ui/callout.js";
import { ChatLog } from "../ui/chat-log.js";
import { CooldownView } from "../ui/cooldown.js";
import { HeaderView } from "../ui/header.js";
import { PaletteView } from "../ui/palette.js";
import { Panels } from "../ui/panel.js";
import { Player } from "../ui/player.js";
import { Announcer, StatusLine } from "../ui/status.js";
import { Teller } from "../ui/teller.js";
import { say } from "../ui/texts.js";
import { Who } from "../ui/who.js";
import { createApp } from "./app.js";
import { Commands } from "./commands.js";
import { Features } from "./features.js";
import { bindBoard } from "./input.js";
import { Messages } from "./messages.js";
import { bindMoments } from "./moments.js";
import { Standing } from "./standing.js";
import { bindButtons, bindNetwork, bindView } from "./page.js";
import { bindStaff } from "./staff.js";
import { bindTemplates } from "./templates.js";

const element = (id) => document.getElementById(id);

/** @param {object} first what shows the board, as first.js made it */
export async function startClient(first) {
  const views = makeViews(first);
  const app = makeApp(first, views);
  bindView(app, views);
  bindButtons(app);
  bindBoard(app, first.canvas);
  bindTemplates(app, window);
  bindStaff(app, window, first.staffCode);
  bindMoments(app);
  bindNetwork(app, views);
  await app.connection.start();
}

function makeViews({ clock, stage }) {
  const charges = new Charges();
  return {
    charges,
    root: document.documentElement,
    status: new StatusLine(element("status"), element("board")),
    announcer: new Announcer(element("announcer")),
    callout: new Callout(element("callout"), stage, clock, element("board")),
    header: new HeaderView({
      name: element("board-name"), online: element("online"), hours: element("hours"),
      network: element("network"), badge: element("header"),
    }, clock),
    cooldown: new CooldownView({
      button: element("place"), label: element("place-label"), count: element("place-count"),
      ring: element("ring"), undo: element("undo"), cancel: element("cancel"),
    }, charges, clock),
    bar: new ConnectionBar({
      bar: element("bar"), text: element("bar-text"), countdown: element("bar-countdown"),
      button: element("bar-retry"), refuge: element("board"),
    }, clock, () => window.location.reload()),
    panels: new Panels(element("panels"), () => element("board")),
  };
}

/** Everything that acts, introduced to each other. */
function makeApp(first, views) {
  const { clock, stage, replica, emitter, canvas } = first;
  const { status, announcer, callout, panels, charges } = views;
  const placements = new Placements();
  const recent = new Recent(clock.now());
  emitter.on("delta", ({ at, indexes, before, after }) => recent.add(at, indexes, before, after));
  emitter.on("board", () => recent.forget(clock.now()));
  const connection = makeConnection(first, {
    stateChanged: (state) => messages.showState(state),
    session: () => {},
    text: (message) => messages.read(message),
    result: (result) => player.settle(result),
    progressed: () => messages.progressed(),
    caughtUp: (advance) => views.bar.caughtUp(advance),
    disconnected: () => player.dropPending(),
    pastCutOff: () => {
      player.dropPending();
      player.afterwards.forget();
    },
  });
  const sendText = (message) => connection.sendText(message);
  const teller = new Teller({ status, callout, announcer, clock, charges, doubt: () => connection.probe() });
  teller.keptAtMillis = first.boot.keptAtMillis;
  teller.opensInMillis = () => views.header.opensInMillis;
  const palette = new PaletteView(element("palette"), (colour) => player.chooseColour(colour));
  const player = new Player({
    board: replica, placements, charges, clock, stage, palette, teller, emitter,
    send: (placement) => connection.place(placement),
    takeBack: (pixel) => connection.undo(pixel),
    changed: () => emitter.emit("player", player),
  });
  const address = new Address(window, stage, clock, (place) => app.visit(place));
  const areas = new Areas({ stage, board: replica, status, announcer, focus: () => canvas });
  const who = new Who({
    clock, callout, announcer, player, stage, ask: sendText, wallMillis: Date.now,
    isOff: () => app.shown !== null,
    you: () => app.you,
    report: (placed) => app.commands.report(placed),
    heard: () => app.features.get("report"),
  });
  const app = createApp({
    ...first, status, callout, announcer, panels, player, placements, recent, areas, who, address,
    connection, sendText, chatLog: new ChatLog(first.settings), api: new Api(first.web, first.boardName),
  });
  app.features = new Features(app, () => app.refuse(say("featureFailed")));
  app.commands = new Commands(app, app.features);
  app.standing = new Standing(app, views);
  const messages = new Messages(app, views);
  return app;
}

function makeConnection(first, handlers) {
  const { web, boardName, replica, boot, session, ensureSession, clock, query, log } = first;
  let isFirst = true;
  return new Connection({
    replica,
    loadBoard: async () => boot,
    openTransport: transportOpener(web, boardName),
    // The first one was asked for along with the board.
    ensureSession: () => {
      const asked = isFirst ? session : ensureSession();
      isFirst = false;
      return asked;
    },
    probeBoard: boardProber(web, boardName),
    clock,
    random: Math.random,
    // `?transport=polling` takes the way round without need, to see whether it is passable.
    pinned: query.get("transport") === "polling" ? "polling" : null,
    log,
    handlers,
  });
}
