// Where a template lies in the reader's view, and how it is told to others.

import { encodeTemplate } from "../../canvas/template/code.js";
import { formatTemplateLink } from "../../canvas/template/link.js";
import { clamp } from "../../util/clamp.js";

/** What a small screen leaves of its width for the board, in CSS pixels. */
const roomyWidth = 300;
const zoomMin = 0.1;
const zoomMax = 16;

/** @param {{width: number, height: number}} size @param {object} app @returns {{x: number, y: number}} */
export function placeInMiddle({ width, height }, { viewport, replica }) {
  const middle = viewport.pixelAt(viewport.middle);
  // On the board as far as there is room.
  const fit = (position, side, boardSide) => Math.max(0, Math.min(position, boardSide - side));
  return {
    x: fit(middle.x - Math.floor(width / 2), width, replica.grid.width),
    y: fit(middle.y - Math.floor(height / 2), height, replica.grid.height),
  };
}

/**
 * @param {import("../../canvas/template/template.js").Template} template
 * @param {import("../../canvas/grid.js").Grid} grid
 * @returns {{x: number, y: number, zoom: number}} a view of all of it on any screen, in CSS pixels a board
 *   pixel
 */
export function viewOf(template, grid) {
  const room = roomyWidth / Math.max(template.width, template.height);
  const zoom = clamp(room >= 1 ? Math.floor(room) : room, zoomMin, zoomMax);
  const middle = { x: template.x + template.width / 2, y: template.y + template.height / 2 };
  return { ...grid.nearest({ x: Math.floor(middle.x), y: Math.floor(middle.y) }), zoom };
}

/**
 * @param {import("./easel.js").Project} project
 * @param {object} app
 * @returns {Promise<string | null>} a link that brings the template along; null where none can
 */
export async function shareLink({ template, palette, path }, app) {
  const view = viewOf(template, app.replica.grid);
  if (path !== null) {
    const { x, y } = template;
    return app.link({ ...view, rest: formatTemplateLink({ kind: "image", path, x, y }) });
  }
  const code = await encodeTemplate(template, palette);
  return code === null ? null : app.link({ ...view, rest: formatTemplateLink({ kind: "code", code }) });
}

/**
 * @param {import("./easel.js").Project} project
 * @param {object} app
 * @returns {string} where it goes, in words, for those who get the picture by other ways
 */
export function placeText({ template }, app) {
  const link = app.link({ ...viewOf(template, app.replica.grid), rest: "" });
  return app.say("templatePlaceText", { ...template, link });
}
