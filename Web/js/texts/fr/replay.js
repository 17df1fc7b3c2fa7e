// The last minute played again, in French.

export default {
  replayTitle: () => "La dernière minute, 10×",
  replaySlider: () => "Moment de la relecture",
  replayAt: ({ seconds }) => (seconds === "0" ? "Maintenant" : `Il y a ${seconds} s`),
  replayPlay: () => "Lecture",
  replayPause: () => "Pause",
  replayAgain: () => "Revoir",
  replayArea: () => "Autre zone…",
  replayCount: ({ count }) => (count === "1" ? "1 changement" : `${count} changements`),
  replayQuiet: () => "Rien n’a changé ici pendant la dernière minute.",
};
