// What pointers, keys and buttons of the page do. Knows the reader's wishes by name and who carries them out.

import { bindKeyboard } from "../input/keyboard.js";
import { bindPointer } from "../input/pointer.js";

/**
 * @param {object} app as app.js makes it, with `who`, `areas`, `features` and `commands`
 * @param {HTMLElement} canvas the board's
 */
export function bindBoard(app, canvas) {
  const { stage, player, areas, who, clock, commands, settings } = app;
  const { viewport } = stage;
  const { gestures } = bindPointer(canvas, () => stage.unit, clock, {
    hover: (point) => player.hover(viewport.pixelAt(point)),
    leave: () => player.hover(null),
    tap: (point, kind) => player.tap(viewport.pixelAt(point), kind),
    hold: (point) => who.tell(viewport.nearestPixel(point)),
    pick: (point) => player.pick(viewport.pixelAt(point)),
    menu: (point) => commands.menu(viewport.nearestPixel(point)),
    pan: (deltaX, deltaY, isCarrying) => pan(app, deltaX, deltaY, isCarrying),
    zoom: (factor, anchor) => stage.change(() => viewport.zoomBy(factor, anchor)),
    settle: (anchor) => stage.change(() => viewport.settle(anchor)),
    zoomOut: (anchor) => stage.change(() => viewport.step(-1, anchor)),
    step: (direction, anchor) => stage.change(() => viewport.step(direction, anchor)),
    select: (from, to, isDone) => areas.drag(from, to, isDone),
  });
  areas.selecting = (isSelecting) => {
    gestures.isSelecting = isSelecting;
  };
  const { keys } = bindKeyboard(canvas, keyIntents(app), clock);
  settings.follow("keys", (isOn) => {
    keys.hasLetters = isOn;
  });
}

/** With Ctrl a drag carries what lies over the board; a locked view stays where it is. */
function pan(app, deltaX, deltaY, isCarrying) {
  if (isCarrying && app.carry !== null) app.carry(deltaX, deltaY);
  else if (!app.isViewLocked) app.stage.change((viewport) => viewport.panBy(deltaX, deltaY));
}

function keyIntents({ stage, player, areas, who, commands }) {
  const { viewport } = stage;
  return {
    moveCursor: (deltaX, deltaY) => player.moveCursor(deltaX, deltaY),
    panScreens: (acrossX, acrossY) => stage.change(() => viewport.panScreens(acrossX, acrossY)),
    zoomStep: (direction) => zoomStep(stage, player, direction),
    fit: () => stage.change(() => viewport.fit()),
    oneToOne: () => stage.change(() => viewport.zoomTo(stage.unit, anchorOf(stage, player))),
    chooseColour: (colour) => player.chooseColour(colour),
    previousColour: () => player.hand.step(-1),
    nextColour: () => player.hand.step(1),
    place: () => {
      if (areas.isSelecting) areas.mark(player.whereabouts);
      else player.place();
    },
    dismiss: () => {
      if (areas.isSelecting) areas.cancel();
      else if (!commands.dismiss()) player.dismiss();
    },
    who: () => who.tell(player.cursor),
    pick: () => player.pick(),
    undo: () => player.undo(),
    menu: () => commands.menu(player.whereabouts),
    ...commands.byKey,
  };
}

/** @param {import("../ui/stage.js").Stage} stage @param {import("../ui/player.js").Player} player */
export function zoomStep(stage, player, direction) {
  stage.change((viewport) => viewport.step(direction, anchorOf(stage, player)));
}

/** Keys and buttons zoom at the cursor where it is in view, else at the middle. */
function anchorOf({ viewport }, { cursor }) {
  if (cursor === null) return viewport.middle;
  const anchor = viewport.pointOf(cursor);
  return viewport.shows(anchor) ? anchor : viewport.middle;
}
