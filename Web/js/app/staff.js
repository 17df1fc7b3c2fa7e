// What wakes up the part of the page for those who draw as staff: a link that makes the reader one of them,
// or the server's word that they are.

import { takeStaffCode } from "../util/staff-link.js";

/**
 * @param {object} app as app.js makes it
 * @param {Window} page
 * @param {string | null} code that the address brought when the page was opened
 */
export function bindStaff(app, page, code) {
  const wake = async (work) => {
    const staff = await app.features.get("staff");
    if (staff !== null) work(staff);
  };
  const take = (given) => {
    if (given !== null) wake((staff) => staff.take(given));
  };
  app.on("you", (you) => {
    if (you.role === "moderator" || app.features.isStarted("staff")) wake((staff) => staff.show());
  });
  // A link that is opened where the page is open already does not load it anew.
  page.addEventListener("hashchange", () => take(takeStaffCode(page)));
  take(code);
}
