import assert from "node:assert/strict";
import test from "node:test";

import { Messages } from "../../Web/js/app/messages.js";
import { Standing } from "../../Web/js/app/standing.js";
import { loadTexts } from "../../Web/js/ui/texts.js";
import { makeDesk } from "./support/desk.js";

await loadTexts("core");

const rules = { cooldownMs: 60_000, maxCharges: 1, state: "open" };
const you = { canPlace: true, charges: 1, waitMs: 0 };
const hello = { type: "hello", board: { name: "Main" }, online: 3, motd: "Be kind.", rules, you };

function messagesOf() {
  const desk = makeDesk();
  const heard = [];
  const shown = {};
  const asked = [];
  const wanted = (name) => {
    asked.push(name);
    return { hear: (message) => asked.push(message), solve: () => asked.push("solve") };
  };
  const keep = (name) => (value) => {
    shown[name] = value;
  };
  const views = {
    root: { dataset: {} },
    bar: {
      show: keep("bar"), withdraw: keep("withdrawn"),
      announce: (text, options) => Object.assign(shown, { news: text, newsOptions: options }),
      setBanner: (banner, kind = "pause") => Object.assign(shown, { [kind]: banner }),
    },
    header: {
      setName: keep("name"), setOnline: keep("online"), setRules: keep("rules"),
      setTransport: keep("transport"),
    },
  };
  const app = {
    ...desk, rules: null, replica: { seq: 5, progress: 1 }, who: { answer: keep("pixel") },
    connection: { state: { isWatching: false } },
    features: { isStarted: () => false, get: async (name) => wanted(name) },
    chatLog: { take: ({ type }) => heard.push(type) },
    tell(text) {
      desk.status.show(text);
      desk.announcer.say(text);
    },
    refuse(text) {
      desk.status.refuse(text);
      desk.announcer.say(text);
    },
  };
  app.standing = new Standing(app, views);
  app.player.setConditions({ link: "loading" });
  for (const event of ["text", "you", "rules", "connection", "progress"]) {
    desk.emitter.on(event, () => heard.push(`event ${event}`));
  }
  return { messages: new Messages(app, views), app, desk, shown, heard, views, asked };
}

test("the connection's states as placing sees them, before and after the first time", () => {
  const { messages, desk, views } = messagesOf();
  const link = (state) => {
    messages.showState(state);
    return desk.player.conditions.link;
  };
  assert.equal(link({ name: "connecting" }), "loading");
  assert.equal(link({ name: "waiting" }), "offline");
  assert.equal(link({ name: "waiting", restartAt: 99 }), "restarting");
  assert.equal(link({ name: "live" }), "live");
  assert.equal(link({ name: "connecting" }), "offline");
  assert.equal(link({ name: "syncing" }), "offline");
  assert.equal(link({ name: "ended" }), "ended");
  assert.equal(views.root.dataset.connection, "ended");
  assert.ok(desk.status.isRefusal);
});

test("the first greeting is the server's, later ones say what is to be done", () => {
  const { messages, desk } = messagesOf();
  messages.read(hello);
  messages.showState({ name: "live" });
  assert.equal(desk.status.text, "Be kind.");
  messages.showState({ name: "waiting" });
  messages.read({ ...hello, motd: "Be kinder." });
  messages.showState({ name: "live" });
  assert.match(desk.status.text, /^red: click a pixel/);
});

test("connected again, a refusal that stands is not talked over", () => {
  const { messages, desk } = messagesOf();
  messages.showState({ name: "live" });
  desk.status.refuse("This area is locked.");
  messages.showState({ name: "waiting" });
  messages.showState({ name: "live" });
  assert.equal(desk.status.text, "This area is locked.");
});

test("connected again, it is seen what became of a lost pixel", () => {
  const { messages, desk } = messagesOf();
  messages.showState({ name: "live" });
  desk.player.tap({ x: 3, y: 4 }, "mouse");
  desk.player.dropPending();
  messages.showState({ name: "waiting" });
  messages.showState({ name: "live" });
  assert.match(desk.status.text, /did not arrive and was not counted/);
});

