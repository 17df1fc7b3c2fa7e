"""What a terminal does to a console, and a console to it: mice, sizes, hostile words, slow lines."""

import getpass
import os
import random
import re
import subprocess
import sys
import threading
import time
import unicodedata

from support.canvas import BINARY, Canvas, Person
from support.consoles import click, console_of, mouse, wait_until
from support.control import Listener
from support.scenarios import Skipped, run_all

STORM_SIZES = 200
HOSTILE_COUNT = 5_000
# A person has no more notes than this.
NOTES_PER_PERSON = 50
# Bytes in a second, on average, with 200 pixels a second in view.
BUDGETS = [((80, 24), 10_240), ((140, 40), 20_480)]
TRAFFIC_SECONDS = 15
SLOW_SECONDS = 5
# What a console may grow by while nobody reads what it writes.
GROWTH_BYTES_MAX = 16 << 20
# All that may be sent to an xterm: what ncurses and the console know, and nothing from anywhere else.
KNOWN_SEQUENCE = re.compile(
    rb"\x1b\[[0-9;]*[ABCDGHJKLMPSTXdfmr@]|\x1b\[\?[0-9;]+[hl]|\x1b\[[0-9;]*[bt]|\x1b\[[0-9]*[hl]"
    rb"|\x1b[=>78M]|\x1b\([0B]|\x1b\]52;c;[A-Za-z0-9+/=]*\x07")
# Besides sequences: the ways to move a cursor, and the bell.
KNOWN_CONTROLS = b"\x07\x08\x09\x0a\x0d\x0e\x0f"
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Crowd:
    """Somebody who places so many pixels a second where everybody looks, until the `with` block ends."""

    def __init__(self, canvas, per_second, around=(100, 100), spread=15):
        self.people = [Person(canvas, f"crowd{number}") for number in range(2)]
        self.per_second, self.around, self.spread = per_second, around, spread
        self.ended = threading.Event()
        self.count = 0

    def __enter__(self):
        self.began = time.monotonic()
        self.threads = [
            threading.Thread(target=self._place, args=(person,), daemon=True) for person in self.people]
        for thread in self.threads:
            thread.start()
        return self

    def _place(self, person):
        dice = random.Random(person.name)
        due = time.monotonic()
        while not self.ended.is_set():
            x, y = (middle + dice.randint(-self.spread, self.spread) for middle in self.around)
            person.place(x, y, dice.randrange(1, 16))
            self.count += 1
            due += len(self.people) / self.per_second
            self.ended.wait(max(0, due - time.monotonic()))

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(20)

    @property
    def rate(self):
        return self.count / (time.monotonic() - self.began)


# The mouse

def play_mouse():
    with Canvas() as canvas, console_of(canvas) as console:
        console.wait_greeting()
        console.wait(re.compile(r"canvas -?\d+,-?\d+ 1:1"))
        console.press("g100,100<Enter>")
        console.wait("cursor 100,100")
        left, top = map(int, re.search(r"canvas (-?\d+),(-?\d+) 1:1", console.text()).groups())
        click(console, 11, 8)
        place = (left + 10, top + 10)
        console.wait(f"cursor {place[0]},{place[1]}")
        mouse(console, 0, 11, 8)
        mouse(console, 32, 20, 12)
        mouse(console, 0, 20, 12, is_release=True)
        console.wait(re.compile(rf"{place[0]},{place[1]} 10x9"))
        mouse(console, 65, 20, 12)
        console.wait(re.compile(r"canvas -?\d+,-?\d+ 1:2"))
        mouse(console, 64, 20, 12)
        console.wait(re.compile(r"canvas -?\d+,-?\d+ 1:1"))
        tabs = console.text().split("\n")[1]
        click(console, tabs.index("8Audit") + 1, 1)
        console.wait("[8Audit]")
        click(console, console.text().split("\n")[1].index("2Clients") + 1, 1)
        console.wait("[2Clients]")


def names_in(text, names):
    """Those of the names that the list shows, from the top."""
    rows = text.split("\n")[3:-2]
    return [name for row in rows for name in names if f" {name} " in row]


def play_header(size):
    """A click on the header sorts by the column that was clicked on, a second one the other way round."""
    drawn = {"bert": 3, "carl": 9, "anna": 1, "dora": 5}
    with Canvas() as canvas, console_of(canvas, size=size) as console:
        for name, pixels in drawn.items():
            person = Person(canvas, name)
            assert person.draw(10, 10 + pixels, pixels, 1, 3) == pixels
        console.wait_greeting()
        for key, word, ascending in (
                ("4", "NAME", sorted(drawn)), ("4", " PX ", sorted(drawn, key=drawn.get))):
            console.press(key)
            console.wait(lambda text: len(names_in(text, drawn)) == len(drawn))
            column = console.text().split("\n")[3].index(word) + len(word) // 2
            click(console, column, 3)
            console.wait(lambda text: names_in(text, drawn) == ascending)
            console.wait(f"sort: {word.strip().lower()} asc")
            click(console, column, 3)
            console.wait(lambda text: names_in(text, drawn) == ascending[::-1])
            console.wait(f"sort: {word.strip().lower()} desc")
        sort_reports(canvas, console, list(drawn))
        with Listener(canvas, Person(canvas, "erik")), Listener(canvas, Person(canvas, "frida")):
            sort_clients(console, ["erik", "frida"])


