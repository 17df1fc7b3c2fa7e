// Building elements without markup in strings, and hiding them without losing the reader's place.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] set as properties; names with a dash, `role`, `for` and
 *   `data-…` as attributes; `onclick` and its like as listeners; undefined ones not at all
 * @param {...(Node | string | null)} children null ones are left out
 * @returns {HTMLElement}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (/-|^role$|^for$/.test(name)) element.setAttribute(name, String(value));
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Shows or hides an element; a focus that goes with it would leave whoever uses the keyboard nowhere.
 * @param {HTMLElement} element
 * @param {boolean} isHidden
 * @param {HTMLElement} refuge gets the focus if the element that goes had it
 */
export function setHidden(element, isHidden, refuge) {
  const losesFocus = isHidden && !element.hidden && element.contains(document.activeElement);
  element.hidden = isHidden;
  if (losesFocus) refuge.focus();
}
