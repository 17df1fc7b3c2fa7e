// Colours as the server writes them, `#rrggbb`, and as canvases hold them.

/** @param {readonly string[]} hexes @returns {Uint8Array} red, green and blue, one colour after another */
export function channelsOf(hexes) {
  const channels = (hex) => [1, 3, 5].map((place) => Number.parseInt(hex.slice(place, place + 2), 16));
  return Uint8Array.from(hexes.flatMap(channels));
}

/**
 * @param {Uint8Array} colours by pixel
 * @param {Uint8Array} channels by colour, as above
 * @param {Uint8ClampedArray} picture red, green, blue and opacity of each pixel, written
 */
export function paintColours(colours, channels, picture) {
  for (let pixel = 0; pixel < colours.length; pixel += 1) {
    const place = pixel * 4;
    const channel = colours[pixel] * 3;
    picture[place] = channels[channel];
    picture[place + 1] = channels[channel + 1];
    picture[place + 2] = channels[channel + 2];
    picture[place + 3] = 255;
  }
}
