// The check of the browser, in English.

export default {
  puzzleChecking: () => "Checking your browser… You can go on looking around.",
  puzzleDone: () => "Ready. Place your pixel.",
  puzzleTooSlow: () => "The check took too long. Close other programs, then place again to repeat it.",
  puzzleFailed: () => "The check did not work out. Place again to repeat it.",
  puzzleOffline: () => "The check got no answer. Place again when the connection is back.",
};
