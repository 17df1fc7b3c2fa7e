// Ce que dit la discussion, en français.

export default {
  chatTitle: () => "Discussion",
  chatLog: () => "Ce qui a été dit. Les flèches vont d’un nom à l’autre.",
  chatWrite: () => "Écrire un message",
  chatSend: () => "Envoyer",
  chatPlace: () => "Insérer la position de votre curseur",
  chatLeft: ({ count }) => (count === 1 ? "reste 1 caractère" : `reste ${count} caractères`),
  chatOver: ({ count }) => `${count} de trop`,
  chatNobody: () => "Personne n’a encore rien dit. Dites bonjour !",
  chatNew: ({ count }) => (count === 1 ? "1 nouveau message" : `${count} nouveaux messages`),
  chatOwn: ({ name }) => `${name} (vous)`,
  chatGo: ({ x, y }) => `Aller en ${x}, ${y}`,
  chatPerson: ({ name }) => `${name} : mentionner ou masquer`,
  chatMention: () => "Mentionner",
  chatMute: () => "Masquer",
  chatMuted: ({ name }) => `${name} est masqué : vous seul ne voyez plus ses messages.`,
  chatUnmute: ({ name }) => `Ne plus masquer ${name}`,
  chatMutedCount: ({ count }) => (count === 1 ? "1 personne masquée" : `${count} personnes masquées`),
  chatSomebody: () => "quelqu’un",

  chatYou: () => "Vous êtes ",
  chatRename: () => "Renommer",
  chatName: () => "Votre nom",
  chatNameRule: () => "3 à 20 lettres sans accent, chiffres, _ ou -",
  chatKeep: () => "Enregistrer",
  chatRenamed: ({ name }) => `Vous vous appelez maintenant ${name}.`,

  chatWatching: () =>
    "Lecture seule : vous pouvez lire, mais pas écrire. Rechargez la page pour ouvrir une session.",
  chatClosed: () => "Il n’y a pas de discussion sur cette toile : elle a été désactivée.",
  chatPolling: () => "Connexion limitée : les nouveaux messages arrivent toutes les quelques secondes.",

  chatEmpty: () => "Écrivez d’abord quelque chose.",
  chatTooLong: () => "300 caractères au plus. Raccourcissez, ou envoyez en deux fois.",
  chatWaiting: () => "Un instant : le précédent est encore en route.",
  chatOffline: () => "Pas de connexion. Votre texte reste ici : envoyez-le quand elle sera revenue.",
  chatUnsure: () => "Pas confirmé. S’il n’apparaît pas ci-dessus, renvoyez-le.",
  chatTooFast: () => "Trop de messages à la fois. Attendez deux secondes, puis renvoyez-le.",
  chatOff: () => "Il n’y a pas de discussion sur cette toile.",
  chatMutedByStaff: () => "Vous ne pouvez pas écrire ici pour l’instant : personne ne l’a vu.",
  chatNoSession: () => "Lecture seule : rechargez la page pour ouvrir une session, puis écrivez.",
  chatBusy: () => "Le serveur n’a pas pu le garder, personne ne l’a vu. Renvoyez-le dans un instant.",
  chatBadRequest: () => "Rien ne peut en être affiché. Écrivez avec des lettres, des chiffres ou des emojis.",
  chatBadName: () =>
    "Ce nom n’est pas possible. Prenez 3 à 20 lettres sans accent, chiffres, _ ou -, et pas un nom de "
    + "l’équipe.",
};
