// Opens the past where the address names a moment of it: `&at=` and a time. Without one nothing is loaded.

import { partOf } from "../util/link.js";

/** @param {object} app as app.js makes it */
export function bindMoments(app) {
  app.whenWhole(async () => {
    const at = partOf(app.address.rest, "at");
    if (at === null) return;
    const past = await app.features.get("past");
    await past?.openAt(at);
  });
}
