// The menu of a pixel and its history, in English.

export default {
  menuTitle: ({ x, y, colour }) => (colour === "" ? `${x}, ${y}` : `${x}, ${y} · ${colour}`),
  menuWho: () => "Who placed this?",
  menuHistory: () => "History of this pixel",
  menuReplay: () => "Replay the last minute here",
  menuPick: () => "Pick up this colour",
  menuLink: () => "Copy a link to this pixel",
  menuReport: () => "Report this pixel",

  menuHistoryTitle: ({ x, y }) => `Pixel ${x}, ${y}`,
  menuGo: () => "Go there",
  menuAsking: () => "Asking…",
  menuNobody: () => "Nobody has placed here yet.",
  menuBy: ({ name }) => `by ${name}`,
  menuUndone: ({ name }) => `again: ${name} took one back`,
  menuUnknown: () => "somebody",
  menuOlder: () => "Older",
  menuRetry: () => "Try again",
  menuBusy: () => "The server is busy with the past. Try again in a moment.",
  menuFailed: () => "The history could not be had. Check the connection and try again.",
};
