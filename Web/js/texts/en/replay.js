// The last minute played again, in English.

export default {
  replayTitle: () => "The last minute, 10×",
  replaySlider: () => "Moment of the replay",
  replayAt: ({ seconds }) => (seconds === "0" ? "Now" : `${seconds} s ago`),
  replayPlay: () => "Play",
  replayPause: () => "Pause",
  replayAgain: () => "Again",
  replayArea: () => "Other area…",
  replayCount: ({ count }) => (count === "1" ? "1 change" : `${count} changes`),
  replayQuiet: () => "Nothing changed here in the last minute.",
};
