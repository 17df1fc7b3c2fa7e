// The puzzle that a browser solves before it may place, when the board is under attack. It costs a person
// nothing but a moment, and a thousand bots a thousand moments.

import { Attempt } from "./attempt.js";

/** @param {object} app @returns {Promise<{solve: () => void}>} */
export async function start(app) {
  await app.loadTexts("puzzle");
  const attempt = new Attempt({
    clock: app.clock,
    send: (message) => app.sendText(message),
    work: solveBeside,
    tell: (key) => app.tell(app.say(key)),
    refuse: (key) => app.refuse(app.say(key)),
  });
  app.on("text", (message) => attempt.hear(message));
  app.on("connection", ({ name }) => {
    if (name !== "live") attempt.stop();
  });
  return { solve: () => attempt.begin() };
}

/** In a worker, so that the page goes on as if nothing were the matter. */
function solveBeside(puzzle, solved, failed) {
  let worker;
  try {
    worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  } catch {
    failed();
    return () => {};
  }
  worker.addEventListener("message", ({ data: { answer } }) => (answer === null ? failed() : solved(answer)));
  worker.addEventListener("error", () => failed());
  worker.postMessage(puzzle);
  return () => worker.terminate();
}
