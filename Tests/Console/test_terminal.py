"""What a terminal does to a console, and a console to it: mice, sizes, signals, hostile words, slow lines."""

import fcntl
import getpass
import os
import random
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
import unicodedata

from support.canvas import BINARY, Canvas, Person
from support.scenarios import Skipped, run_all
from support.terminal import Terminal

# TIOCGPTN of ioctl_tty(2): which terminal it is.
TERMINAL_NUMBER = 0x80045430
LEAVE_SCREEN = b"\x1b[?1049l"
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


def console_of(canvas, *options, size=(80, 24), environment=None):
    return Terminal(
        [BINARY, "console", "--data", canvas.data, *options], columns=size[0], rows=size[1],
        environment=environment)


def is_raw(mode):
    return mode[3] & (termios.ICANON | termios.ECHO) == 0


def is_sane(mode):
    wanted = termios.ICANON | termios.ECHO | termios.ISIG
    return mode[3] & wanted == wanted and mode[0] & termios.ICRNL and mode[1] & termios.OPOST


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


# Ends

def play_ends():
    with Canvas() as canvas:
        ways = {
            "SIGTERM": lambda console: os.kill(console.pid, signal.SIGTERM),
            "SIGHUP": lambda console: os.kill(console.pid, signal.SIGHUP),
            "SIGINT": lambda console: os.kill(console.pid, signal.SIGINT),
            "Ctrl-C": lambda console: console.press("<C-c>"),
            "Q": lambda console: console.press("Q"),
            "F10": lambda console: console.press("<F10>"),
            "a crash": lambda console: os.kill(console.pid, signal.SIGSEGV),
            "an abort": lambda console: os.kill(console.pid, signal.SIGABRT),
        }
        for name, way in ways.items():
            with console_of(canvas) as console:
                console.wait_greeting()
                assert is_raw(termios.tcgetattr(console.master)), name
                way(console)
                code = console.wait_end()
                wanted = {"a crash": -signal.SIGSEGV, "an abort": -signal.SIGABRT}.get(name, 0)
                assert code == wanted, (name, code)
                wait_until(lambda: LEAVE_SCREEN in console.taken, f"rmcup after {name}")
                assert is_sane(termios.tcgetattr(console.master)), name


def shell():
    """A shell of which a console is a job, as it is for people."""
    return Terminal(
        ["bash", "--norc", "--noprofile", "-i"], environment={"PS1": "PROMPT> "})


def play_kill():
    """What a kill leaves behind, the next run takes away."""
    with Canvas() as canvas, Terminal(["sleep", "600"]) as terminal:
        # The modes belong to the terminal, which outlives its consoles.
        number, = struct.unpack("I", fcntl.ioctl(terminal.master, TERMINAL_NUMBER, bytes(4)))
        device = f"/dev/pts/{number}"
        first = run_on(device, canvas)
        wait_until(lambda: is_raw(termios.tcgetattr(terminal.master)), "a raw terminal")
        terminal.wait_greeting()
        first.kill()
        first.wait()
        assert is_raw(termios.tcgetattr(terminal.master)), "a kill leaves the terminal raw"
        second = run_on(device, canvas)
        terminal.press("?")
        terminal.wait("help")
        terminal.press("qQ")
        assert second.wait(20) == 0
        assert is_sane(termios.tcgetattr(terminal.master)), "the next run gives it back sane"


def run_on(device, canvas):
    with open(device, "r+b", buffering=0) as line:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        return subprocess.Popen(
            [BINARY, "console", "--data", canvas.data], stdin=line, stdout=line, stderr=line,
            env=environment)


def play_rest():
    """Ctrl-Z gives the shell its terminal, and fg takes it again."""
    with Canvas() as canvas, shell() as line:
        line.wait("PROMPT>")
        line.send(f"{BINARY} console --data {canvas.data}\r")
        line.wait_greeting()
        line.press("<C-z>")
        line.wait("Stopped")
        line.send("stty -a | grep -o ' icanon'\r")
        line.wait(re.compile(r"^ icanon", re.MULTILINE))
        line.send("fg\r")
        line.wait_greeting()
        line.press("?")
        line.wait("help")
        line.press("qQ")
        wait_until(lambda: line.taken.endswith(b"PROMPT> "), "the shell again")
        line.send('echo "code $?"\r')
        line.wait("code 0")
        line.send("exit\r")
        line.wait_end()


# Surroundings

def play_surroundings():
    with Canvas() as canvas:
        for name in ("no-such-terminal", None):
            with console_of(canvas, environment={"TERM": name}) as console:
                console.wait_greeting()
                console.press("Q")
                assert console.wait_end() == 0
                wait_until(lambda: b"taken for xterm-256color" in console.taken, "a word about TERM")
                assert console.taken.count(b"taken for") == 1
        done = subprocess.run(
            [BINARY, "console", "--data", canvas.data], stdin=subprocess.DEVNULL, capture_output=True)
        assert done.returncode == 2 and b"needs a terminal" in done.stderr, done
    with Terminal([BINARY, "console", "--data", "/nonexistent"]) as console:
        assert console.wait_end() == 3
        console.wait("cannot reach the server")


def play_restart():
    """A server that goes and comes back: nothing is done meanwhile, and everything is possible afterwards."""
    with Canvas() as canvas, console_of(canvas) as console:
        console.wait_greeting()
        canvas.stop()
        console.wait(re.compile(r"STALE \d\d:\d\d"))
        console.press("f")
        console.wait("nothing is queued")
        canvas.start()
        console.wait(lambda text: "STALE" not in text)
        console.wait_greeting()
        assert not any("freeze" in line["text"] for line in canvas.audit())
        console.press("g100,100<Enter>")
        console.wait("cursor 100,100")
        console.press("f<Enter>")
        canvas.wait_audit("freeze A")


def play_readonly():
    with Canvas() as canvas, console_of(canvas, "--readonly") as console:
        console.wait_greeting()
        keys = console.text().rstrip().split("\n")[-1]
        assert "goto" in keys and "freeze" not in keys and "ban" not in keys, keys
        console.press("f!A")
        console.wait("not allowed")
        assert canvas.audit() == []


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
        ("a storm of sizes", play_resize_storm),
        ("every end gives the terminal back", play_ends),
        ("a kill, and the next run", play_kill),
        ("Ctrl-Z and fg", play_rest),
        ("no terminal, no server, no TERM", play_surroundings),
        ("a server that is restarted", play_restart),
        ("read only", play_readonly),
        ("hostile words", play_hostile),
        ("a slow line", play_slow_line),
        *((f"traffic at {size[0]}x{size[1]}", lambda size=size, budget=budget: play_traffic(size, budget))
          for size, budget in BUDGETS),
        ("tmux", play_tmux),
    ]
    return run_all(__doc__, scenarios)


if __name__ == "__main__":
    sys.exit(main())