test("hello fills the page in, and everyone hears of it", () => {
  const { messages, app, desk, shown, heard } = messagesOf();
  messages.read(hello);
  assert.deepEqual([shown.name, shown.online, shown.rules], ["Main", 3, rules]);
  assert.deepEqual([app.you, app.rules, app.rulesAt], [you, rules, desk.clock.now()]);
  assert.deepEqual(heard, ["event rules", "event you", "hello", "event text"]);
});

test("each message goes where it is shown; what is unheard of goes to whoever listens", () => {
  const { messages, desk, shown, heard } = messagesOf();
  messages.read({ type: "online", count: 9 });
  messages.read({ type: "notice", text: "Ten minutes left." });
  messages.read({ type: "notice", text: "Back in a moment.", retryMs: 5_000 });
  messages.read({ type: "pixel", x: 1, y: 2 });
  messages.read({ type: "rules", ...rules, state: "frozen" });
  messages.read({ type: "you", ...you, canPlace: false });
  messages.read({ type: "tomorrow" });
  messages.read({ type: "error", code: "too-fast", message: "Slow down." });
  assert.equal(shown.online, 9);
  assert.equal(shown.news, "Ten minutes left.");
  assert.match(shown.pause.text, /^The moderators paused/);
  assert.equal(shown.pixel.y, 2);
  assert.deepEqual([desk.player.conditions.board, desk.player.conditions.canPlace], ["frozen", false]);
  assert.equal(heard.filter((each) => each === "event text").length, 8);
  messages.read({ type: "error", code: "too-many", message: "Close one." });
  assert.equal(desk.status.text, "Too many tabs or devices here. Close one.");
});

test("a board that moves on takes placements off the overlay", () => {
  const { messages, desk, heard } = messagesOf();
  messages.showState({ name: "live" });
  desk.player.tap({ x: 3, y: 4 }, "mouse");
  desk.answer({});
  desk.board.seq = 6;
  messages.progressed();
  assert.equal(desk.placements.entries.length, 0);
  assert.equal(heard.at(-1), "event progress");
});

test("rules that change are told at once, to those who listen too", () => {
  const { messages, desk } = messagesOf();
  messages.read(hello);
  messages.showState({ name: "live" });
  messages.read({ type: "rules", ...rules, state: "frozen" });
  assert.equal(desk.status.text, "The moderators paused the canvas. You can still look around.");
  messages.read({ type: "rules", ...rules, state: "closed" });
  assert.equal(desk.status.text, "The canvas is closed. You can still look around.");
  assert.equal(desk.announcer.spoken.at(-1), desk.status.text);
  messages.read({ type: "rules", ...rules });
  assert.match(desk.status.text, /^red: click a pixel/);
  messages.read({ type: "rules", ...rules, cooldownMs: 300_000, baseCooldownMs: 60_000 });
  assert.equal(desk.status.text, "Busy: 5 min between pixels for now.");
  const { length } = desk.announcer.spoken;
  messages.read({ type: "rules", ...rules, cooldownMs: 300_000, baseCooldownMs: 60_000 });
  assert.equal(desk.announcer.spoken.length, length);
});

test("a ban that was lifted is over without a reload", () => {
  const { messages, desk } = messagesOf();
  messages.showState({ name: "live" });
  desk.player.setConditions({ isBanned: true });
  assert.equal(desk.player.state, "banned");
  messages.read({ type: "you", ...you });
  assert.equal(desk.player.state, "armed");
});

test("an announcement is seen and heard in the reader's language for as long as it says", () => {
  const { messages, desk, shown } = messagesOf();
  const notice = { level: "announcement", id: "N4", text: "Vote.", fr: "Votez.", showMs: 30_000 };
  messages.read({ type: "notice", ...notice });
  assert.deepEqual([shown.news, shown.newsOptions], ["Vote.", { id: "N4", showMillis: 30_000 }]);
  assert.equal(desk.announcer.spoken.at(-1), "Vote.");
  messages.read({ type: "notice-withdrawn", id: "N4" });
  assert.equal(shown.withdrawn, "N4");
});
