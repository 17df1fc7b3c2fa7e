"""Looks back in a real browser: the past, the last minute, recent changes, the small map, pictures to keep.

    test_past.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]

Starts a fresh server for each scenario; see test_draw.py.
"""

import math
import pathlib
import re
import struct
import sys
import time

from support.drawing import GREEN, RED, SCALE, aim_together
from support.reader import DESKTOP, NARROW
from support.scenarios import run_all

BOARD = (400, 300)
DARK = 5


def serve(stage):
    return stage.serve("--cooldown", "0", "--board", f"main={BOARD[0]}x{BOARD[1]}").url


def menu(reader, label):
    reader.page.click("#tool-more")
    reader.page.get_by_role("button", name=label).last.click()


def paint(reader, point, number):
    reader.choose(number)
    reader.click_board(point)
    reader.wait_status("^Placed")
    reader.press("Escape", "Escape")
    reader.page.mouse.move(0, 0)


def brightness(colour):
    return sum(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def slide(reader, value):
    """Moves the slider as a drag would."""
    script = "(e, value) => { e.value = value; e.dispatchEvent(new Event('input', { bubbles: true })); }"
    reader.page.locator(".time-slider").evaluate(script, str(value))


def second_between(reader):
    """A whole second that begins after what was done before, and is over when this returns."""
    second = math.ceil(time.time())
    reader.page.wait_for_timeout((second + 1.1 - time.time()) * 1000)
    return second


def paint_twice(stage):
    """A reader and a pixel that was red, at a second that is told, and is green."""
    ana = stage.enter(serve(stage), DESKTOP)
    point, _ = aim_together(DESKTOP, ana)
    paint(ana, point, RED)
    second = second_between(ana)
    paint(ana, point, GREEN)
    return ana, point, second


def shows_the_past(stage):
    ana, point, second = paint_twice(stage)
    ana.page.click("#tool-past")
    ana.page.wait_for_selector(".dock-bar")
    slide(ana, second)
    ana.wait_colour(point, ana.swatch_colour(RED))
    badge = ana.page.locator(".dock-badge")
    assert "As it was on" in badge.inner_text(), badge.inner_text()
    ana.click_board((point[0] + 4 * SCALE, point[1]))
    ana.wait_status("looking at the past")
    ana.page.get_by_role("button", name="Now", exact=True).click()
    ana.page.mouse.move(0, 0)
    ana.wait_colour(point, ana.swatch_colour(GREEN))
    assert not badge.is_visible()
    slide(ana, second)
    ana.wait_colour(point, ana.swatch_colour(RED))
    # Drawing goes on underneath.
    leo = stage.enter(ana.url, DESKTOP)
    aim_together(DESKTOP, leo)
    paint(leo, point, DARK)
    ana.page.wait_for_timeout(500)
    assert ana.colour_at(point) == ana.swatch_colour(RED)
    # Who follows the link sees the same moment.
    ana.page.wait_for_function("() => location.hash.includes('&at=')")
    eva = stage.enter(ana.url, DESKTOP, path=ana.page.url.removeprefix(ana.url))
    eva.page.locator(".dock-badge", has_text=badge.inner_text()).wait_for()
    ana.page.focus("#board")
    ana.press("Escape")
    ana.wait_colour(point, ana.swatch_colour(DARK))
    assert ana.page.locator(".dock-bar").count() == 0
    ana.page.wait_for_function("() => !location.hash.includes('at=')")


def goes_through_time_by_keys(stage):
    ana, point, _ = paint_twice(stage)
    before = ana.swatch_colour(0)
    ana.page.click("#tool-past")
    slider = ana.page.locator(".time-slider")
    slider.focus()
    ana.press("Home")
    ana.page.wait_for_selector(".dock-badge:not([hidden])")
    ana.wait_colour(point, before)
    assert slider.get_attribute("aria-valuetext") != "Now"
    ana.press("PageUp")
    ana.wait_colour(point, ana.swatch_colour(GREEN))
    assert slider.get_attribute("aria-valuetext") == "Now"
    ana.page.get_by_role("button", name="Play").click()
    ana.page.wait_for_selector(".dock-badge", state="hidden")
    ana.page.get_by_role("button", name="Play").wait_for()


def says_when_there_is_no_past(stage):
    ana, _, second = paint_twice(stage)
    ana.page.click("#tool-past")
    ana.page.wait_for_selector(".dock-bar")
    ana.context.set_offline(True)
    slide(ana, second)
    ana.page.locator(".bar-note", has_text="without a connection").wait_for()


def shows_where_it_is_hot(stage):
    url = serve(stage)
    leo = stage.enter(url, DESKTOP)
    point, _ = aim_together(DESKTOP, leo)
    paint(leo, point, RED)
    second_between(leo)
    ana = stage.enter(url, DESKTOP)
    aim_together(DESKTOP, ana)
    other = (point[0] + 6 * SCALE, point[1])
    before, blank = ana.colour_at(point), ana.colour_at(other)
    ana.page.focus("#board")
    ana.press("h")
    ana.page.wait_for_selector(".legend")
    ana.page.wait_for_function("() => document.querySelector('.legend-note').textContent === ''")
    ana.page.wait_for_timeout(100)
    quiet, hot = ana.colour_at(other), ana.colour_at(point)
    assert brightness(quiet) < brightness(blank) / 2, f"{quiet} is not dimmed"
    assert brightness(hot) > 1.5 * brightness(quiet), f"{hot} is not hot beside {quiet}"
    paint(leo, other, GREEN)
    ana.page.wait_for_timeout(1000)
    newest = ana.colour_at(other)
    assert brightness(newest) > brightness(hot), f"{newest} is not newer than {hot}"
    ana.press("h")
    ana.wait_colour(point, before)


def replays_the_last_minute(stage):
    url = serve(stage)
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    point, _ = aim_together(DESKTOP, ana, leo)
    before = ana.colour_at(point)
    paint(leo, point, RED)
    ana.wait_colour(point, ana.swatch_colour(RED))
    ana.page.focus("#board")
    ana.press("r")
    ana.page.wait_for_selector(".dock-bar")
    assert "1 change" in ana.page.locator(".dock-bar").inner_text()
    slide(ana, 0)
    ana.wait_colour(point, before)
    ana.page.get_by_role("button", name="Play").click()
    ana.page.get_by_role("button", name="Again").wait_for()
    ana.wait_colour(point, ana.swatch_colour(RED))
    ana.press("Escape")
    assert ana.page.locator(".dock-bar").count() == 0
    paint(leo, point, GREEN)
    ana.wait_colour(point, ana.swatch_colour(GREEN))


def moves_by_the_small_map(stage):
    ana = stage.enter(serve(stage), DESKTOP)
    menu(ana, "Small map")
    ana.zoom_to(SCALE)
    small = ana.page.locator(".minimap")
    small.wait_for()
    middle = (640, 300)

    def middle_pixel():
        pixel = ana.pixel_at(middle)
        ana.page.mouse.move(0, 0)
        return pixel

    box = small.bounding_box()
    ana.page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75)
    x, y = middle_pixel()
    assert abs(x - BOARD[0] * 0.75) < 12 and abs(y - BOARD[1] * 0.75) < 12, f"moved to {x}, {y}"
    small.focus()
    ana.press("ArrowLeft", "ArrowLeft", "ArrowUp")
    left, top = middle_pixel()
    assert left < x - 40 and top < y - 10, f"keys moved from {x}, {y} to {left}, {top}"
    ana.page.click("#zoom-fit")
    assert not small.is_visible()
    menu(ana, "Small map")
    ana.zoom_to(SCALE)
    assert small.count() == 0


