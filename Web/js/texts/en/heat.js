// The heat map, in English.

export default {
  heatTitle: () => "Recent changes",
  heatOld: () => "older",
  heatNew: () => "just now",
  heatWindow: () => "How far back",
  heatMinutes: () => "5 min",
  heatHour: () => "1 h",
  heatLearning: () => "Asking what changed before…",
  heatFromNow: () => "Earlier changes could not be had: this begins now.",
  heatOn: () => "Recent changes shown: the brighter, the newer.",
  heatOff: () => "Recent changes hidden.",
};
