"""The everyday jobs of a moderator, key by key: no more keys than were promised, and a line in the audit."""

import re
import sys

from support.canvas import BINARY, Canvas, Person
from support.scenarios import run_all
from support.terminal import TERMINALS, Terminal

SIZES = [(80, 24), (140, 40)]


def open_console(canvas, size, environment):
    return Terminal(
        [BINARY, "console", "--data", canvas.data], columns=size[0], rows=size[1], environment=environment)


def keys_used(console, script):
    """Presses keys and counts them, as UX does: one each, characters too."""
    before = console.key_count
    console.press(script)
    return console.key_count - before


def at(console, x, y, author=None):
    """Brings the cursor to a place before a job begins, and waits until its author is known: that is no part
    of the job."""
    console.press(f"g{x},{y}<Enter>")
    console.wait(re.compile(rf"cursor {x},{y} - colour \d+" + (f" - {author}," if author else "")))


def play(size, environment):
    """All eight jobs, one after the other, in one evening."""
    with Canvas() as canvas:
        vandal, friend = Person(canvas, "k3stral"), Person(canvas, "mina")
        assert friend.draw(100, 100, 3, 1, 4) == 3
        assert vandal.draw(90, 100, 12, 1, 5) >= 11
        with open_console(canvas, size, environment) as console:
            console.wait_greeting()
            who_placed_this(console)
            what_did_they_place(console)
            roll_back_in_an_area(canvas, console)
            freeze_an_area(canvas, console, friend)
            slow_the_canvas(canvas, console)
            ban_with_their_pixels(canvas, console, vandal)
            ban_and_think_again(canvas, console, vandal)
            next_report(canvas, console, friend)
            announce(canvas, console)
            console.press("Q")
            assert console.wait_end() == 0


def who_placed_this(console):
    at(console, 95, 100, "k3stral")


def what_did_they_place(console):
    assert keys_used(console, "u") <= 1
    console.wait("trail of the last")
    console.press("1")
    console.wait("[1Live]")


def undo_last(canvas, console, wanted):
    """`z`, and Enter where the sheet says that others are affected."""
    count = len(canvas.audit())
    assert keys_used(console, "z") <= 1

    def is_answered(text):
        return "─ undo ─" in text or "+- undo -" in text or len(canvas.audit()) > count

    if "undo -" in (text := console.wait(is_answered)) or "─ undo ─" in text:
        assert keys_used(console, "<Enter>") <= 1
    canvas.wait_audit(wanted)
    # The console knows it, too: what is shown after the next key is no more from before.
    console.wait(re.compile(rf"^ {wanted} \d+", re.MULTILINE))


def roll_back_in_an_area(canvas, console):
    at(console, 95, 100, "k3stral")
    console.press("r")
    console.wait("px change")
    console.press("<Enter>")
    canvas.wait_audit("rollback k3stral")
    assert canvas.pixel(95, 100)["colour"] == 0
    undo_last(canvas, console, "undo")
    assert canvas.pixel(95, 100)["colour"] == 5


def freeze_an_area(canvas, console, friend):
    at(console, 150, 150)
    assert keys_used(console, "f<Enter>") <= 2
    canvas.wait_audit("freeze A")
    assert friend.place(150, 150, 7)["status"] == 6
    undo_last(canvas, console, "undo")
    assert friend.place(150, 150, 7)["status"] == 0


def slow_the_canvas(canvas, console):
    assert keys_used(console, "!2<Enter>") <= 3
    canvas.wait_audit("defence 0 -> 2")
    undo_last(canvas, console, "undo")


def ban_with_their_pixels(canvas, console, vandal):
    at(console, 95, 100, "k3stral")
    assert keys_used(console, "b2<Enter>") <= 3
    canvas.wait_audit("rollback k3stral")
    assert vandal.place(10, 10, 3)["status"] == 7
    assert canvas.pixel(95, 100)["colour"] == 0
    undo_last(canvas, console, "undo")
    assert vandal.place(10, 10, 3)["status"] == 0
    assert canvas.pixel(95, 100)["colour"] == 5


def ban_and_think_again(canvas, console, vandal):
    """`z` typed in one breath with what it takes back, before anybody has answered."""
    at(console, 95, 100, "k3stral")
    count = len(canvas.audit())
    assert keys_used(console, "b2<Enter>z") <= 4

    def is_undone(_):
        lines = canvas.audit()
        return len(lines) > count and "undo" in lines[0]["text"]

    console.wait(is_undone)
    assert vandal.place(12, 10, 6)["status"] == 0
    assert canvas.pixel(95, 100)["colour"] == 5


def next_report(canvas, console, friend):
    other = Person(canvas, "zork")
    assert other.draw(20, 20, 4, 1, 6) == 4
    assert friend.report(20, 20, "hate")["state"] == "open"
    console.wait("3Reports(1)")
    assert keys_used(console, "3<Enter>b1<Enter>") <= 5
    canvas.wait_audit("rollback zork")
    assert other.place(30, 30, 2)["status"] == 7
    assert canvas.pixel(20, 20)["colour"] == 0
    console.wait(lambda text: "3Reports(" not in text)
    assert canvas.admin("GET", "/admin/reports")[1]["reports"] == []
    console.press("1")


def announce(canvas, console):
    text = "Five more minutes"
    assert keys_used(console, f"A{text}<Enter>") <= 2 + len(text)
    canvas.wait_audit(text)


def main():
    scenarios = [
        (f"eight jobs at {size[0]}x{size[1]} in {name}", lambda size=size, how=how: play(size, how))
        for name, how in TERMINALS.items() for size in SIZES
    ]
    return run_all(__doc__, scenarios)


if __name__ == "__main__":
    sys.exit(main())
