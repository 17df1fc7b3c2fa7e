// Signaler ce que quelqu’un a posé, en français.

export default {
  reportTitle: () => "Signaler à la modération",
  reportBy: ({ name, when }) => `par ${name}, ${when}`,
  reportWhy: () => "Qu’est-ce qui ne va pas ? Un clic l’envoie.",
  reportOther: () => "Autre chose…",
  reportText: () => "Qu’est-ce qui ne va pas ? La modération lira ceci.",
  reportSend: () => "Envoyer",
  reportBack: () => "Retour",
  reportAgain: () => "Réessayer",
  reportAsking: () => "Un instant…",
  reportSending: () => "Envoi…",

  reportOpen: () => "Signalé. La modération va regarder.",
  reportSeen: () => "Signalé. La modération est en train de regarder.",
  reportActed: () => "C’est réglé, merci.",
  reportDismissed: () => "Examiné : aucune suite n’a été donnée.",
  reportNews: ({ x, y, note }) => `Votre signalement de ${x}, ${y} : ${note}`,

  reportEmpty: () => "Dites en quelques mots ce qui ne va pas.",
  reportTooLong: () => "200 caractères au plus. Raccourcissez, s’il vous plaît.",
  reportTooMany: ({ wait }) => `Cela fait beaucoup de signalements. Attendez ${wait}, puis réessayez.`,
  reportNoSession: () => "Il faut une session pour signaler. Rechargez la page pour en avoir une.",
  reportNobody: () => "Personne n’a encore posé ici : il n’y a rien à signaler.",
  reportOwn: () => "C’est votre propre pixel.",
  reportStaff: () => "C’est la modération qui a posé ceci.",
  reportUnreachable: () => "Le signalement n’est pas passé. Vérifiez la connexion et réessayez.",
  reportFailed: () => "Le serveur n’a pas pu prendre le signalement. Réessayez dans un instant.",
};
