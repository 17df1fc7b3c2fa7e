"""Looks at the picture of the board: both ways to draw it, from near and from afar, lost and found again.

    test_picture.py [--server BINARY] [--chromium BINARY] [--only TEXT]

Starts a fresh server for each scenario. Prints a line for each.
"""

import base64
import random
import sys

from support.painter import Painter, SteadyPainter
from support.reader import DESKTOP, PHONE
from support.scenarios import run_all

GRAPHICS = "?renderer=gl"
FLAT = "?renderer=flat"
SMALL = ("--board", "main=40x30", "--cooldown", "0", "--messages-per-second", "0")
LARGE = ("--board", "main=2000x2000", "--cooldown", "0", "--messages-per-second", "0")
RED = 8
# Colours that are computed, and not looked up, may be rounded either way.
ROUNDING = 2
# A device pixel over three by three of a chequered field has five of one and four of the other.
GREY_TOLERANCE = 20

DIFFERENCE_SCRIPT = """async ([one, other]) => {
  const pixels = await Promise.all([one, other].map(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  return pixels[0].reduce((most, value, place) => Math.max(most, Math.abs(value - pixels[1][place])), 0);
}"""


def noise(painter, seed=3):
    """A colour for every pixel of the board."""
    choose = random.Random(seed).randrange
    places = [(x, y) for y in range(painter.height) for x in range(painter.width)]
    painter.draw([(x, y, choose(len(painter.palette))) for x, y in places])


def difference(reader, one, other):
    """The largest difference between two screenshots in any channel of any pixel."""
    page = reader.context.new_page()
    most = page.evaluate(DIFFERENCE_SCRIPT, [base64.b64encode(png).decode() for png in (one, other)])
    page.close()
    return most


def picture(reader):
    reader.page.mouse.move(0, 0)
    return reader.page.screenshot(mask=[reader.page.locator(".panel")])


def wait_same(reader, other, wanted):
    """Waits until both see the same."""
    for _ in range(40):
        seen = difference(reader, picture(reader), picture(other))
        if seen <= wanted:
            return
        reader.page.wait_for_timeout(100)
    raise AssertionError(f"the pictures differ by {seen}")


def enter_both(stage, url, size):
    return [stage.enter(url, size, path=way) for way in (GRAPHICS, FLAT)]


def same_either_way(stage, size):
    url = stage.serve(*SMALL).url
    with Painter(url) as painter:
        noise(painter)
    graphics, flat = enter_both(stage, url, size)
    wait_same(graphics, flat, ROUNDING)
    for scale in (24, 48):
        for reader in (graphics, flat):
            reader.zoom_to(scale)
        wait_same(graphics, flat, ROUNDING)


def same_on_a_desk(stage):
    same_either_way(stage, DESKTOP)


def same_on_a_phone(stage):
    same_either_way(stage, PHONE)


def mixes_from_afar(stage):
    """A chequered field, seen from where no pixel of it can be told from the next, is grey."""
    url = stage.serve(*LARGE).url
    with Painter(url) as painter:
        dark, light = (painter.palette.index(hex) for hex in ("#000000", "#ffffff"))
        field = [(x, y) for y in range(968, 1032) for x in range(968, 1032)]
        painter.draw([(x, y, light if (x + y) % 2 else dark) for x, y in field])
    for way in (GRAPHICS, FLAT):
        reader = stage.enter(url, DESKTOP, path=way)
        for scale in ("0.33×", "0.5×"):
            while reader.text("zoom-scale") != scale:
                reader.page.click("#zoom-in")
            reader.wait_near(reader.middle(), 127, GREY_TOLERANCE)


def follows_the_board(stage):
    url = stage.serve(*SMALL).url
    readers = enter_both(stage, url, DESKTOP)
    with Painter(url) as painter:
        noise(painter)
        wait_same(*readers, ROUNDING)
        painter.draw([(x, 7, RED) for x in range(3, 30)])
        wait_same(*readers, ROUNDING)


def lose(reader):
    reader.page.evaluate("""() => {
      const context = document.getElementById("board").getContext("webgl2");
      window.loss = context.getExtension("WEBGL_lose_context");
      window.loss.loseContext();
    }""")


def comes_back(stage):
    url = stage.serve(*SMALL).url
    with Painter(url) as painter:
        noise(painter)
    graphics, flat = enter_both(stage, url, DESKTOP)
    wait_same(graphics, flat, ROUNDING)
    lose(graphics)
    with Painter(url) as painter:
        noise(painter, seed=4)
    graphics.page.evaluate("loss.restoreContext()")
    wait_same(graphics, flat, ROUNDING)
    assert graphics.page.locator(".cover").count() == 0


def does_without(stage):
    url = stage.serve(*SMALL).url
    with Painter(url) as painter:
        noise(painter)
    graphics, flat = enter_both(stage, url, DESKTOP)
    lose(graphics)
    graphics.page.wait_for_selector(".cover")
    wait_same(graphics, flat, ROUNDING)
    graphics.choose(RED)
    graphics.page.focus("#board")
    graphics.press("ArrowRight", "Enter")
    graphics.wait_status("^Placed")


def is_still(page):
    """Whether nothing asks for a frame for a second."""
    page.evaluate("window.asked = 0")
    page.wait_for_timeout(1_000)
    return page.evaluate("asked") == 0


def rests(stage):
    url = stage.serve(*SMALL).url
    for way in (GRAPHICS, FLAT):
        reader = stage.enter(url, DESKTOP, path=way)
        reader.page.evaluate("""() => {
          const request = window.requestAnimationFrame.bind(window);
          window.requestAnimationFrame = (work) => { window.asked += 1; return request(work); };
        }""")
        # A busy machine may take some seconds until all that comes with opening a page is over.
        assert any(is_still(reader.page) for _ in range(10)), "frames of a board on which nothing happens"
        reader.page.click("#zoom-in")
        assert reader.page.evaluate("asked") > 0


def keeps_calm(stage):
    """Those who asked for little motion see what others draw twice a second, and their own view at once."""
    url = stage.serve(*SMALL).url
    reader = stage.enter(url, DESKTOP, path=FLAT, reduced_motion="reduce")
    reader.page.evaluate("""() => {
      const prototype = CanvasRenderingContext2D.prototype;
      const { drawImage } = prototype;
      window.draws = 0;
      window.began = performance.now();
      prototype.drawImage = function counted(...values) {
        window.draws += 1;
        drawImage.apply(this, values);
      };
    }""")
    with SteadyPainter(url, 200):
        reader.page.wait_for_timeout(2_000)
        draws, millis = reader.page.evaluate("[draws, performance.now() - began]")
    # Twice a second, and a few for the page itself; without calm it would be thirty a second.
    assert 2 <= draws <= millis / 500 + 4, f"{draws} draws in {millis:.0f} ms"
    reader.zoom_in(3)
    reader.page.wait_for_function("draws => window.draws >= draws + 3", arg=draws)


# (what it shows, scenario, whether it needs a server of its own)
SCENARIOS = [
    ("both ways to draw make the same picture, 1280x800", same_on_a_desk, True),
    ("both ways to draw make the same picture, 390x844 twice as sharp", same_on_a_phone, True),
    ("from afar, pixels mix", mixes_from_afar, True),
    ("what others draw is seen either way", follows_the_board, True),
    ("a lost context that comes back", comes_back, True),
    ("a lost context that does not", does_without, True),
    ("a quiet board costs no frames", rests, True),
    ("little motion for those who asked for it", keeps_calm, True),
]


if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
