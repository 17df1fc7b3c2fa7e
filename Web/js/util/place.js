// Where the page lives: at `/` or `/b/NAME`, possibly below a folder that a proxy added. Everything else is
// found from there.

/**
 * @param {string} address of the page
 * @returns {{pageRoot: URL, boardName: string}}
 */
export function locate(address) {
  const page = new URL(address);
  const named = /^(.*\/)b\/([a-z0-9][a-z0-9_-]{0,31})$/.exec(page.pathname);
  const root = named === null ? page.pathname.replace(/[^/]*$/, "") : named[1];
  return { pageRoot: new URL(root, page.origin), boardName: named === null ? "main" : named[2] };
}
