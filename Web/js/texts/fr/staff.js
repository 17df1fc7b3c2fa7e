// Dessiner au nom de la modération, en français.

export default {
  staffBadge: ({ name }) => `Vous dessinez en tant que ${name}. Qu’est-ce que cela veut dire ?`,
  staffNow: ({ name }) => `Vous dessinez en tant que ${name}. Tout le monde peut le lire.`,
  staffEnded: () => "Vous dessinez à nouveau en votre nom.",
  staffTitle: () => "Vous dessinez pour la modération",
  staffWords: ({ name }) =>
    `Tout le monde lit « ${name} » derrière chaque pixel que vous posez et chaque ligne que vous écrivez.`,
  staffRules: () =>
    "Vous pouvez dessiner là où seule la modération dessine. Vous attendez entre deux pixels comme tout le "
    + "monde.",
  staffStop: () => "Dessiner en mon nom",
  staffStopFailed: () =>
    "Vous dessinez encore pour la modération : le serveur n’a pas répondu. Réessayez dans un instant.",
  staffFailed: () => "Ce lien de modération ne marche pas",
  staffBadCode: () =>
    "Il a déjà servi, il a plus de 30 minutes, ou il n’est pas entier. Demandez-en un autre avec « toile ctl "
    + "badge » et ouvrez-le ici.",
  staffTooFast: () =>
    "Trop de liens qui ne marchent pas ont été ouverts depuis votre réseau. Attendez une minute, puis "
    + "ouvrez-en un nouveau.",
  staffNoSession: () =>
    "Un badge appartient à une session, et ce navigateur n’en a pas ici. Autorisez les cookies pour cette "
    + "page, puis rouvrez le lien.",
  staffUnreachable: () =>
    "Le serveur n’a pas répondu. Si votre badge n’apparaît pas dans un instant, ouvrez un nouveau lien.",
  staffRefused: ({ message }) => `Le serveur dit : ${message}`,
};
