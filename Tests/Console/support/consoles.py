"""Consoles of a canvas, and what people do to them."""

import time

from support.canvas import BINARY
from support.terminal import Terminal


def console_of(canvas, *options, size=(80, 24), environment=None, **how):
    return Terminal(
        [BINARY, "console", "--data", canvas.data, *options], columns=size[0], rows=size[1],
        environment=environment, **how)


def wait_until(is_true, what, seconds=20):
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise AssertionError(f"never: {what}")
        time.sleep(0.02)


def mouse(console, button, column, row, is_release=False):
    """SGR 1006. Columns and rows count from 0 here."""
    console.send(f"\x1b[<{button};{column + 1};{row + 1}{'m' if is_release else 'M'}")


def click(console, column, row):
    mouse(console, 0, column, row)
    mouse(console, 0, column, row, is_release=True)
