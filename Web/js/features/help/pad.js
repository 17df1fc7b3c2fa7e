// Moving the view without dragging, pinching or keys: four arrows and the zoom.

import { make } from "../../ui/dom.js";
import { icon } from "../../ui/icon.js";

/** How much of the screen a press goes. */
const step = 0.25;

/** @param {object} app @returns {HTMLElement} */
export function makePad({ stage, say }) {
  const pan = (acrossX, acrossY) => () => stage.change((viewport) => viewport.panScreens(acrossX, acrossY));
  const zoom = (direction) => () => stage.change((viewport) => viewport.step(direction, viewport.middle));
  const button = (area, key, symbol, act) => make("button", {
    type: "button", className: `icon-button pad-${area}`, title: say(key), "aria-label": say(key),
    onclick: act,
  }, icon(symbol));
  return make("div", { className: "pad", role: "group", "aria-label": say("helpMove") },
    button("up", "helpUp", "up", pan(0, -step)),
    button("left", "helpLeft", "left", pan(-step, 0)),
    button("fit", "labelFit", "fit", () => stage.change((viewport) => viewport.fit())),
    button("right", "helpRight", "right", pan(step, 0)),
    button("down", "helpDown", "down", pan(0, step)),
    button("in", "labelZoomIn", "plus", zoom(1)),
    button("out", "labelZoomOut", "minus", zoom(-1)));
}
