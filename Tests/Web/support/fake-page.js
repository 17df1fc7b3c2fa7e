// The little of a page that views need: parts with words and attributes, and windows with an address.

/** @returns {object} an element's text, attributes and clicks */
export function fakePart() {
  const listeners = new Map();
  return {
    textContent: "",
    title: "",
    hidden: true,
    dataset: {},
    addEventListener: (type, listener) => listeners.set(type, listener),
    removeEventListener: (type) => listeners.delete(type),
    click: () => listeners.get("click")?.(),
  };
}

/** @param {...string} names @returns {Record<string, object>} a part for each */
export function fakeParts(...names) {
  return Object.fromEntries(names.map((name) => [name, fakePart()]));
}

/** @param {string} [hash] @returns {object} a window with listeners, an address and its history */
export function fakeWindow(hash = "") {
  const listeners = new Map();
  const page = {
    replacedCount: 0,
    location: { href: `http://toile.example/b/main${hash}`, hash },
    history: {
      replaceState(state, title, address) {
        page.replacedCount += 1;
        page.go(new URL(address).hash);
      },
    },
    /** The address changes, without anybody being told. */
    go(next) {
      page.location.hash = next;
      page.location.href = page.location.href.replace(/#.*$/, "") + next;
    },
    addEventListener: (type, listener) => listeners.set(type, listener),
    removeEventListener: (type) => listeners.delete(type),
    tell: (type, event) => listeners.get(type)?.(event),
  };
  return page;
}
