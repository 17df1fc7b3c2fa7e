// What comes once the board is shown: the service worker, by which the page opens without a network, and the
// news that the server has another version of the client.

/**
 * @param {URL} pageRoot
 * @param {{warn: Function}} log
 * @returns {Promise<ServiceWorkerRegistration | null>} null where there can be none: it needs a connection
 *   that nobody can tamper with, and a browser that wants one
 */
export async function registerWorker(pageRoot, log) {
  const { serviceWorker } = navigator;
  if (!window.isSecureContext || serviceWorker === undefined) return null;
  try {
    return await serviceWorker.register(new URL("sw.js", pageRoot), { scope: pageRoot.pathname });
  } catch (error) {
    log.warn("the page will not open without a network", error);
    return null;
  }
}

/**
 * @param {{pageRoot: URL, currentVersion: string, onOutdated: () => void}} options `currentVersion` as the
 *   page says it in `data-version`; `onOutdated` is called once
 * @returns {() => Promise<void>} looks whether the server still serves that version: to be called when there
 *   is a connection again, for servers are replaced while there is none
 */
export function watchVersion({ pageRoot, currentVersion, onOutdated }) {
  let isOutdated = false;
  return async () => {
    if (isOutdated) return;
    // A worker leaves this to the network.
    const response = await fetch(pageRoot, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const version = response?.ok ? response.headers.get("Toile-Version") : null;
    if (isOutdated || version === null || version === currentVersion) return;
    isOutdated = true;
    const registration = await navigator.serviceWorker?.getRegistration(pageRoot.href);
    // It may fetch the new version before the reader wants it.
    registration?.update().catch(() => {});
    onOutdated();
  };
}