def keeps_pictures(stage):
    ana = stage.enter(serve(stage), DESKTOP)
    menu(ana, "Download a picture")
    scale = ana.page.locator("#download-scale")
    scale.fill("3")
    size, name = download(ana)
    assert size == (BOARD[0] * 3, BOARD[1] * 3), size
    assert re.fullmatch(r"main-\d{8}-\d{4}\.png", name), name
    ana.zoom_to(SCALE)
    ana.page.get_by_role("radio", name="What is in view").check()
    scale.fill("1")
    wide, _ = download(ana)
    assert 40 < wide[0] < 100 and 20 < wide[1] < 60, wide
    # Without a connection the page makes it.
    ana.context.set_offline(True)
    ana.page.wait_for_selector("#bar:not([hidden])")
    scale.fill("2")
    size, _ = download(ana)
    assert size == (wide[0] * 2, wide[1] * 2), size


def download(reader):
    """Presses the button; the size of the PNG that came, and what it is called."""
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name="Download").click()
    picture = pathlib.Path(waiting.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG"), picture[:20]
    return struct.unpack(">II", picture[16:24]), waiting.value.suggested_filename


def fits_a_narrow_screen(stage):
    ana = stage.enter(serve(stage), NARROW)
    menu(ana, "Small map")
    ana.zoom_in(4)
    menu(ana, "Recent changes")
    ana.page.wait_for_selector(".legend")
    within_reach(ana)
    menu(ana, "Look back in time")
    ana.page.wait_for_selector(".dock-bar")
    second = second_between(ana)
    ana.page.wait_for_timeout(5000)
    slide(ana, second)
    ana.page.wait_for_selector(".dock-badge:not([hidden])")
    within_reach(ana)


def within_reach(reader):
    width, height = NARROW["viewport"]["width"], NARROW["viewport"]["height"]
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    for control in reader.page.locator(":is(button, input, select, a):visible").all():
        box = control.bounding_box()
        name = control.get_attribute("aria-label") or control.evaluate("e => e.id || e.outerHTML")
        assert box["width"] >= 24 and box["height"] >= 24, f"{name} is too small: {box}"
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name} sticks out: {box}"
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, f"{name} sticks out: {box}"


SCENARIOS = [
    ("the board as it was, and back to now", shows_the_past, True),
    ("through time by keys, and playing to the end", goes_through_time_by_keys, True),
    ("no past without a connection, in words", says_when_there_is_no_past, True),
    ("what changed lately is bright, the rest is dimmed", shows_where_it_is_hot, True),
    ("the last minute played again", replays_the_last_minute, True),
    ("the small map moves the view", moves_by_the_small_map, True),
    ("pictures of the right size, offline too", keeps_pictures, True),
    ("bar, legend and small map fit at 320 pixels", fits_a_narrow_screen, True),
]


if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
