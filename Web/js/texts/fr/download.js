// Pictures to keep, in French.

export default {
  downloadTitle: () => "Télécharger une image",
  downloadPart: () => "Quoi",
  downloadWhole: () => "Toute la toile",
  downloadView: () => "Ce qui est affiché",
  downloadArea: () => "Une zone",
  downloadAreaOf: ({ width, height, x, y }) => `La zone de ${width} × ${height} en ${x}, ${y}`,
  downloadChoose: () => "Choisir une zone…",
  downloadScale: () => "Agrandissement",
  downloadTimes: ({ scale }) => `${scale}×`,
  downloadSize: ({ width, height }) => `PNG, ${width} × ${height} pixels`,
  downloadNow: () => "Telle qu’elle est maintenant",
  downloadPast: ({ when }) => `Telle qu’elle était le ${when}`,
  downloadOffline: () => "Faite par cette page, telle qu’affichée : il n’y a pas de connexion.",
  downloadGo: () => "Télécharger",
  downloadFailed: () => "Ce navigateur n’a pas la place pour une image de cette taille. Essayez plus petit.",
};
