// Les réglages, en français.

export default {
  settingsTitle: () => "Réglages",
  settingsLook: () => "Apparence",
  settingsLanguage: () => "Langue",
  settingsTheme: () => "Couleurs de la page",
  settingsThemeAuto: () => "Du système",
  settingsThemeLight: () => "Claires",
  settingsThemeDark: () => "Sombres",
  settingsMotion: () => "Animations",
  settingsMotionAuto: () => "Du système",
  settingsMotionReduced: () => "Réduites",
  settingsGrid: () => "Grille",
  settingsGridHint: () => "Des lignes entre les pixels, quand ils sont grands. (G)",
  settingsDraw: () => "Dessin",
  settingsOneTap: () => "Poser d’un seul toucher",
  settingsOneTapHint: () => "Sur écran tactile, sans confirmer.",
  settingsGlyphs: () => "Signes sur les couleurs",
  settingsGlyphsHint: () => "Distingue les couleurs proches, sur la palette et les grands pixels.",
  settingsKeys: () => "Touches seules",
  settingsKeysHint: () => "Lettres et chiffres agissent quand la toile a le focus.",
  settingsTell: () => "Quand mon pixel est prêt",
  settingsNotify: () => "Notification",
  settingsNotifyHint: () => "Quand cette page est hors de vue.",
  settingsSound: () => "Son",
  settingsSoundHint: () => "Un son doux. (M)",
  settingsDenied: () =>
    "Votre navigateur ne le permet pas pour cette page. Vous pouvez changer cela "
    + "dans ses réglages.",
  settingsMissing: () => "Ce navigateur n’a pas de notifications.",
};
