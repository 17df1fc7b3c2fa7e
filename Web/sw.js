// The service worker: keeps the client and the boards last seen, so that the page opens without a network.
//
// A page is asked of the server first, for there may be a newer version; its files, which lie below
// v/VERSION/ and never change, are taken from what is kept. The board itself is asked of the server, always;
// only when it cannot be reached is the last answer given, marked as kept.

"use strict";

/** Put here by the server: which version it serves, and of which files. */
const served = { version: "", files: [] };

/** What is fetched when it is first used: features with their texts and styles, and pictures. */
const lazy = /^(js\/features\/|js\/texts\/[^/]+\/(?!core\.js)|style\/|images\/)/;
const boardPage = /^b\/[a-z0-9][a-z0-9_-]{0,31}$/;
const boardAnswer = /^(api\/boards\/[a-z0-9][a-z0-9_-]{0,31})(\/pixels)?$/;

const root = new URL("./", self.location.href);
const shellName = `toile-shell ${root.pathname} ${served.version}`;
const shellPrefix = `toile-shell ${root.pathname} `;
const boardsName = `toile-boards ${root.pathname}`;
const boardsMax = 4;
/** A page that takes longer is shown from what is kept; it asks for the board all the same. */
const pageWithinMillis = 3000;
/** What a proxy says of a server that it cannot reach. */
const unreachable = new Set([502, 504]);

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== "GET" || path === null) return;
  if (request.mode === "navigate" && (path === "" || boardPage.test(path))) {
    event.respondWith(page(request, path));
  } else if (path.startsWith("v/")) {
    event.respondWith(file(request, path));
  } else if (boardAnswer.test(path)) {
    event.respondWith(board(event));
  }
});
// Where notifications are shown by the worker alone, a touch on one leads back to the page.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(comeBack());
});

/** The path below the worker's folder; null for other addresses, and for those with a question. */
function pathOf(address) {
  const { origin, pathname, search } = new URL(address);
  const isOurs = origin === root.origin && pathname.startsWith(root.pathname);
  const path = pathname.slice(root.pathname.length);
  // What stands behind the ? of a page's address is for the page alone.
  return isOurs && (search === "" || !path.startsWith("api/")) ? path : null;
}

async function comeBack() {
  const pages = await self.clients.matchAll({ type: "window" });
  await (pages.length > 0 ? pages[0].focus() : self.clients.openWindow(root));
}

// The client

async function keepShell() {
  const cache = await caches.open(shellName);
  const pages = await Promise.all(["", "b/main"].map(async (path) => {
    const response = await fetch(new URL(path, root), { cache: "no-cache" });
    const text = await response.clone().text();
    // The server was replaced in between: the browser comes back for the worker of that version.
    const isOurs = response.ok && text.includes(`data-version="${served.version}"`);
    if (!isOurs) throw new Error("another version");
    await cache.put(new URL(path, root), response);
    return text;
  }));
  const wanted = served.files.filter((name) => !lazy.test(name) || pages[0].includes(`/${name}"`));
  await cache.addAll(wanted.map((name) => new URL(`v/${served.version}/${name}`, root)));
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(shellPrefix) && name !== shellName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
  // Pages that came before the worker have fetched their boards past it. The browser's own memory makes
  // that cheap.
  const pages = await self.clients.matchAll({ type: "window" });
  await Promise.all([...new Set(pages.map((client) => boardOf(client.url)))].map(async (path) => {
    if (path === null) return;
    for (const answer of [path, `${path}/pixels`]) await keepBoard(new URL(answer, root)).catch(() => {});
  }));
}

/** `api/boards/NAME` of the page of a board; null for other pages. */
function boardOf(address) {
  const path = pathOf(address);
  if (path === "") return "api/boards/main";
  return path !== null && boardPage.test(path) ? `api/boards/${path.slice("b/".length)}` : null;
}

async function page(request, path) {
  const kept = async () => (await caches.open(shellName)).match(new URL(path === "" ? "" : "b/main", root));
  const late = new Promise((resolve) => { setTimeout(resolve, pageWithinMillis, null); });
  const fetched = fetch(request);
  try {
    const response = await Promise.race([fetched, late]);
    if (response !== null && !unreachable.has(response.status)) return response;
    return (await kept()) ?? response ?? fetched;
  } catch (error) {
    const page = await kept();
    if (page !== undefined) return page;
    throw error;
  } finally {
    fetched.catch(() => {});
  }
}

/** Any version's file, as long as it is kept; what is fetched of our own is kept from then on. */
async function file(request, path) {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok && path.startsWith(`v/${served.version}/`)) {
    await (await caches.open(shellName)).put(request, response.clone());
  }
  return response;
}

// Boards

async function board(event) {
  const { request } = event;
  let answer = null;
  try {
    answer = await fetch(request);
    if (answer.ok) event.waitUntil(keep(request.url, answer.clone()).catch(() => {}));
    if (!unreachable.has(answer.status)) return answer;
  } catch (error) {
    if (request.signal.aborted) throw error;
  }
  const kept = await (await caches.open(boardsName)).match(request.url);
  if (kept === undefined) return answer ?? Response.error();
  const headers = new Headers(kept.headers);
  headers.set("Toile-Stale", "1");
  return new Response(kept.body, { status: kept.status, headers });
}

async function keepBoard(address) {
  const response = await fetch(address);
  if (response.ok) await keep(address.href, response);
}

/** Keeps an answer with the time at which it came; forgets the boards that were not looked at for longest. */
async function keep(address, response) {
  const headers = new Headers(response.headers);
  headers.set("Toile-Fetched", String(Date.now()));
  // What the body was packed in is off by now.
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const cache = await caches.open(boardsName);
  await cache.put(address, new Response(response.body, { headers }));
  const kept = (await cache.keys()).map(({ url }) => ({ url, name: boardAnswer.exec(pathOf(url))[1] }));
  // The newest stand last.
  const names = [...new Set(kept.reverse().map(({ name }) => name))];
  for (const { url, name } of kept) {
    if (names.indexOf(name) >= boardsMax) await cache.delete(url);
  }
}
