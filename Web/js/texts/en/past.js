// Looking back, in English.

export default {
  pastTitle: () => "Look back in time",
  pastSlider: () => "Moment shown",
  pastSpeed: () => "Speed",
  pastSpeed0: () => "1 min/s",
  pastSpeed1: () => "10 min/s",
  pastSpeed2: () => "1 h/s",
  pastField: () => "Date and time",
  pastNow: () => "Now",
  pastPlay: () => "Play",
  pastPause: () => "Pause",
  pastPicture: () => "Download a picture of this moment",
  pastBadge: ({ when }) => `As it was on ${when}`,
  pastNoTime: () => "Enter a date and a time.",
  pastNone: () => "This server keeps no past to look at.",
  pastNotHeld: () => "The canvas of that moment is not kept.",
  pastBusy: () => "The server is too busy to look back. Try again later.",
  pastWait: () => "The server is busy: one moment…",
  pastUnreachable: () => "The past cannot be had without a connection.",
  pastFailed: () => "That moment could not be had.",
  pastOtherSize: () => "The canvas had another size then: it cannot be shown here.",
};
