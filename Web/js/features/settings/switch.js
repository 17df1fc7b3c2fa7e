// A switch with its name and what it does, kept in step with the settings, whoever changes them.

import { make } from "../../ui/dom.js";

let count = 0;

/**
 * @param {{label: string, hint?: string, isOn: boolean, wanted: (isOn: boolean) => void}} options what it is
 *   called, what it does, how it stands, and who is told when the reader moves it
 * @returns {{element: HTMLElement, set: (isOn: boolean) => void}}
 */
export function makeSwitch({ label, hint = "", isOn, wanted }) {
  count += 1;
  const id = `switch-${count}`;
  const box = make("input", {
    type: "checkbox", id, className: "switch-box", role: "switch", checked: isOn,
    "aria-describedby": `${id}-hint`, onchange: () => wanted(box.checked),
  });
  const element = make("div", { className: "switch" },
    make("div", {},
      make("label", { for: id }, label),
      make("p", { id: `${id}-hint`, className: "hint" }, hint)),
    box);
  return { element, set: (value) => { box.checked = value; } };
}

/**
 * A switch of one of the settings.
 * @param {object} app
 * @param {string} key of the setting
 * @param {{label: string, hint?: string}} words
 * @returns {{element: HTMLElement, end: () => void}}
 */
export function settingSwitch({ settings }, key, words) {
  const made = makeSwitch({
    ...words, isOn: settings.get(key), wanted: (isOn) => settings.set(key, isOn),
  });
  return { element: made.element, end: settings.follow(key, made.set) };
}
