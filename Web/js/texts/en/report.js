// Reporting what somebody placed, in English.

export default {
  reportTitle: () => "Report to the moderators",
  reportBy: ({ name, when }) => `by ${name}, ${when}`,
  reportWhy: () => "What is wrong here? One press sends it.",
  reportOther: () => "Something else…",
  reportText: () => "What is wrong? A moderator reads this.",
  reportSend: () => "Send",
  reportBack: () => "Back",
  reportAgain: () => "Try again",
  reportAsking: () => "One moment…",
  reportSending: () => "Sending…",

  reportOpen: () => "Reported. A moderator will look.",
  reportSeen: () => "Reported. A moderator is looking.",
  reportActed: () => "Dealt with, thank you.",
  reportDismissed: () => "Looked at: nothing was done.",
  reportNews: ({ x, y, note }) => `Your report of ${x}, ${y}: ${note}`,

  reportEmpty: () => "Say in a few words what is wrong.",
  reportTooLong: () => "At most 200 characters. Please shorten it.",
  reportTooMany: ({ wait }) => `You have sent many reports. Wait ${wait}, then try again.`,
  reportNoSession: () => "Only people with a session can report. Reload the page to get one.",
  reportNobody: () => "Nobody has placed here yet: there is nothing to report.",
  reportOwn: () => "This is your own pixel.",
  reportStaff: () => "A moderator placed this.",
  reportUnreachable: () => "The report did not get through. Check the connection and try again.",
  reportFailed: () => "The server could not take the report. Try again in a moment.",
};
