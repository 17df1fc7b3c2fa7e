// The controls of the template's panel for how it looks and where it lies.

import { make } from "../../ui/dom.js";
import { limits } from "../../canvas/template/template.js";

const modes = { dot: "templateDot", outline: "templateOutline", full: "templateFull" };

/** What the arrows are called, and where they lead. */
const arrows = [
  { key: "templateLeft", sign: "←", x: -1, y: 0 },
  { key: "templateUp", sign: "↑", x: 0, y: -1 },
  { key: "templateDown", sign: "↓", x: 0, y: 1 },
  { key: "templateRight", sign: "→", x: 1, y: 0 },
];
const farPixels = 10;

/** @typedef {{element: HTMLElement, update: (easel: import("./easel.js").Easel) => void}} Controls */

/** @param {import("./easel.js").Easel} easel @param {Function} say @returns {Controls} */
export function lookControls(easel, say) {
  const shown = checkbox(say("templateShow"), (isShown) => easel.setLook({ isShown }));
  shown.title = say("templateShowLabel");
  const dims = checkbox(say("templateDims"), (isDim) => easel.setLook({ dims: isDim }));
  const choices = Object.entries(modes).map(([mode, key]) => {
    const field = make("input", {
      type: "radio", name: "template-mode", value: mode, className: "unseen",
      onchange: () => easel.setLook({ mode, isShown: true }),
    });
    return { mode, field, label: make("label", {}, field, make("span", {}, say(key))) };
  });
  const opacity = make("input", {
    type: "range", id: "template-opacity", min: "10", max: "100", step: "5",
    oninput: () => {
      easel.opacity = opacity.value / 100;
    },
  });
  const element = make("fieldset", {},
    make("legend", { className: "unseen" }, say("templateModes")),
    make("div", { className: "template-modes" }, ...choices.map(({ label }) => label)),
    make("div", { className: "template-slider" },
      make("label", { for: opacity.id }, say("templateOpacity")), opacity),
    shown.label, dims.label);
  const update = ({ look }) => {
    shown.field.checked = look.isShown;
    dims.field.checked = look.dims;
    for (const { mode, field } of choices) field.checked = look.mode === mode;
    opacity.value = String(Math.round(easel.opacity * 100));
  };
  return { element, update };
}

/** @param {import("./template.js").TemplateFeature} feature @param {Function} say @returns {Controls} */
export function placeControls(feature, say) {
  const { easel } = feature;
  // What is not a number goes back to what it was.
  const move = () => {
    const { template } = easel.project;
    const position = (axis) => (fields[axis].value === "" ? template[axis] : Number(fields[axis].value));
    easel.moveTo(position("x"), position("y"));
  };
  const field = (key) => make("input", {
    type: "number", step: "1", min: String(-limits.cornerMax), max: String(limits.cornerMax),
    "aria-label": say(key), onchange: move,
  });
  const fields = { x: field("templateColumn"), y: field("templateRow") };
  const buttons = arrows.map(({ key, sign, x, y }) => make("button", {
    type: "button", className: "icon-button", title: say(key), "aria-label": say(key),
    onclick: ({ shiftKey }) => {
      const { template } = easel.project;
      const step = shiftKey ? farPixels : 1;
      easel.moveTo(template.x + step * x, template.y + step * y);
    },
  }, sign));
  const button = (key, onclick) => make("button", { type: "button", className: "button", onclick }, say(key));
  const element = make("fieldset", {},
    make("legend", {}, say("templatePlace")),
    make("div", { className: "template-corner" }, fields.x, fields.y, make("span", {}, ...buttons)),
    make("div", { className: "template-row" },
      button("templateHere", () => feature.moveToCursor()), button("templateGo", () => feature.goTo())),
    make("p", { className: "template-hint" }, say("templateHereHint")));
  const update = ({ project: { template } }) => {
    fields.x.value = String(template.x);
    fields.y.value = String(template.y);
  };
  return { element, update };
}

function checkbox(text, act) {
  const field = make("input", { type: "checkbox", onchange: () => act(field.checked) });
  return { field, label: make("label", { className: "template-check" }, field, text) };
}
