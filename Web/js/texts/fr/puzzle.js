// La vérification du navigateur, en français.

export default {
  puzzleChecking: () => "Vérification de votre navigateur… Vous pouvez continuer à regarder.",
  puzzleDone: () => "C’est prêt. Posez votre pixel.",
  puzzleTooSlow: () =>
    "La vérification a été trop longue. Fermez d’autres programmes, puis posez de nouveau.",
  puzzleFailed: () => "La vérification n’a pas abouti. Posez de nouveau pour la refaire.",
  puzzleOffline: () => "La vérification est restée sans réponse. Posez de nouveau une fois reconnecté.",
};
