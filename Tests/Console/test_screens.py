"""Every screen and sheet, on every kind of terminal, exactly as the golden files have it."""

import re
import sys
import time

from support.canvas import BINARY
from support.scenarios import run_all
from support.scripted import FIXTURES, ScriptedServer
from support.terminal import TERMINALS, Terminal

SIZES = [(80, 24), (140, 40)]
# Where pixels are letters, since there are no colours or no half blocks.
LETTERED = {"vt100", "NO_COLOR", "C locale"}
# Where nothing but ASCII is shown.
PLAIN = {"vt100", "C locale"}
# What stands for our glyphs there. The tests of Cells hold this table to be the program's own.
SUBSTITUTES = str.maketrans({
    line[0]: line[2] for line in (FIXTURES / "plain-glyphs.txt").read_text().splitlines()})
# The names of keys in the sample's script, where they are called otherwise here.
KEY_NAMES = {"Bksp": "Backspace", "ShiftUp": "S-Up", "ShiftDown": "S-Down"}
NAMED_KEY = re.compile(r"[A-Z][A-Za-z]+|F\d+")
# The server says again and again what time it is, so that the clock stands still.
CLOCK_SECONDS = 0.5
WAIT_SECONDS = 20


def script_of(keys):
    """The sample's script in the spelling of `Terminal.press`."""
    words = []
    for word in keys.split():
        is_name = NAMED_KEY.fullmatch(word) and word not in ("X", "A")
        words.append(f"<{KEY_NAMES.get(word, word)}>" if is_name else word.replace("_", " "))
    return "".join(words)


def golden(name, size, how):
    """What a terminal has to show."""
    # The smallest terminals show no pixels.
    folder = FIXTURES / "mono" if how in LETTERED and name != "triage" else FIXTURES
    text = (folder / f"{name}-{size[0]}x{size[1]}.txt").read_text().rstrip("\n")
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    if name == "triage":
        # That picture is of the same afternoon before anybody looked for bots.
        text = text.replace("flags 0", "flags 37")
    return text.translate(SUBSTITUTES) if how in PLAIN else text


def difference(shown, wanted):
    """The rows that are not as they should be."""
    rows = zip(shown.split("\n"), wanted.split("\n"))
    return "\n".join(f"row {at}: {a!r}\n  wanted {b!r}" for at, (a, b) in enumerate(rows) if a != b)


class Walk:
    """A console on its way through the afternoon."""

    def __init__(self, server, size, how):
        self.sample, self.size, self.how = server.sample, size, how
        self.door = server.door()
        self.console = Terminal(
            [BINARY, "console", "--socket", self.door.socket], columns=size[0], rows=size[1],
            environment={"TZ": "UTC", **TERMINALS[how]})

    def expect(self, name, mask=lambda text: text):
        """Waits until the screen is that of a golden file, with a clock that stands still."""
        wanted = mask(golden(name, self.size, self.how))
        deadline = time.monotonic() + WAIT_SECONDS
        told = 0
        while (shown := mask(self.console.text().rstrip("\n"))) != wanted:
            now = time.monotonic()
            if now > deadline:
                raise AssertionError(f"{name} is another screen:\n{difference(shown, wanted)}")
            if now - told > CLOCK_SECONDS:
                self.door.tell({"at": self.sample["clock"]})
                told = now
            time.sleep(0.01)

    def play(self):
        with self.console as console:
            console.wait("ana+leo" if self.size[0] < 140 else "mods ana leo")
            # The board is there: its middle is looked at.
            console.wait(re.compile(r"1000,1000 +c(olour )?\d+ +#"))
            for step in self.sample["steps"]:
                if step["state"]:
                    self.door.tell(self.sample["states"][step["state"]])
                console.press(script_of(step["keys"]))
                self.expect(step["name"])
                console.press(script_of(step["back"]))
            assert self.door.unknown == [], self.door.unknown
            if self.size == (80, 24):
                self.play_small()
                self.play_stale()
            console.press("Q")
            assert console.wait_end() == 0

    def play_small(self):
        self.size = (40, 10)
        self.console.resize(*self.size)
        self.expect("triage")
        self.size = (80, 24)
        self.console.resize(*self.size)
        self.expect("live")

    def play_stale(self):
        self.door.hang_up()
        if self.how in LETTERED:
            self.console.wait(re.compile(r"STALE \d\d:\d\d"))
            self.console.wait("Actions are refused, never queued.")
        else:
            self.expect("stale", mask=without_time)


def without_time(text):
    """A server that is gone tells no time: how long it has been gone is another question."""
    text = re.sub(r"STALE \d\d:\d\d", "STALE 00:00", text)
    text = re.sub(r"lost (now|\d+ s) ago - retry \d+ in \d+ s\. *", "lost ", text)
    return re.sub(r"\d+ s ago *", "", text)


def main():
    with ScriptedServer() as server:
        scenarios = [
            (f"all screens at {size[0]}x{size[1]} in {how}",
             lambda size=size, how=how: Walk(server, size, how).play())
            for how in TERMINALS for size in SIZES
        ]
        return run_all(__doc__, scenarios)


if __name__ == "__main__":
    sys.exit(main())
