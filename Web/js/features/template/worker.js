// Turns an image into palette colours beside the page, so that a large one does not hold the page up. Gets
// `{blob, palette}`; answers `{width, height, colours}`, or `{failure}` where the browser cannot read it.

import { nearestIn } from "../../canvas/template/nearest.js";
import { convert, isSizeAllowed } from "../../canvas/template/template.js";

/** So that there is never more than a strip of the image in four bytes a pixel. */
const stripRows = 128;

async function read(blob, palette) {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = bitmap;
  if (!isSizeAllowed(width, height)) throw new RangeError(`an image of ${width} by ${height}`);
  const context = new OffscreenCanvas(width, Math.min(height, stripRows))
    .getContext("2d", { willReadFrequently: true });
  const nearest = nearestIn(palette);
  const colours = new Uint16Array(width * height);
  for (let row = 0; row < height; row += stripRows) {
    const rows = Math.min(stripRows, height - row);
    context.clearRect(0, 0, width, stripRows);
    context.drawImage(bitmap, 0, -row);
    colours.set(convert(context.getImageData(0, 0, width, rows).data, nearest), row * width);
  }
  bitmap.close();
  return { width, height, colours };
}

self.addEventListener("message", async ({ data: { blob, palette } }) => {
  try {
    const image = await read(blob, palette);
    self.postMessage(image, [image.colours.buffer]);
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
});
