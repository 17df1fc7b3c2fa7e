// The small map, in French.

export default {
  minimapLabel: () => "Petite carte",
  minimapHelp: () => "Les flèches déplacent la vue. Échap revient à la toile.",
  minimapWaits: () => "La petite carte apparaît quand vous zoomez.",
};
