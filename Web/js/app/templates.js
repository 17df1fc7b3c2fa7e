// What wakes the templates up: one that was kept or that came with the address, an image that is dropped onto
// the page or pasted into it. Until then nothing of them is loaded.

import { bindDrops } from "../input/drops.js";
import { storageOf } from "../ui/settings.js";
import { parseLink } from "../util/link.js";
import { bringsTemplate, isTemplateKept, templateKey } from "../util/template-hint.js";

/** @param {object} app as app.js makes it @param {Window} page */
export function bindTemplates(app, page) {
  const wake = async (work) => {
    const template = await app.features.get("template");
    if (template !== null) await work(template);
  };
  bindDrops(page.document, {
    file: (file) => wake((template) => template.takeFile(file)),
    link: (address) => wake((template) => template.takeAddress(address)),
  });
  const openLink = (rest) => {
    if (bringsTemplate(rest)) wake((template) => template.openLink(rest));
  };
  // Not before the board is there, which they are compared with.
  app.whenWhole(() => {
    const key = templateKey(app.pageRoot, app.boardName);
    if (isTemplateKept(storageOf(page), key)) wake(() => {});
    openLink(app.address.rest);
    page.addEventListener("hashchange", () => {
      const rest = parseLink(page.location.hash)?.rest ?? "";
      if (!bringsTemplate(rest)) return;
      app.address.keep(rest);
      openLink(rest);
    });
  });
}
