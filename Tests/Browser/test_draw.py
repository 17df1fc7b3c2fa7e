"""Draws in a real browser: in one page, to be seen in another; by mouse, finger and keys; refused, offline.

    test_draw.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]

Starts the server by itself, a fresh one for each scenario, unless it is given the URL of one that serves
without a cooldown; scenarios that need a server of their own are then left out. Prints a line for each.
"""

import sys

from support.drawing import GREEN, RED, SCALE, aim_together
from support.reader import DESKTOP, NARROW, PHONE, Reader
from support.scenarios import run_all

DARK = 5
COOLDOWN_MILLIS = 30_000


def draws_with_the_mouse(stage):
    url = stage.url()
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    point, (x, y) = aim_together(DESKTOP, ana, leo)
    before = leo.colour_at(point)
    number = RED if before != ana.swatch_colour(RED) else GREEN
    ana.choose(number)
    ana.click_board(point)
    leo.wait_colour(point, ana.swatch_colour(number))
    said = ana.wait_status("^Placed")
    assert f"({x}, {y})" in said, said
    ana.press("Escape")
    ana.wait_colour(point, ana.swatch_colour(number))


def draws_with_a_finger(stage):
    url = stage.url()
    ana, leo = stage.enter(url, PHONE), stage.enter(url, PHONE)
    point, _ = aim_together(PHONE, ana, leo)
    number = RED if leo.colour_at(point) != ana.swatch_colour(RED) else GREEN
    before = leo.colour_at(point)
    ana.choose(number)
    ana.page.touchscreen.tap(*point)
    ana.wait_status("place here")
    assert leo.colour_at(point) == before, "a tap alone must not draw"
    ana.page.click("#place")
    leo.wait_colour(point, ana.swatch_colour(number))


def draws_with_the_keyboard(stage):
    url = stage.url()
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    point, (x, y) = aim_together(DESKTOP, ana, leo)
    ana.page.focus("#board")
    for _ in range(4096):
        if ana.coordinates() == f"{x}, {y}":
            break
        here = [int(part) for part in (ana.coordinates() or "0, 0").split(",")]
        if not ana.coordinates():
            ana.press("ArrowRight")
        elif here[0] != x:
            ana.press("ArrowRight" if here[0] < x else "ArrowLeft")
        else:
            ana.press("ArrowDown" if here[1] < y else "ArrowUp")
    number = GREEN if leo.colour_at(point) != ana.swatch_colour(GREEN) else RED
    ana.press(*f"{number:02}", "Enter")
    leo.wait_colour(point, ana.swatch_colour(number))
    ana.wait_status("^Placed")


def says_why_not(stage):
    """A placement that the page thinks allowed and the server does not: the clock in the page runs ahead."""
    url = stage.serve("--cooldown", str(COOLDOWN_MILLIS)).url
    ana, leo = stage.enter(url, DESKTOP, with_clock=True), stage.enter(url, DESKTOP)
    point, _ = aim_together(DESKTOP, ana, leo)
    ana.choose(RED)
    ana.click_board(point)
    leo.wait_colour(point, ana.swatch_colour(RED))
    ana.wait_status("^Placed")
    other = (point[0] + 4 * SCALE, point[1])
    before = leo.colour_at(other)
    ana.click_board(other)
    ana.wait_status("^Not yet: 0:")
    ana.page.clock.fast_forward(COOLDOWN_MILLIS + 500)
    ana.wait_status("ready")
    ana.click_board(other)
    said = ana.wait_status("^Not yet: 0:")
    assert "0:00" not in said, said
    ana.wait_colour(other, before)
    assert leo.colour_at(other) == before
    # The same colour again is caught before it is sent.
    ana.click_board(point)
    ana.wait_status("^Already this colour")


