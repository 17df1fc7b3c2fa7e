// Opens the past where the address names a moment of it: `&at=` and a time. Without one nothing is loaded.

import { partOf } from "../util/link.js";

/** @param {object} app as app.js makes it @param {import("./features.js").Features} features */
export function bindMoments(app, features) {
  const at = partOf(app.address.rest, "at");
  if (at === null) return;
  const begin = async () => {
    const past = await features.get("past");
    await past?.openAt(at);
  };
  // Not before the board is there, which the past is shown in place of.
  if (app.replica.held !== null) {
    begin();
    return;
  }
  const stop = app.on("board", () => {
    stop();
    begin();
  });
}
