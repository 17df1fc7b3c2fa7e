// Ce qui est dit des modèles, en français.

const pixels = (count, text) => `${text} ${count < 2 ? "pixel" : "pixels"}`;

export default {
  templateTitle: () => "Modèle",
  templateIntro: () =>
    "Posez une image sur la toile et dessinez-la pixel par pixel. Vous seul la voyez, tant que vous n’en "
    + "partagez pas le lien.",
  templateChoose: () => "Choisir une image…",
  templateReplace: () => "Autre image…",
  templateDropHint: () =>
    "Ou déposez-la n’importe où sur la page, ou collez-la. PNG, GIF, WebP ou JPEG, jusqu’à 4096 × 4096.",
  templateAddress: () => "Ou l’adresse d’une image de ce serveur",
  templateLoad: () => "Charger",
  templateReading: () => "Lecture de l’image…",
  templateTaken: ({ width, height }) =>
    `Modèle de ${width} × ${height} pixels. Dessinez ce que montrent les repères.`,

  templateTooHeavy: () => "Ce fichier dépasse 8 Mo. Essayez-en un plus petit.",
  templateNoImage: () => "Cette image est illisible ici. Essayez un PNG.",
  templateTooLarge: ({ width, height }) =>
    `Cette image fait ${width} × ${height} pixels ; le maximum est 4096 × 4096.`,
  templateForeign: () =>
    "Votre navigateur ne peut pas charger ici d’images d’autres sites. Téléchargez l’image, puis déposez le "
    + "fichier sur cette page.",
  templateUnreachable: () => "Aucune image n’a pu être obtenue à cette adresse.",
  templateLinkBroken: () => "Le modèle de ce lien est abîmé ou coupé. Redemandez le lien.",
  templateNoBoard: () => "Un instant : la toile se charge encore.",

  templateVisiting: () => "Ce modèle est venu avec le lien que vous avez ouvert.",
  templateVisitingStatus: () =>
    "Un modèle est venu avec ce lien. Gardez-le ou retirez-le dans le panneau Modèle.",
  templateKeep: () => "Le garder",
  templateKept: () => "Gardé pour vos prochaines visites.",
  templateRemove: () => "Retirer",
  templateRemoved: () => "Modèle retiré.",

  templateProgress: ({ done, total, percent }) => `${done} pixels sur ${total}, ${percent} %`,
  templateProgressLabel: () => "Avancement du modèle",
  templateSpoken: ({ percent }) => `Le modèle est fait à ${percent} %.`,
  templateDone: () => "Le modèle est terminé.",
  templateOutside: ({ count, text }) =>
    `${pixels(count, text)} hors de la toile, non ${count < 2 ? "compté" : "comptés"}.`,
  templateNext: () => "Prochain pixel faux",
  templateNextKey: () => "Prochain pixel faux (N)",
  templateNextIs: ({ colour, x, y }) => `${colour} va en (${x}, ${y}).`,
  templateColourDone: ({ colour }) => `${colour} : terminé.`,

  templateShow: () => "Afficher",
  templateShowLabel: () => "Afficher le modèle (V)",
  templateHidden: () => "Modèle masqué.",
  templateShown: () => "Modèle affiché.",
  templateModes: () => "Afficher en",
  templateDot: () => "Points",
  templateOutline: () => "Cadres",
  templateFull: () => "Image",
  templateOpacity: () => "Opacité",
  templateOpacityIs: ({ percent }) => `Modèle : opacité ${percent} %.`,
  templateDims: () => "Seulement les pixels faux : ombrer le reste",

  templatePlace: () => "Coin supérieur gauche",
  templateColumn: () => "Colonne (x)",
  templateRow: () => "Ligne (y)",
  templateLeft: () => "Un pixel à gauche (Maj : dix)",
  templateUp: () => "Un pixel vers le haut (Maj : dix)",
  templateDown: () => "Un pixel vers le bas (Maj : dix)",
  templateRight: () => "Un pixel à droite (Maj : dix)",
  templateHere: () => "Mettre le coin au curseur",
  templateHereHint: () =>
    "Choisissez d’abord un pixel sur la toile, puis appuyez ici. À la souris : Ctrl et glissez la toile.",
  templateNoCursor: () => "Choisissez d’abord un pixel sur la toile : il devient le coin supérieur gauche.",
  templateGo: () => "Aller au modèle",

  templateColours: () => "Reste à faire",
  templateColourLabel: ({ colour, left, total }) =>
    `${colour} : reste ${left} sur ${total}. N’afficher que cette couleur`,

  templateShare: () => "Copier le lien avec le modèle",
  templateCopied: () => "Lien avec le modèle copié.",
  templateCopyThis: () => "Copiez ce lien",
  templateNoLink: () =>
    "Ce modèle est trop grand pour voyager dans un lien. Donnez plutôt aux autres l’image et sa place :",
  templateDownload: () => "Télécharger l’image",
  templateFileName: ({ x, y }) => `modele-x${x}-y${y}.png`,
  templateCopyPlace: () => "Copier la place",
  templatePlaceText: ({ link, x, y, width, height }) =>
    `Modèle de ${width} × ${height} pixels, coin supérieur gauche en ${x}, ${y} : ${link}`,
  templatePlaceCopied: () => "Place copiée.",
};
