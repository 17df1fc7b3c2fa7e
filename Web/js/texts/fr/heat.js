// The heat map, in French.

export default {
  heatTitle: () => "Changements récents",
  heatOld: () => "plus ancien",
  heatNew: () => "à l’instant",
  heatWindow: () => "Jusqu’à quand",
  heatMinutes: () => "5 min",
  heatHour: () => "1 h",
  heatLearning: () => "Recherche des changements précédents…",
  heatFromNow: () => "Les changements précédents n’ont pas pu être obtenus : la carte commence maintenant.",
  heatOn: () => "Changements récents affichés : plus c’est clair, plus c’est récent.",
  heatOff: () => "Changements récents masqués.",
};
