"""The terminal that these tests look at: where it knows better than pyte, it shows what tmux shows."""

import pathlib
import subprocess
import sys
import tempfile
import time

from support.scenarios import Skipped, run_all
from support.terminal import Screen, Stream

COLUMNS, ROWS = 20, 4
WAIT_SECONDS = 20
# What it is about, and what is sent.
SEQUENCES = {
    "inserted in a full row, then deleted": b"\x1b[H12345678901234567890\x1b[1;4H\x1b[2@\x1b[4P",
    "inserted and deleted at the right edge": b"\x1b[2;1H12345678901234567890\x1b[2;20H\x1b[@\x1b[P",
    "inserted in the first column": b"\x1b[3;1H12345678901234567890\x1b[3;1H\x1b[8@ab\x1b[2P",
    "scrolled up between margins": b"\x1b[2J\x1b[H1\r\n2\r\n3\r\n4\x1b[2;4r\x1b[2;3H\x1b[2Sx\x1b[r",
    "scrolled down between margins": b"\x1b[2J\x1b[H1\r\n2\r\n3\r\n4\x1b[1;3r\x1b[3;3H\x1b[Tx\x1b[r",
    "scrolled away": b"\x1b[2J\x1b[H1\r\n2\r\n3\r\n4\x1b[9T\x1b[3;1Hx",
    "repeated": b"\x1b[4;1Hab\x1b[5b\x1b[4;5H\x1b[3Pz",
}


def rows_here(sent):
    screen = Screen(COLUMNS, ROWS)
    Stream(screen).feed(sent)
    return [row.rstrip() for row in screen.display]


def rows_in_tmux(sent):
    try:
        subprocess.run(["tmux", "-V"], check=True, capture_output=True)
    except FileNotFoundError:
        raise Skipped("there is no tmux") from None
    with tempfile.TemporaryDirectory(prefix="toile-emulator-") as folder:
        (pathlib.Path(folder) / "sent").write_bytes(sent)
        tmux = ["tmux", "-S", f"{folder}/tmux", "-f", "/dev/null"]
        # That all of it was taken is seen by the cursor, which is put somewhere else at the end.
        said = f"stty raw -echo; cat {folder}/sent; printf '\\033[{ROWS};{COLUMNS}H'; read x"
        subprocess.run(
            [*tmux, "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS + 1), f"sh -c \"{said}\""],
            check=True)
        try:
            deadline = time.monotonic() + WAIT_SECONDS
            place = [*tmux, "display-message", "-p", "#{cursor_x},#{cursor_y}"]
            while (at := ask(place)) != f"{COLUMNS - 1},{ROWS - 1}\n":
                assert time.monotonic() < deadline, f"tmux's cursor stays at {at}"
                time.sleep(0.02)
            return [row.rstrip() for row in ask([*tmux, "capture-pane", "-p"]).split("\n")[:ROWS]]
        finally:
            subprocess.run([*tmux, "kill-server"], capture_output=True)


def ask(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def play(sent):
    here, there = rows_here(sent), rows_in_tmux(sent)
    assert here == there, (here, there)
    assert any(here), "nothing was shown at all"


def main():
    return run_all(__doc__, [
        (name, lambda sent=sent: play(sent)) for name, sent in SEQUENCES.items()])


if __name__ == "__main__":
    sys.exit(main())
