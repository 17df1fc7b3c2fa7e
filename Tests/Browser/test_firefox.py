"""Draws in a real Firefox, the one of Debian: the ways that matter most, in the other engine.

    test_firefox.py [--server BINARY | --url URL] [--firefox-esr BINARY] [--only TEXT]

Says "skipped" and why where there is no such browser. The scenarios are those of the other files wherever
they ask no more of a browser than its own protocol can do.
"""

import sys
import urllib.request

from support.drawing import GREEN, aim_together
from support.firefox import Firefox
from support.reader import DESKTOP
from support.scenarios import run_all
from test_access import speaks_french
from test_draw import (
    draws_with_the_keyboard, draws_with_the_mouse, finds_its_board, outlives_a_restart, says_why_not,
)


def is_known_to_the_server(stage):
    """What was drawn is asked for without a browser."""
    ana = stage.enter(stage.url(), DESKTOP)
    point, (x, y) = aim_together(DESKTOP, ana)
    ana.choose(GREEN)
    ana.click_board(point)
    ana.wait_status("^Placed")
    with urllib.request.urlopen(f"{ana.url}api/boards/main/pixel?x={x}&y={y}") as answer:
        said = answer.read().decode()
    assert f'"colour":{GREEN}' in said.replace(" ", ""), said


def draws_either_way(stage):
    """With the graphics processor's means, and without."""
    url = stage.url()
    for way in ("gl", "flat"):
        ana = stage.enter(url, DESKTOP, path=f"?renderer={way}")
        point, (x, y) = aim_together(DESKTOP, ana)
        number = GREEN if way == "gl" else 0
        ana.choose(number)
        ana.click_board(point)
        ana.wait_status(f"^Placed .*{x}, {y}")
        ana.press("Escape")
        ana.wait_colour(point, ana.swatch_colour(number))


# As in test_draw.py.
SCENARIOS = [
    ("drawn with the mouse in one page, seen in another", draws_with_the_mouse, False),
    ("drawn, and the server says so", is_known_to_the_server, False),
    ("drawn with the keyboard alone", draws_with_the_keyboard, False),
    ("drawn with WebGL and without", draws_either_way, False),
    ("a refused pixel goes back and says why", says_why_not, True),
    ("a restart of the server needs no reload", outlives_a_restart, True),
    ("in French, where the browser prefers it", speaks_french, False),
    ("each board has its page", finds_its_board, True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS, "firefox-esr", Firefox, may_lack=True))