def sort_reports(canvas, console, names):
    """The table of reports and that of clients have other columns where there is room for more."""
    friend = Person(canvas, "friend")
    for name, pixels in (("bert", 3), ("carl", 9)):
        assert friend.report(10, 10 + pixels, "hate")["state"] == "open", name
    console.press("3")
    console.wait("3Reports(2)]")
    column = console.text().split("\n")[3].index("AUTHOR") + 2
    for wanted in (["bert", "carl"], ["carl", "bert"]):
        click(console, column, 3)
        console.wait(lambda text: names_in(text, names)[:2] == wanted)


def sort_clients(console, names):
    console.press("2")
    console.wait(lambda text: len(names_in(text, names)) == len(names))
    header = console.text().split("\n")[3]
    for word in ("NAME", "RTT", "DROP"):
        click(console, header.index(word) + 1, 3)
        console.wait(f"sort: {word.lower()} asc")
    click(console, header.index("NAME") + 1, 3)
    console.wait(lambda text: names_in(text, names) == names)
    click(console, header.index("NAME") + 1, 3)
    console.wait(lambda text: names_in(text, names) == names[::-1])


# Sizes

def play_resize_storm():
    dice = random.Random(5)
    with Canvas() as canvas, console_of(canvas) as console:
        console.wait_greeting()
        with Crowd(canvas, 100):
            for _ in range(STORM_SIZES):
                console.resize(dice.randint(20, 200), dice.randint(5, 60))
                time.sleep(0.01)
        assert console.wait_end(0) is None, "the storm ended the console"
        console.resize(80, 24)
        console.press("g100,100<Enter>")
        with console_of(canvas) as fresh:
            fresh.wait_greeting()
            fresh.wait(re.compile(r"canvas -?\d+,-?\d+ 1:1"))
            fresh.press("g100,100<Enter>")
            wait_until(
                lambda: picture(console.text()) == picture(fresh.text()) and "cursor 100,100" in fresh.text(),
                "the same screen as a fresh console's")


def picture(text):
    """A screen but for what was going on meanwhile: the status row, ages and the feed, which only the older
    console has heard."""
    rows = [row.ljust(80) for row in text.split("\n")]
    return [
        row[:54] if 2 <= at < 22 else re.sub(r"\d+ \w+ ago", "", row) for at, row in enumerate(rows) if at]


# Hostile words

def hostile_words(dice):
    """Names, reasons and notes as somebody writes them who wants to own the terminal of a moderator."""
    pieces = [
        "\x1b]0;owned\x07", "\x1b[2J", "\x1b[31m", "\x9b31m", "\u202eevil", "\u2066", "\u200f", "\r\n", "\t",
        "\x00", "\x07", "\x7f", "a\u0300\u0301\u0302", "\uff37\uff29\uff24\uff25",
        "\U0001f469\u200d\U0001f4bb",
        "\u200b", "\ufeff", "\ue000", "\U000e0041", "\u2028", "\x1bP1$r\x1b\\", "\x1b[6n", "\x1b[?1049l",
        "\u3164", "\u0489", "\ud7ff", "\U0010ffff", "x", " ", "%s%n", "\\x1b[31m",
    ]
    return "".join(dice.choice(pieces) for _ in range(dice.randint(1, 8)))


def check_stream(taken):
    """No byte reached the terminal but text and what ncurses says."""
    rest = KNOWN_SEQUENCE.sub(b"", taken)
    strange = [byte for byte in rest if (byte < 32 or byte == 127) and byte not in KNOWN_CONTROLS]
    at = rest.find(b"\x1b")
    assert not strange, (strange[:10], rest[max(0, at - 20):at + 20])
    # The end of what was taken may be in the middle of a character.
    text = rest.decode(errors="ignore")
    assert rest.decode(errors="replace").count("\ufffd") <= 1, "not UTF-8"
    for scalar in set(text):
        kind = unicodedata.category(scalar)
        assert scalar not in BIDI, repr(scalar)
        assert kind not in ("Cf", "Co", "Cs", "Cn", "Zl", "Zp", "Mn", "Me"), repr(scalar)
        assert kind != "Cc" or scalar.encode() in KNOWN_CONTROLS, repr(scalar)


