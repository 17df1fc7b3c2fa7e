"""The ways around drawing: taking back, waiting for a restart, two fingers, two tabs, links, keys.

    test_ways.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]

Works as test_draw.py does, and with its means.
"""

import sys

from support.drawing import GREEN, RED, SCALE, aim_together
from support.reader import DESKTOP, PHONE
from support.scenarios import run_all

COOLDOWN_MILLIS = 60_000
BOARD = ("--board", "main=200x200")
FREE = (*BOARD, "--cooldown", "0")
SLOW = (*BOARD, "--cooldown", str(COOLDOWN_MILLIS))
# Longer than two digits of one number may be apart.
DIGITS_APART_MILLIS = 600


def wait_text(reader, element, pattern):
    reader.page.wait_for_function(
        "([id, pattern]) => new RegExp(pattern).test(document.getElementById(id).textContent)",
        arg=[element, pattern],
    )


def wait_hash(reader, pattern):
    reader.page.wait_for_function("pattern => new RegExp(pattern).test(location.hash)", arg=pattern)


def place(reader, number, point):
    reader.choose(number)
    reader.click_board(point)
    return reader.wait_status("^Placed")


def chosen(reader):
    """The number of the chosen colour, or nothing."""
    swatches = reader.page.locator(".swatch[aria-checked=true]")
    return int(swatches.get_attribute("data-colour")) if swatches.count() > 0 else None


def takes_back(stage):
    """The charge comes back with the pixel, and can be spent at once."""
    url = stage.serve(*SLOW, "--charges", "2").url
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    point, _ = aim_together(DESKTOP, ana, leo)
    before = leo.colour_at(point)
    assert ana.text("place-count") == "2 of 2", ana.text("place-count")
    place(ana, RED, point)
    leo.wait_colour(point, ana.swatch_colour(RED))
    wait_text(ana, "place-count", "^1 of 2, next 0:")
    ana.page.click("#undo")
    ana.wait_status("^Taken back")
    leo.wait_colour(point, before)
    wait_text(ana, "place-count", "^2 of 2$")
    assert ana.page.locator("#undo").is_hidden(), "what is taken back cannot be taken back"
    place(ana, GREEN, point)
    leo.wait_colour(point, ana.swatch_colour(GREEN))


def counts_down_a_restart(stage):
    """Told that it restarts, the page says when it is back; who had to wait still has to."""
    server = stage.serve(*SLOW)
    ana = stage.enter(server.url, DESKTOP)
    point, _ = aim_together(DESKTOP, ana)
    place(ana, RED, point)
    server.stop()
    wait_text(ana, "bar-text", "^Restarting")
    wait_text(ana, "bar-countdown", r"^Back in about \d+ s")
    assert ana.page.locator("#bar").is_visible()
    assert ana.text("place-label") == "Offline", ana.text("place-label")
    first = int(ana.text("bar-countdown").split()[3])
    ana.page.wait_for_function(
        "first => parseInt(document.getElementById('bar-countdown').textContent.split(' ')[3]) < first",
        arg=first,
    )
    server.start()
    ana.page.wait_for_selector("html[data-connection=live]", timeout=40_000)
    ana.page.wait_for_selector("#bar", state="hidden")
    ana.click_board((point[0] + 4 * SCALE, point[1]))
    ana.wait_status("^Not yet: ")


class Fingers:
    """Fingers on a phone, side by side; they come and go one after the other."""

    def __init__(self, reader, y):
        self.inspector = reader.context.new_cdp_session(reader.page)
        self.y = y

    def __call__(self, kind, *columns):
        points = [{"x": x, "y": self.y, "id": number} for number, x in enumerate(columns)]
        self.inspector.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def zooms_out_with_two_fingers(stage):
    ana = stage.enter(stage.serve(*FREE).url, PHONE)
    ana.zoom_to(16)
    ana.choose(RED)
    fingers = Fingers(ana, 300)
    fingers("touchStart", 150)
    fingers("touchStart", 150, 240)
    fingers("touchEnd")
    wait_text(ana, "zoom-scale", "^12×")
    fingers("touchStart", 95)
    fingers("touchStart", 95, 295)
    for apart in range(95, 49, -5):
        fingers("touchMove", 195 - apart, 195 + apart)
    fingers("touchEnd")
    wait_text(ana, "zoom-scale", "^[567](\\.|×)")
    assert ana.coordinates() == "", "two fingers chose a pixel"
    assert not ana.text("status").startswith("Placed")


def asks_with_a_finger_that_stays(stage):
    url = stage.serve(*FREE).url
    ana, leo = stage.enter(url, PHONE), stage.enter(url, PHONE)
    point, (x, y) = aim_together(PHONE, ana, leo)
    ana.choose(GREEN)
    fingers = Fingers(ana, point[1])
    fingers("touchStart", point[0])
    answer = ana.page.locator("#callout", has_text=f"{x}, {y}: ")
    answer.filter(has_text="Nobody has placed here yet").wait_for()
    fingers("touchEnd")
    assert ana.page.locator("#cancel").is_hidden(), "a finger that asks does not aim"
    leo.choose(RED)
    leo.tap_and_place(point)
    leo.wait_status("^Placed")
    ana.press("Escape")
    fingers("touchStart", point[0])
    answer.filter(has_text=", by ").wait_for()
    fingers("touchEnd")