def resumes_after_a_gap(stage):
    url = stage.url()
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    point, pixel = aim_together(DESKTOP, ana, leo)
    ana.page.evaluate("window.isSamePage = true")
    ana.context.set_offline(True)
    ana.page.wait_for_selector("#bar:not([hidden])")
    ana.choose(GREEN)
    ana.click_board((point[0] + 4 * SCALE, point[1]))
    ana.wait_status("^Not connected")
    number = DARK if leo.colour_at(point) != leo.swatch_colour(DARK) else RED
    leo.choose(number)
    leo.click_board(point)
    leo.wait_status("^Placed")
    ana.context.set_offline(False)
    ana.wait_live()
    ana.wait_colour(point, leo.swatch_colour(number))
    assert "since=" in ana.sockets[-1], ana.sockets
    assert ana.page.evaluate("window.isSamePage"), "the page was loaded again"
    assert ana.pixel_at(point) == pixel, "the view moved"


def outlives_a_restart(stage):
    server = stage.serve("--cooldown", "0")
    ana = stage.enter(server.url, DESKTOP)
    point, pixel = aim_together(DESKTOP, ana)
    ana.page.evaluate("window.isSamePage = true")
    server.stop()
    ana.page.wait_for_selector("#bar:not([hidden])")
    server.start()
    ana.page.wait_for_selector("html[data-connection=live]", timeout=40_000)
    assert ana.page.evaluate("window.isSamePage"), "the page was loaded again"
    assert ana.pixel_at(point) == pixel, "the view moved"
    # A session that a server without a memory forgot is replaced without a word.
    ana.choose(GREEN)
    ana.click_board(point)
    ana.wait_status("^Placed")


def pinches_without_drawing(stage):
    ana = stage.enter(stage.url(), PHONE)
    ana.zoom_to(8)
    ana.choose(RED)
    touch = ana.context.new_cdp_session(ana.page)

    def fingers(kind, *points):
        touch_points = [{"x": x, "y": 300, "id": number} for number, x in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touch_points})

    fingers("touchStart", 170)
    fingers("touchStart", 170, 220)
    for apart in range(25, 76, 5):
        fingers("touchMove", 195 - apart, 195 + apart)
    fingers("touchEnd")
    ana.page.wait_for_timeout(100)
    scale = float(ana.text("zoom-scale").rstrip("×"))
    assert 20 <= scale <= 28, f"three times 8 became {scale}"
    assert ana.coordinates() == "", "a pinch chose a pixel"


def fits_a_narrow_screen(stage):
    ana = stage.enter(stage.url(), NARROW)
    width, height = NARROW["viewport"]["width"], NARROW["viewport"]["height"]
    assert ana.page.evaluate("document.documentElement.scrollWidth") <= width
    buttons = ana.page.locator("button:visible").all()
    assert len(buttons) > 32, "the palette is not there"
    for button in buttons:
        box = button.bounding_box()
        name = button.get_attribute("aria-label") or button.inner_text()
        assert box["width"] >= 24 and box["height"] >= 24, f"{name} is too small: {box}"
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name} sticks out: {box}"
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, f"{name} sticks out: {box}"


def finds_its_board(stage):
    server = stage.serve("--cooldown", "0", "--board", "main=100x100", "--board", "garden=64x48")
    ana = stage.enter(server.url, DESKTOP, path="b/garden")
    assert ana.text("board-name") == "garden"
    ana.page.focus("#board")
    ana.press("Shift+ArrowRight", *["Shift+ArrowRight"] * 8, *["Shift+ArrowDown"] * 8)
    assert ana.coordinates() == "63, 47", ana.coordinates()
    nobody = Reader(stage.browser, server.url, DESKTOP)
    stage.readers.append(nobody)
    nobody.wait_live()
    assert nobody.text("board-name") == "main"


# (what it shows, scenario, whether it needs a server of its own)
SCENARIOS = [
    ("drawn with the mouse in one page, seen in another, 1280x800", draws_with_the_mouse, False),
    ("drawn with a finger in one page, seen in another, 390x844", draws_with_a_finger, False),
    ("drawn with the keyboard alone", draws_with_the_keyboard, False),
    ("a refused pixel goes back and says why", says_why_not, True),
    ("offline: nothing is sent, and it resumes where it was", resumes_after_a_gap, False),
    ("a restart of the server needs no reload", outlives_a_restart, True),
    ("a pinch zooms and does not draw", pinches_without_drawing, False),
    ("everything is within reach at 320 pixels", fits_a_narrow_screen, False),
    ("each board has its page", finds_its_board, True),
]


if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
