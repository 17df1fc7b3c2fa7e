// Ce que la modération a décidé, en français. Zones et pauses sans point final : un motif peut suivre.

const until = (when) => (when === "" ? "" : ` jusqu’à ${when}`);

export default {
  areaFrozen: ({ when }) => `Cette zone est verrouillée par la modération${until(when)}`,
  areaStaff: ({ when }) => `Seule la modération dessine dans cette zone${until(when)}`,
  areaSlower: ({ when, factor }) => `Dans cette zone l’attente est ${factor} fois plus longue${until(when)}`,
  areaCooldown: ({ when, wait }) =>
    `Dans cette zone l’attente est de ${wait} entre deux pixels${until(when)}`,
  areaWait: ({ seconds }) =>
    (seconds < 120 ? `${String(seconds).replace(".", ",")} s` : `${Math.round(seconds / 60)} min`),
  withWhy: ({ sentence, why }) => `${sentence} : ${why}`,
  pauseWords: () => "La modération a mis la toile en pause",
  pauseEnds: ({ when }) => `Reprise : ${when}.`,

  banWords: ({ when }) =>
    (when === "" ? "Vous ne pouvez plus poser de pixels ici."
    : `Vous ne pouvez pas poser de pixels jusqu’à ${when}.`),
  muteWords: ({ when }) =>
    (when === "" ? "Vous ne pouvez plus écrire dans la discussion."
    : `Vous ne pouvez pas écrire dans la discussion jusqu’à ${when}.`),
  reasonWords: ({ reason }) => `Motif : ${reason}.`,
  appealWords: ({ code }) => `Si c’est une erreur, donnez le code ${code} aux responsables de cette toile.`,

  ruleHate: () => "Symbole de haine",
  ruleBotting: () => "Robot",
  ruleNudity: () => "Nudité",
  ruleAlts: () => "Comptes multiples",
  ruleSpam: () => "Spam",
  ruleOther: () => "Autre chose",
};
