// Le menu d’un pixel et son histoire, en français.

export default {
  menuTitle: ({ x, y, colour }) => (colour === "" ? `${x}, ${y}` : `${x}, ${y} · ${colour}`),
  menuWho: () => "Qui a posé ce pixel ?",
  menuHistory: () => "Histoire de ce pixel",
  menuReplay: () => "Revoir la dernière minute ici",
  menuPick: () => "Prélever cette couleur",
  menuReport: () => "Signaler ce pixel",
  menuLink: () => "Copier un lien vers ce pixel",

  menuHistoryTitle: ({ x, y }) => `Pixel ${x}, ${y}`,
  menuGo: () => "Y aller",
  menuAsking: () => "Un instant…",
  menuNobody: () => "Personne n’a encore posé ici.",
  menuBy: ({ name }) => `par ${name}`,
  menuUndone: ({ name }) => `de nouveau : ${name} a repris le sien`,
  menuUnknown: () => "quelqu’un",
  menuOlder: () => "Plus ancien",
  menuRetry: () => "Réessayer",
  menuBusy: () => "Le serveur est occupé par le passé. Réessayez dans un instant.",
  menuFailed: () => "L’histoire n’a pas pu être chargée. Vérifiez la connexion et réessayez.",
};
