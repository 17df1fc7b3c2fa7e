// Drawing as staff, in English.

export default {
  staffBadge: ({ name }) => `You draw as ${name}. What does that mean?`,
  staffNow: ({ name }) => `You draw as ${name}. Everybody can read that.`,
  staffEnded: () => "You draw as yourself again.",
  staffTitle: () => "You draw as staff",
  staffWords: ({ name }) =>
    `Everybody reads “${name}” behind each pixel that you place and each line that you write.`,
  staffRules: () => "You may draw where only the moderators do. You wait between pixels like everybody else.",
  staffStop: () => "Draw as myself",
  staffStopFailed: () => "You still draw as staff: the server did not answer. Try again in a moment.",
  staffFailed: () => "This staff link does not work",
  staffBadCode: () =>
    "It was used already, is older than 30 minutes, or is not whole. Ask for another with “toile ctl badge” "
    + "and open it here.",
  staffTooFast: () =>
    "Too many links that do not work were opened from your network. Wait a minute, then open a new one.",
  staffNoSession: () =>
    "A badge belongs to a session, and this browser has none here. Allow cookies for this page, then open "
    + "the link again.",
  staffUnreachable: () =>
    "The server did not answer. If this page does not show your badge in a moment, open a new link.",
  staffRefused: ({ message }) => `The server says: ${message}`,
};
