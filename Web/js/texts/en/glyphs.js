// What the glyphs on the board say, in English.

export default {
  glyphsFrom: ({ scale }) => `Each colour has a sign, shown on the canvas from ${scale}× on.`,
};
