// Putting text where the reader can paste it.

/** @param {string} text @returns {Promise<boolean>} false where the browser does not let us */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
