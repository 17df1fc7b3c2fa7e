"""A terminal that nobody sits at: runs a program on a pty, presses keys, and reads what the screen shows."""

import fcntl
import getpass
import os
import pty
import re
import select
import signal
import struct
import termios
import threading
import time

import pyte

# How keys are written in scripts, and what a terminal sends for them.
KEYS = {
    "Enter": "\r", "Esc": "\x1b", "Tab": "\t", "BackTab": "\x1b[Z", "Backspace": "\x7f", "Space": " ",
    "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D",
    "Home": "\x1b[H", "End": "\x1b[F", "PgUp": "\x1b[5~", "PgDn": "\x1b[6~",
    "F1": "\x1bOP", "F3": "\x1bOR", "F10": "\x1b[21~", "C-c": "\x03", "C-z": "\x1a", "C-l": "\x0c",
    "S-Up": "\x1b[1;2A", "S-Down": "\x1b[1;2B", "S-Right": "\x1b[1;2C", "S-Left": "\x1b[1;2D",
}
# How terminals differ. `linux` and `vt100` know fewer colours or none; C knows ASCII only.
TERMINALS = {
    "xterm-256color": {"TERM": "xterm-256color"},
    "tmux-256color": {"TERM": "tmux-256color"},
    "linux": {"TERM": "linux"},
    "vt100": {"TERM": "vt100"},
    "NO_COLOR": {"NO_COLOR": "1"},
    "C locale": {"LANG": "C", "LC_ALL": "C"},
}
WAIT_SECONDS = 20


def keys_of(script):
    """The keys of a script like `b2<Enter>`, one by one."""
    for named, plain in re.findall(r"<([A-Za-z0-9-]+)>|(.)", script, re.DOTALL):
        yield KEYS[named] if named else plain


class Screen(pyte.Screen):
    """A screen that also knows REP, SU and SD, which xterm has and ncurses uses, and keeps to its width."""

    def insert_characters(self, count=None):
        # pyte 0.8.2 keeps the first of the characters that are pushed out over the right edge, unseen, until
        # characters are deleted in that row: then it comes back.
        super().insert_characters(count)
        self.buffer[self.cursor.y].pop(self.columns, None)

    def repeat(self, count=1, **_):
        if self.cursor.x > 0:
            self.draw(self.buffer[self.cursor.y][self.cursor.x - 1].data * (count or 1))


    def scroll_up(self, count=1, **_):
        self._scroll(self.index, -1, count)

    def scroll_down(self, count=1, **_):
        self._scroll(self.reverse_index, 0, count)

    def _scroll(self, step, edge, count):
        """Moves the rows between the margins; the cursor stays where it is."""
        margins = self.margins or (0, self.lines - 1)
        row = self.cursor.y
        self.cursor.y = margins[edge]
        for _ in range(min(count or 1, self.lines)):
            step()
        self.cursor.y = row


class Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "b": "repeat", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down"}


class Terminal:
    """A program on a pty of its own. Leaving the `with` block ends it by its id."""

    def __init__(self, command, columns=80, rows=24, environment=None, cwd=None, user=None, group=None):
        self.command = command
        # Another system user to be, and their group, as numbers; only root may say so.
        self.user, self.group = user, group
        self.size = (columns, rows)
        self.environment = environment or {}
        self.cwd = cwd
        self.screen = Screen(columns, rows)
        self.stream = Stream(self.screen)
        self.lock = threading.Lock()
        self.taken = b""
        self.key_count = 0
        self.is_reading = True
        self.code = None

    def __enter__(self):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            self._become()
        self._resize(*self.size)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        return self

    def _become(self):
        """The child: it waits until its terminal has a size."""
        while termios.tcgetwinsize(0) != (self.size[1], self.size[0]):
            time.sleep(0.005)
        variables = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        # A crash is to end at once, and not with half a minute of looking for its reasons.
        variables["SWIFT_BACKTRACE"] = "enable=no"
        variables.pop("NO_COLOR", None)
        for name, value in self.environment.items():
            variables.pop(name, None)
            if value is not None:
                variables[name] = value
        if self.cwd:
            os.chdir(self.cwd)
        try:
            if self.user is not None:
                # As sshd does: the terminal is theirs.
                os.fchown(0, self.user, -1)
                os.setgroups([])
                os.setgid(self.group)
                os.setuid(self.user)
            os.execvpe(self.command[0], self.command, variables)
        finally:
            # Whatever went wrong: there must not be two of us.
            os._exit(127)

    def __exit__(self, *_):
        if self.code is None:
            os.kill(self.pid, signal.SIGTERM)
            if self.wait_end(5) is None:
                os.kill(self.pid, signal.SIGKILL)
                self.wait_end(5)
        self.reader.join(5)
        os.close(self.master)

    def _resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        """Another size, as when somebody drags the window's corner."""
        with self.lock:
            self.screen.resize(rows, columns)
        self.size = (columns, rows)
        self._resize(columns, rows)

    def _read(self):
        while True:
            if not self.is_reading:
                time.sleep(0.02)
                continue
            try:
                ready, _, _ = select.select([self.master], [], [], 0.1)
                if not ready:
                    if self.code is not None:
                        return
                    continue
                piece = os.read(self.master, 65536)
            except OSError:
                return
            if not piece:
                return
            with self.lock:
                self.taken += piece
                self.stream.feed(piece)

    def press(self, script):
        """Presses keys one after the other, and counts them."""
        for key in keys_of(script):
            self.key_count += 1
            self.send(key)

    def send(self, text):
        os.write(self.master, text.encode())

    def text(self):
        """What stands on the screen, row by row, trailing blanks cut."""
        with self.lock:
            return "\n".join(row.rstrip() for row in self.screen.display)

    def byte_count(self):
        with self.lock:
            return len(self.taken)

    def wait(self, wanted, seconds=WAIT_SECONDS):
        """Waits until the screen shows a text, fits a pattern, or pleases a function; returns the screen."""
        pleases = wanted if callable(wanted) else (
            wanted.search if isinstance(wanted, re.Pattern) else lambda text: wanted in text)
        deadline = time.monotonic() + seconds
        while not pleases(text := self.text()):
            if time.monotonic() > deadline:
                raise AssertionError(f"the screen never showed {wanted}:\n{text}")
            time.sleep(0.02)
        return text

    def wait_greeting(self):
        """Waits until the server has said who sits here: before that, nobody may do anything."""
        name = getpass.getuser() if self.user is None else str(self.user)
        self.wait(re.compile(rf"[ +]{re.escape(name)}(\+\S+)? +\d\d:\d\d:\d\d"))

    def wait_end(self, seconds=WAIT_SECONDS):
        """Waits until the program has ended; its exit code, minus a signal's number, or nothing."""
        deadline = time.monotonic() + seconds
        while self.code is None and time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(0.02)
        return self.code
