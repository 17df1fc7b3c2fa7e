// Pictures to keep, in English.

export default {
  downloadTitle: () => "Download a picture",
  downloadPart: () => "What",
  downloadWhole: () => "The whole canvas",
  downloadView: () => "What is in view",
  downloadArea: () => "An area",
  downloadAreaOf: ({ width, height, x, y }) => `The area of ${width} × ${height} at ${x}, ${y}`,
  downloadChoose: () => "Choose an area…",
  downloadScale: () => "Enlarged",
  downloadTimes: ({ scale }) => `${scale}×`,
  downloadSize: ({ width, height }) => `PNG, ${width} × ${height} pixels`,
  downloadNow: () => "As it is now",
  downloadPast: ({ when }) => `As it was on ${when}`,
  downloadOffline: () => "Made by this page, as shown: there is no connection.",
  downloadGo: () => "Download",
  downloadFailed: () => "This browser has no room for a picture of that size. Try a smaller one.",
};
