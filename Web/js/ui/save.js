// Hands a file that the page made to the reader.

import { make } from "./dom.js";

/** By then the browser has taken it, however long the reader was asked where to. */
const keptMillis = 60_000;

/**
 * @param {Blob} file
 * @param {string} name
 * @param {import("../util/clock.js").Clock} clock
 */
export function saveFile(file, name, clock) {
  const href = URL.createObjectURL(file);
  make("a", { href, download: name }).click();
  clock.schedule(keptMillis, () => URL.revokeObjectURL(href));
}
