// Style sheets of parts that come later, from where this module came from.

const loaded = new Map();

/** @param {string} name of a file in style/ @returns {Promise<void>} done when it is in force */
export function loadStyle(name) {
  if (!loaded.has(name)) loaded.set(name, insert(new URL(`../../style/${name}.css`, import.meta.url)));
  return loaded.get(name);
}

function insert(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address.href;
  const done = new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(`${address.href} could not be loaded`)));
  });
  document.head.append(link);
  return done;
}
