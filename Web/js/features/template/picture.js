// A template as an image file again, in the colours of the board.

import { rgbOf } from "../../canvas/template/nearest.js";
import { nothing } from "../../canvas/template/template.js";

/**
 * @param {import("./easel.js").Project} project
 * @returns {Promise<Blob>} a PNG, with holes where nothing is wanted
 */
export async function pictureOf({ template, palette }) {
  const { width, height, colours } = template;
  const image = new ImageData(width, height);
  colours.forEach((colour, pixel) => {
    if (colour === nothing) return;
    const rgb = rgbOf(palette[colour]);
    image.data.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, 255], pixel * 4);
  });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
