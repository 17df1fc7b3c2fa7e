// Solves a puzzle beside the page. Gets `{nonce, bits}`, answers `{answer}`; whoever started it ends it.

import { findAnswer } from "./hash.js";

self.addEventListener("message", ({ data: { nonce, bits } }) => {
  self.postMessage({ answer: findAnswer(nonce, bits) });
});
