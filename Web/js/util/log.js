// The one place that touches the console. Readers are told what matters by the status line; this is for
// whoever debugs.

export const log = Object.freeze({
  /** @param {string} text @param {...unknown} details */
  info(text, ...details) {
    console.info(`toile: ${text}`, ...details);
  },

  /** @param {string} text @param {...unknown} details */
  warn(text, ...details) {
    console.warn(`toile: ${text}`, ...details);
  },
});
