"""How a console begins and ends: every way out, job control, other users, no terminal, no server."""

import fcntl
import grp
import os
import re
import signal
import struct
import subprocess
import sys
import termios

from support.canvas import BINARY, Canvas
from support.consoles import console_of, wait_until
from support.scenarios import Skipped, run_all
from support.terminal import Terminal

# TIOCGPTN of ioctl_tty(2): which terminal it is.
TERMINAL_NUMBER = 0x80045430
LEAVE_SCREEN = b"\x1b[?1049l"
# System users without a name are called by their number.
MODERATOR = 12001
GROUP_NAME = "users"


def is_raw(mode):
    return mode[3] & (termios.ICANON | termios.ECHO) == 0


def is_sane(mode):
    wanted = termios.ICANON | termios.ECHO | termios.ISIG
    return mode[3] & wanted == wanted and mode[0] & termios.ICRNL and mode[1] & termios.OPOST


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


def play_other_user():
    """After `su` a terminal belongs to who one was: the console uses it as it was given, and opens none."""
    if os.getuid() != 0:
        raise Skipped("only root may become somebody else")
    try:
        group = grp.getgrnam(GROUP_NAME).gr_gid
    except KeyError:
        raise Skipped(f"this system has no group {GROUP_NAME}") from None
    with Canvas("--moderators", str(MODERATOR), "--admin-group", GROUP_NAME) as canvas:
        with shell() as line:
            line.wait("PROMPT>")
            line.send(
                f"setpriv --reuid={MODERATOR} --regid={group} --clear-groups"
                f" {BINARY} console --data {canvas.data}\r")
            line.wait(re.compile(rf" {MODERATOR} +\d\d:\d\d:\d\d"))
            line.press("<C-z>")
            line.wait("Stopped")
            line.send("fg\r")
            line.wait(re.compile(rf" {MODERATOR} +\d\d:\d\d:\d\d"))
            line.press("?")
            line.wait("help")
            line.press("qQ")
            wait_until(lambda: line.taken.endswith(b"PROMPT> "), "the shell again")
            # What the shell shares with the console waits again, as a program expects that asks for a line.
            line.send("IFS= read -r said; echo \"code $? $said\"\r")
            # The shell edits its own lines; a program that asks for one gets the terminal's.
            wait_until(lambda: is_sane(termios.tcgetattr(line.master)), "a program that reads a line")
            line.send("typed\r")
            line.wait("code 0 typed")
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


def main():
    return run_all(__doc__, [
        ("every end gives the terminal back", play_ends),
        ("a kill, and the next run", play_kill),
        ("Ctrl-Z and fg", play_rest),
        ("the terminal of somebody else", play_other_user),
        ("no terminal, no server, no TERM", play_surroundings),
        ("a server that is restarted", play_restart),
        ("read only", play_readonly),
    ])


if __name__ == "__main__":
    sys.exit(main())
