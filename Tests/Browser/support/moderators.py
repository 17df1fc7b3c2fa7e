"""Scenarios with people who moderate: a board of theirs, and what several scenarios do on it."""

from support.drawing import GREEN, RED
from support.reader import DESKTOP, Reader
from support.staff import Staff

HOUR_MILLIS = 3_600_000
POLLING = "?transport=polling"


class Refused(Reader):
    """Somebody to whom the server says no, which browsers complain about."""

    def _complain(self, text):
        if "the server responded with a status of 4" not in text:
            super()._complain(text)


def open_board(stage, *options):
    """A server without a cooldown, and those who moderate it."""
    server = stage.serve("--cooldown", "0", *options)
    return server.url, Staff(server)


def enter(stage, url, size=DESKTOP, **options):
    """Somebody with the page open, to whom the server may say no."""
    reader = Refused(stage.browser, url, size, **options)
    stage.readers.append(reader)
    reader.wait_live()
    return reader


def other_colour(reader, point):
    return RED if reader.colour_at(point) != reader.swatch_colour(RED) else GREEN


def place(reader, point):
    """Places by mouse, a colour that is not there yet, and waits until it is done; the colour's number."""
    number = other_colour(reader, point)
    reader.choose(number)
    reader.page.mouse.move(0, 0)
    reader.click_board(point)
    reader.wait_status("^Placed")
    reader.press("Escape")
    return number


def around(pixel, side=8):
    x, y = pixel
    return {"x": x - side // 2, "y": y - side // 2, "width": side, "height": side}
