// What is said about templates, in English.

const pixels = (count, text) => `${text} ${count === 1 ? "pixel" : "pixels"}`;

export default {
  templateTitle: () => "Template",
  templateIntro: () =>
    "Lay a picture over the canvas and draw it pixel by pixel. Only you see it, until you share its link.",
  templateChoose: () => "Choose an image…",
  templateReplace: () => "Another image…",
  templateDropHint: () =>
    "Or drop one anywhere on the page, or paste it. PNG, GIF, WebP or JPEG, up to 4096 × 4096.",
  templateAddress: () => "Or the address of an image on this server",
  templateLoad: () => "Load",
  templateReading: () => "Reading the image…",
  templateTaken: ({ width, height }) => `Template of ${width} × ${height} pixels. Draw what the marks show.`,

  templateTooHeavy: () => "That file is larger than 8 MB. A smaller one works.",
  templateNoImage: () => "That is no image that can be read here. Try a PNG.",
  templateTooLarge: ({ width, height }) =>
    `That image has ${width} × ${height} pixels; 4096 × 4096 is the most.`,
  templateForeign: () =>
    "Your browser may not load images from other sites here. Download the image, then drop the file on this "
    + "page.",
  templateUnreachable: () => "There is no image to be had at that address.",
  templateLinkBroken: () => "The template in this link is damaged or cut off. Ask for the link again.",
  templateNoBoard: () => "One moment: the canvas is still loading.",

  templateVisiting: () => "This template came with the link you opened.",
  templateVisitingStatus: () => "A template came with this link. Keep or remove it in the template panel.",
  templateKeep: () => "Keep it",
  templateKept: () => "Kept for your next visits.",
  templateRemove: () => "Remove",
  templateRemoved: () => "Template removed.",

  templateProgress: ({ done, total, percent }) => `${done} of ${total} pixels, ${percent} %`,
  templateProgressLabel: () => "Progress of the template",
  templateSpoken: ({ percent }) => `The template is ${percent} % done.`,
  templateDone: () => "The template is complete.",
  templateOutside: ({ count, text }) => `${pixels(count, text)} outside of the canvas not counted.`,
  templateNext: () => "Next wrong pixel",
  templateNextKey: () => "Next wrong pixel (N)",
  templateNextIs: ({ colour, x, y }) => `${colour} goes to (${x}, ${y}).`,
  templateColourDone: ({ colour }) => `${colour} is complete.`,

  templateShow: () => "Show",
  templateShowLabel: () => "Show the template (V)",
  templateHidden: () => "Template hidden.",
  templateShown: () => "Template shown.",
  templateModes: () => "Show as",
  templateDot: () => "Dots",
  templateOutline: () => "Frames",
  templateFull: () => "Picture",
  templateOpacity: () => "Opacity",
  templateOpacityIs: ({ percent }) => `Template: ${percent} % opaque.`,
  templateDims: () => "Only wrong pixels: shade the rest",

  templatePlace: () => "Top left corner",
  templateColumn: () => "Column (x)",
  templateRow: () => "Row (y)",
  templateLeft: () => "One pixel left (Shift: ten)",
  templateUp: () => "One pixel up (Shift: ten)",
  templateDown: () => "One pixel down (Shift: ten)",
  templateRight: () => "One pixel right (Shift: ten)",
  templateHere: () => "Put the corner at the cursor",
  templateHereHint: () =>
    "Choose a pixel on the canvas first, then press this. With a mouse: Ctrl and drag the canvas.",
  templateNoCursor: () => "Choose a pixel on the canvas first: it becomes the top left corner.",
  templateGo: () => "Go to the template",

  templateColours: () => "Left to do",
  templateColourLabel: ({ colour, left, total }) =>
    `${colour}: ${left} left of ${total}. Show this colour only`,

  templateShare: () => "Copy link with template",
  templateCopied: () => "Link with the template copied.",
  templateCopyThis: () => "Copy this link",
  templateNoLink: () =>
    "This template is too large to travel in a link. Give others the picture and its place instead:",
  templateDownload: () => "Download picture",
  templateFileName: ({ x, y }) => `template-x${x}-y${y}.png`,
  templateCopyPlace: () => "Copy place",
  templatePlaceText: ({ link, x, y, width, height }) =>
    `Template of ${width} × ${height} pixels, top left corner at ${x}, ${y}: ${link}`,
  templatePlaceCopied: () => "Place copied.",
};
