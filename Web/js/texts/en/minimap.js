// The small map, in English.

export default {
  minimapLabel: () => "Small map",
  minimapHelp: () => "Arrow keys move the view. Escape goes back to the canvas.",
  minimapWaits: () => "The small map appears when you zoom in.",
};
