// Whether this visit needs templates at once, found out without loading what handles them.

/**
 * @param {URL} pageRoot
 * @param {string} boardName
 * @returns {string} what a board's template is kept under
 */
export function templateKey(pageRoot, boardName) {
  return `toile.template.${pageRoot.pathname}${boardName}`;
}

/**
 * @param {Storage | null} storage
 * @param {string} key see `templateKey`
 * @returns {boolean} whether the reader has a template on this board
 */
export function isTemplateKept(storage, key) {
  try {
    return (storage?.getItem(key) ?? null) !== null;
  } catch {
    return false;
  }
}

/** @param {string} rest of an address @returns {boolean} whether it brings a template */
export function bringsTemplate(rest) {
  return /(^|&)(t|turl)=./.test(rest);
}