def waits_in_both_tabs(stage):
    """One reader, one cooldown: a tab learns what the other one spent."""
    url = stage.serve(*SLOW).url
    ana = stage.enter(url, DESKTOP)
    other = ana.context.new_page()
    other.goto(url)
    other.wait_for_selector("html[data-connection=live]")
    label = other.locator("#place-label")
    assert label.inner_text() == "Place", label.inner_text()
    place(ana, RED, (640, 300))
    label.filter(has_text="0:").wait_for()
    ana.page.click("#undo")
    ana.wait_status("^Taken back")
    label.filter(has_text="Place").wait_for()


def keeps_the_address(stage):
    """A link opens at its place; the address then names whatever is in view, and brings it back."""
    ana = stage.enter(stage.serve(*FREE).url, DESKTOP, path="#120,34,16")
    middle = ana.middle()
    assert ana.text("zoom-scale") == "16×", ana.text("zoom-scale")
    assert ana.pixel_at(middle) == (120, 34), ana.pixel_at(middle)
    ana.page.mouse.down()
    ana.page.mouse.move(middle[0] + 10 * SCALE, middle[1], steps=4)
    ana.page.mouse.up()
    wait_hash(ana, "^#110,34,16$")
    ana.page.mouse.move(0, 0)
    ana.page.click("#zoom-out")
    wait_hash(ana, "^#110,34,12$")
    ana.page.reload()
    ana.wait_live()
    assert ana.text("zoom-scale") == "12×", ana.text("zoom-scale")
    assert ana.pixel_at(middle) == (110, 34), ana.pixel_at(middle)
    ana.page.mouse.move(0, 0)
    ana.page.evaluate("location.hash = '#20,150,24'")
    wait_text(ana, "zoom-scale", "^24×")
    assert ana.coordinates() == "20, 150", ana.coordinates()
    ana.page.click("#zoom-fit")
    wait_hash(ana, "^$")


def obeys_letters(stage):
    ana = stage.enter(stage.serve(*FREE).url, DESKTOP, path="#100,100,16",
                      permissions=["clipboard-read", "clipboard-write"])
    point = (640, 300)
    ana.page.focus("#board")
    pixel = ana.pixel_at(point)
    ana.press("l")
    ana.wait_status("^View locked")
    drag(ana, point)
    assert ana.pixel_at(point) == pixel, "a locked view moved"
    ana.press("l")
    ana.wait_status("^View unlocked")
    drag(ana, point)
    assert ana.pixel_at(point) != pixel, "the view is still locked"
    ana.press("g")
    ana.wait_status("^Grid hidden")
    ana.press("g")
    ana.wait_status("^Grid shown")
    ana.press("c")
    ana.wait_status("^Link copied")
    link = ana.page.evaluate("navigator.clipboard.readText()")
    wait_hash(ana, f"^#{link.split('#')[1]}$")
    assert link == ana.page.url, f"{link} is not {ana.page.url}"
    ana.press("Alt+1")
    wait_text(ana, "zoom-scale", "^1×$")


def drag(reader, point):
    reader.page.mouse.move(*point)
    reader.page.mouse.down()
    reader.page.mouse.move(point[0] + 5 * SCALE, point[1] + 2 * SCALE, steps=3)
    reader.page.mouse.up()


def obeys_digits(stage):
    """Each digit names a colour at once; a second one soon after it makes a number of the two."""
    ana = stage.enter(stage.url(), DESKTOP)
    ana.page.focus("#board")
    for digit in range(10):
        ana.press(str(digit))
        assert chosen(ana) == digit, f"{digit} chose {chosen(ana)}"
        ana.page.wait_for_timeout(DIGITS_APART_MILLIS)
    ana.press("3", "1")
    assert chosen(ana) == 31, chosen(ana)
    # There is no colour 99: the second digit begins anew.
    ana.press("9", "9")
    assert chosen(ana) == 9, chosen(ana)
    ana.press("Escape")
    assert chosen(ana) is None, chosen(ana)


# As in test_draw.py.
SCENARIOS = [
    ("taken back, the pixel and its charge return", takes_back, True),
    ("a restart counts down, and the wait is kept", counts_down_a_restart, True),
    ("two fingers zoom out, by a tap and by a pinch", zooms_out_with_two_fingers, True),
    ("a finger that stays asks who", asks_with_a_finger_that_stays, True),
    ("two tabs of one reader wait together", waits_in_both_tabs, True),
    ("a link opens its place, and the address follows", keeps_the_address, True),
    ("letters: lock, grid, link, one to one", obeys_letters, True),
    ("digits name colours", obeys_digits, False),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
