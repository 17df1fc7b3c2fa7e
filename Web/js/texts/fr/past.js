// Looking back, in French.

export default {
  pastTitle: () => "Remonter le temps",
  pastSlider: () => "Moment affiché",
  pastSpeed: () => "Vitesse",
  pastSpeed0: () => "1 min/s",
  pastSpeed1: () => "10 min/s",
  pastSpeed2: () => "1 h/s",
  pastField: () => "Date et heure",
  pastNow: () => "Maintenant",
  pastPlay: () => "Lecture",
  pastPause: () => "Pause",
  pastPicture: () => "Télécharger une image de ce moment",
  pastBadge: ({ when }) => `Telle qu’elle était le ${when}`,
  pastNoTime: () => "Indiquez une date et une heure.",
  pastNone: () => "Ce serveur ne garde pas de passé à regarder.",
  pastNotHeld: () => "La toile de ce moment n’est pas conservée.",
  pastBusy: () => "Le serveur est trop occupé pour remonter le temps. Réessayez plus tard.",
  pastWait: () => "Le serveur est occupé : un instant…",
  pastUnreachable: () => "Le passé n’est pas accessible sans connexion.",
  pastFailed: () => "Ce moment n’a pas pu être obtenu.",
  pastOtherSize: () => "La toile avait alors une autre taille : elle ne peut pas être affichée ici.",
};
