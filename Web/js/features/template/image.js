// Gets an image from a file or from the page's own server, and has it turned into palette colours. Whatever
// is wrong with it comes out as an `ImageError` that the reader can be told.

import { imageSize } from "../../canvas/template/image-size.js";
import { imageAddress } from "../../canvas/template/link.js";
import { isSizeAllowed, limits } from "../../canvas/template/template.js";

/** Cameras write a preview before the size of a picture; nobody writes more than this. */
const headBytesMax = 256 * 1024;

/** Why an image was not taken; `reason` is the key of a text. */
export class ImageError extends Error {
  /** @param {string} reason @param {object} [values] for the text */
  constructor(reason, values = {}) {
    super(reason);
    Object.assign(this, { reason, values });
  }
}

/**
 * @param {Blob} blob
 * @param {readonly string[]} palette
 * @returns {Promise<{width: number, height: number, colours: Uint16Array}>}
 */
export async function readImage(blob, palette) {
  if (blob.size > limits.fileBytesMax) throw new ImageError("templateTooHeavy");
  const size = imageSize(new Uint8Array(await blob.slice(0, headBytesMax).arrayBuffer()));
  if (size === null) throw new ImageError("templateNoImage");
  if (!isSizeAllowed(size.width, size.height)) throw new ImageError("templateTooLarge", size);
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  try {
    return await answerOf(worker, { blob, palette });
  } finally {
    worker.terminate();
  }
}

function answerOf(worker, question) {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new ImageError("templateNoImage"));
    worker.addEventListener("error", refuse);
    worker.addEventListener("message", ({ data }) => ("failure" in data ? refuse() : resolve(data)));
    worker.postMessage(question);
  });
}

/**
 * @param {string} text an address or a path
 * @param {URL} base where the page lives
 * @returns {Promise<{blob: Blob, path: string}>} the image, and where it lies on this server
 */
export async function fetchImage(text, base) {
  const address = imageAddress(text, base);
  if (address === null) throw new ImageError("templateForeign");
  let response;
  try {
    response = await fetch(address);
  } catch {
    // No connection, or sent on to another server.
    throw new ImageError("templateUnreachable");
  }
  if (!response.ok) throw new ImageError("templateUnreachable");
  return { blob: await bounded(response.body), path: address.pathname + address.search };
}

async function bounded(stream) {
  const parts = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new ImageError("templateUnreachable");
    });
    if (done) return new Blob(parts);
    length += value.length;
    if (length > limits.fileBytesMax) {
      await reader.cancel();
      throw new ImageError("templateTooHeavy");
    }
    parts.push(value);
  }
}
