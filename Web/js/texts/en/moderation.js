// What the moderators decided, in English. Areas and pauses end without a full stop: a reason may follow.

const until = (when) => (when === "" ? "" : ` until ${when}`);

export default {
  areaFrozen: ({ when }) => `This area is locked by the moderators${until(when)}`,
  areaStaff: ({ when }) => `Only the moderators draw in this area${until(when)}`,
  areaSlower: ({ when, factor }) => `In this area you wait ${factor} times as long${until(when)}`,
  areaCooldown: ({ when, wait }) => `In this area you wait ${wait} between two pixels${until(when)}`,
  areaWait: ({ seconds }) => (seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`),
  withWhy: ({ sentence, why }) => `${sentence}: ${why}`,
  pauseWords: () => "The moderators paused the canvas",
  pauseEnds: ({ when }) => `It goes on at ${when}.`,

  banWords: ({ when }) =>
    (when === "" ? "You can no longer place pixels here." : `You cannot place pixels until ${when}.`),
  muteWords: ({ when }) =>
    (when === "" ? "You can no longer write in the chat." : `You cannot write in the chat until ${when}.`),
  reasonWords: ({ reason }) => `Reason: ${reason}.`,
  appealWords: ({ code }) =>
    `If you think this is wrong, tell the people who run this canvas the code ${code}.`,

  ruleHate: () => "Hate symbol",
  ruleBotting: () => "Botting",
  ruleNudity: () => "Nudity",
  ruleAlts: () => "Alts",
  ruleSpam: () => "Spam",
  ruleOther: () => "Something else",
};
