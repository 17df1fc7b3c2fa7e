// What the glyphs on the board say, in French.

export default {
  glyphsFrom: ({ scale }) => `Chaque couleur a un signe, visible sur la toile à partir de ${scale}×.`,
};
