// The icon of the page as a clock: while the reader waits, a ring around it fills.

const size = 32;
const middle = size / 2;

export class FaviconRing {
  /** @param {HTMLLinkElement} link the page's icon */
  constructor(link) {
    this.link = link;
    this.original = { href: link.href, type: link.type };
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = size;
    this.picture = new Image();
    this.picture.src = link.href;
    this.shown = null;
  }

  /** @param {number | null} share of the wait that is over; null when nothing is waited for */
  show(share) {
    if (share === this.shown) return;
    this.shown = share;
    this.link.type = share === null ? this.original.type : "image/png";
    this.link.href = share === null ? this.original.href : this.#draw(share);
  }

  #draw(share) {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, size, size);
    if (this.picture.complete && this.picture.naturalWidth > 0) {
      context.globalAlpha = 0.85;
      context.drawImage(this.picture, 7, 7, size - 14, size - 14);
      context.globalAlpha = 1;
    }
    // Seen on light and dark tabs alike: the track is half of either.
    this.#arc(context, 1, "rgb(128 128 128 / 0.45)");
    this.#arc(context, share, "#5b7be0");
    return this.canvas.toDataURL("image/png");
  }

  #arc(context, share, colour) {
    if (share === 0) return;
    const top = -Math.PI / 2;
    context.beginPath();
    context.arc(middle, middle, middle - 2.5, top, top + share * 2 * Math.PI);
    context.lineWidth = 5;
    context.lineCap = "round";
    context.strokeStyle = colour;
    context.stroke();
  }
}
