// A link to draw as staff, `#staff=CODE`. Its code is worth something for half an hour: it goes from the
// address as soon as it is seen, so that no bookmark, no history and no link that is shared holds it.

const form = /^#staff=(.*)$/s;
/** What is longer is no code: so much of it tells the server so. */
const codeMax = 65;

/**
 * @param {{location: Location, history: History}} page
 * @returns {string | null} the code that its address brought; null where it brought none
 */
export function takeStaffCode({ location, history }) {
  const found = form.exec(location.hash);
  if (found === null) return null;
  history.replaceState(null, "", location.href.replace(/#.*$/s, ""));
  return found[1].slice(0, codeMax);
}
