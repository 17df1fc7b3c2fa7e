// Icons from the sprite in the page, so that they take the colour of the text around them.

const svgNamespace = "http://www.w3.org/2000/svg";

/** @param {string} name of a symbol in index.html, without its `i-` @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svgNamespace, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}
