// Notifications of the system: asked for only when the reader wants them, shown only while the page is
// hidden, and by one of several tabs.

const holdMillis = 3_000;
/** A tab that is seen speaks up within this time: then nobody needs a notification. */
const graceMillis = 250;

/** @returns {"granted" | "denied" | "default" | "missing"} what the browser lets us do */
export function permission() {
  return "Notification" in window ? Notification.permission : "missing";
}

/**
 * Asks the reader, through the browser. To be called from a click only.
 * @returns {Promise<boolean>} whether notifications may be shown
 */
export async function askToNotify() {
  if (permission() === "default") await Notification.requestPermission();
  return permission() === "granted";
}

/**
 * Runs `work` in one of the tabs that have the same to tell: in one that is seen, or else in the first.
 * @param {string} topic
 * @param {import("../../util/clock.js").Clock} clock
 * @param {() => Promise<void>} work
 */
export async function inOneTab(topic, clock, work) {
  if (navigator.locks === undefined) {
    // Notifications of one tag replace each other, so that one is seen even so.
    await work();
    return;
  }
  if (document.visibilityState !== "visible") {
    await new Promise((resolve) => { clock.schedule(graceMillis, resolve); });
  }
  await navigator.locks.request(`toile-ready ${topic}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    await work();
    await new Promise((resolve) => { clock.schedule(holdMillis, resolve); });
  });
}

/**
 * Shows a notification, unless the page is seen or the reader did not allow any.
 * @param {{title: string, text: string, topic: string, icon: string}} message one of a topic replaces another
 */
export async function notify({ title, text, topic, icon }) {
  if (document.visibilityState === "visible" || permission() !== "granted") return;
  await show(title, { body: text, tag: topic, icon, silent: true });
}

/** Some systems let only service workers show notifications. */
async function show(title, options) {
  try {
    const notification = new Notification(title, options);
    notification.addEventListener("click", () => {
      window.focus();
      notification.close();
    });
  } catch {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.showNotification(title, options);
  }
}
