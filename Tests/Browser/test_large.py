"""The largest board there is, 4096x4096: it comes in bands, is drawn on, fits in memory, and rests.

    test_large.py [--server BINARY] [--chromium BINARY] [--only TEXT]

Starts a fresh server for each scenario. Prints a line for each.
"""

import sys

from support.drawing import GREEN, RED
from support.painter import Painter
from support.scenarios import run_all
from support.visitor import Visitor

SIDE = 4096
AREA = SIDE * SIDE
OPTIONS = ("--board", f"main={SIDE}x{SIDE}", "--cooldown", "0", "--messages-per-second", "0")
HELD_BYTES_MAX = 120_000_000
BANDS_MIN = 8
QUIET_MILLIS = 2_000
SCALE = 16


def visit(stage, way):
    url = stage.serve(*OPTIONS, "--durability", "memory").url
    # From near: without a graphics processor, to draw all of it again with each band takes half a minute.
    visitor = Visitor(stage.browser, url, way, place=f"#{SIDE // 2},{SIDE // 2},{SCALE}")
    stage.readers.append(visitor)
    return visitor


def comes_in_bands(visitor):
    seen = visitor.page.evaluate("probe.progress")
    assert seen == sorted(seen) and seen[-1] == 1, seen
    assert len(seen) >= BANDS_MIN, f"it came in {len(seen)} parts: {seen}"


def fits_in_memory(visitor):
    parts = visitor.held()
    shown = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in parts.items())
    assert parts["buffers"] >= AREA, f"the board itself is not among them: {shown}"
    assert sum(parts.values()) < HELD_BYTES_MAX, f"megabytes: {shown}"


def rests(visitor):
    visitor.forget()
    visitor.page.wait_for_timeout(QUIET_MILLIS)
    seen = visitor.seen()
    assert (seen["asked"], seen["draws"]) == (0, 0), f"a quiet board costs frames: {seen}"


def uploads_what_changes(visitor):
    """Own pixels and others', from afar and from near: all of it together is a small part of the board."""
    visitor.forget()
    # What a link names is in the middle of the view, and the middle of it is no line of the grid.
    point = visitor.middle()
    x, y = visitor.pixel_at(point)
    assert (x, y) == (SIDE // 2, SIDE // 2), (x, y)
    visitor.choose(RED)
    visitor.click_board(point)
    visitor.wait_status(f"^Placed .*{x}, {y}")
    visitor.press("Escape")
    visitor.wait_colour(point, visitor.swatch_colour(RED))
    with Painter(visitor.url) as painter:
        painter.draw([(x, y, GREEN)])
        visitor.wait_colour(point, visitor.swatch_colour(GREEN))
        visitor.page.click("#zoom-fit")
        painter.draw([(column, column, RED) for column in range(0, SIDE, 64)])
    visitor.page.wait_for_timeout(200)
    uploads = visitor.seen()["uploads"]
    assert 0 < sum(uploads) < AREA / 10, f"{len(uploads)} uploads of {sum(uploads)} pixels"


def serves(stage, way):
    visitor = visit(stage, way)
    comes_in_bands(visitor)
    rests(visitor)
    uploads_what_changes(visitor)
    fits_in_memory(visitor)


def serves_with_graphics(stage):
    serves(stage, "gl")


def serves_flat(stage):
    serves(stage, "flat")


# As in test_draw.py.
SCENARIOS = [
    ("4096x4096 with WebGL: in bands, drawn on, in little memory", serves_with_graphics, True),
    ("4096x4096 without: in bands, drawn on, in little memory", serves_flat, True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
