"""Starts `wsecho` on a free port for as long as a `with` block lasts."""

import contextlib
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / ".build"


def default_program():
    """The newest build there is."""
    programs = [BUILD / kind / "wsecho" for kind in ("debug", "release")]
    programs = [program for program in programs if program.exists()]
    if not programs:
        raise SystemExit("wsecho is not built: swift build --product wsecho")
    return max(programs, key=lambda program: program.stat().st_mtime)


@contextlib.contextmanager
def echo_server(program=None, arguments=("--deflate",)):
    """Yields the address, as in ws://127.0.0.1:40001/."""
    command = [str(program or default_program()), "--listen", "127.0.0.1:0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            words = server.stdout.readline().split()
            if words[:2] != ["wsecho:", "serving"]:
                raise SystemExit(f"wsecho did not start: {words}")
            yield words[2]
            if server.poll() is not None:
                raise SystemExit(f"wsecho ended with {server.returncode} while it was tested")
        finally:
            server.terminate()