def play_hostile():
    """What anybody writes comes to the terminal as text and as nothing else."""
    dice = random.Random(23)
    with Canvas("--sessions-per-address", "0") as canvas:
        reporter, victim = Person(canvas, "friend"), Person(canvas, "victim")
        assert victim.draw(100, 100, 2, 1, 5) == 2
        with console_of(canvas, size=(140, 40)) as console:
            console.wait_greeting()
            written = 0
            for group in range(HOSTILE_COUNT // NOTES_PER_PERSON):
                person = Person(canvas, f"victim{group}")
                for _ in range(NOTES_PER_PERSON):
                    status, _ = canvas.admin(
                        "POST", "/admin/note", {"who": [person.id], "text": hostile_words(dice)})
                    written += status == 200
                if group % 10 == 0:
                    # Chosen so that every screen shows what there is by now.
                    canvas.admin("POST", "/admin/announce", {"text": hostile_words(dice)})
                    reporter.report(100, 100, "other", hostile_words(dice))
                    console.press("12345678<Enter><Esc>")
            # Some of it is nothing at all once it is made safe, and refused.
            assert written > HOSTILE_COUNT * 8 // 10, f"only {written} were ever written"
            console.press("<Esc>1")
            console.wait("1Live]")
            console.press("g100,100<Enter>")
            console.wait("cursor 100,100")
            assert console.wait_end(0) is None
            check_stream(console.taken)
            for row in console.text().split("\n"):
                assert len(row) <= 140


# Lines

def memory_of(pid):
    with open(f"/proc/{pid}/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def play_slow_line():
    """A line that takes nothing gets nothing: no frame is queued, and then comes the newest one."""
    with Canvas() as canvas, console_of(canvas) as console:
        console.wait_greeting()
        console.press("g100,100<Enter>")
        console.wait("cursor 100,100")
        with Crowd(canvas, 200):
            before = memory_of(console.pid)
            console.is_reading = False
            time.sleep(SLOW_SECONDS)
            grown = memory_of(console.pid) - before
        last = Person(canvas, "lastone")
        assert last.place(100, 100, 20)["status"] == 0
        console.is_reading = True
        console.wait("lastone")
        assert grown < GROWTH_BYTES_MAX, f"{grown} bytes more"


def play_traffic(size, budget):
    with Canvas() as canvas, console_of(canvas, size=size) as console:
        console.wait_greeting()
        console.press("g100,100<Enter>")
        console.wait("cursor 100,100")
        with Crowd(canvas, 200) as crowd:
            time.sleep(2)
            began, before = time.monotonic(), console.byte_count()
            time.sleep(TRAFFIC_SECONDS)
            rate = (console.byte_count() - before) / (time.monotonic() - began)
            print(f"    {rate:.0f} bytes a second with {crowd.rate:.0f} pixels a second in view")
            assert 0 < rate <= budget, rate


# tmux

def play_tmux():
    """What people sit at, once."""
    if subprocess.run(["which", "tmux"], capture_output=True).returncode != 0:
        raise Skipped("there is no tmux")
    with Canvas() as canvas:
        painter = Person(canvas, "k3stral")
        assert painter.draw(100, 100, 2, 1, 5) == 2
        tmux = ["tmux", "-S", canvas.data + "/tmux", "-f", "/dev/null"]

        def shown(wanted):
            try:
                wait_until(lambda: wanted in screen(), f"{wanted!r} in tmux")
            except AssertionError as never:
                raise AssertionError(f"{never}:\n{screen()}") from never

        def screen():
            done = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True)
            return done.stdout

        def press(*keys):
            subprocess.run([*tmux, "send-keys", *keys], check=True)

        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        subprocess.run(
            [*tmux, "new-session", "-d", "-x", "80", "-y", "24", f"{BINARY} console --data {canvas.data}"],
            check=True, env=environment)
        try:
            greeting = re.compile(rf" {re.escape(getpass.getuser())} +\d\d:\d\d:\d\d")
            wait_until(lambda: greeting.search(screen()), "a greeting in tmux")
            shown("here")
            press("g", "100,100", "Enter")
            shown("placed ")
            assert "Enter who  v select" in screen().rstrip().split("\n")[-1]
            press("b")
            shown("Hate symbol")
            press("q")
            press("Escape")
            wait_until(lambda: "Hate symbol" not in screen(), "the sheet closed")
            press("?")
            shown("help")
        finally:
            subprocess.run([*tmux, "kill-server"], capture_output=True)


def main():
    scenarios = [
        ("mouse", play_mouse),
        *((f"a click on a header at {size[0]}x{size[1]}", lambda size=size: play_header(size))
          for size, _ in BUDGETS),
        ("a storm of sizes", play_resize_storm),
        ("hostile words", play_hostile),
        ("a slow line", play_slow_line),
        *((f"traffic at {size[0]}x{size[1]}", lambda size=size, budget=budget: play_traffic(size, budget))
          for size, budget in BUDGETS),
        ("tmux", play_tmux),
    ]
    return run_all(__doc__, scenarios)


if __name__ == "__main__":
    sys.exit(main())
