// Solves a puzzle beside the page. Gets `{nonce, bits}`, answers `{answer}`; it is ended by whoever started it.

import { findAnswer } from "./hash.js";

self.addEventListener("message", ({ data: { nonce, bits } }) => {
  self.postMessage({ answer: findAnswer(nonce, bits) });
});
