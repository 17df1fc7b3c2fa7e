// The upper left corner below the header, where small things about the board stand beneath each other.

import { make } from "./dom.js";

/** @returns {HTMLElement} made when first asked for */
export function corner() {
  const found = document.getElementById("corner");
  if (found !== null) return found;
  const made = make("aside", { id: "corner" });
  // Before the dock, as on the screen, so that Tab comes by here first.
  document.getElementById("dock").before(made);
  return made;
}
