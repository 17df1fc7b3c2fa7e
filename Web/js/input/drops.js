// Images that the reader drops onto the page or pastes into it.

/**
 * @typedef {object} DropIntents
 * @property {(file: File) => void} file an image, from the reader's files or from the clipboard
 * @property {(address: string) => void} link an image or a link, drawn over from another page
 */

/**
 * @param {Document} page
 * @param {DropIntents} intents
 * @returns {() => void} unbinds
 */
export function bindDrops(page, { file, link }) {
  const abort = new AbortController();
  page.addEventListener("dragover", (event) => {
    const { types } = event.dataTransfer;
    if (types.includes("Files") || types.includes("text/uri-list")) event.preventDefault();
  }, { signal: abort.signal });
  page.addEventListener("drop", (event) => {
    const image = fileIn(event.dataTransfer);
    if (image === null && isField(event.target)) return;
    // Whatever it is, the browser must not leave the page for it.
    event.preventDefault();
    const address = addressIn(event.dataTransfer);
    if (image !== null) file(image);
    else if (address !== null) link(address);
  }, { signal: abort.signal });
  page.addEventListener("paste", (event) => {
    const image = event.clipboardData === null ? null : fileIn(event.clipboardData);
    if (image === null) return;
    event.preventDefault();
    file(image);
  }, { signal: abort.signal });
  return () => abort.abort();
}

/** The first image among the files; where there is none, the first file: whoever reads it says why not. */
function fileIn(data) {
  const files = [...data.files];
  return files.find(({ type }) => type.startsWith("image/")) ?? files[0] ?? null;
}

/** A list of addresses has one in each line, and remarks behind a `#`. */
function addressIn(data) {
  return data.getData("text/uri-list").split(/[\r\n]+/).find((line) => /^[^#]/.test(line)) ?? null;
}

function isField(target) {
  return target instanceof Element && target.matches("input, textarea");
}
