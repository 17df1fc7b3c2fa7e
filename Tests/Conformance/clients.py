#!/usr/bin/env python3
"""Real clients talk to wsecho: Python's websockets and aiohttp, node's ws, and a browser.

Run it by `.ci/python`, which sees to the packages of requirements.txt; node-ws and chromium are Debian's. A
client that is not there is skipped with a notice. The exit code says whether all that talked came out well.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

from echo_server import default_program, echo_server

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT_SECONDS = 300


def clients():
    """Name and command of each client; a text instead of a command says why it is skipped."""
    yield "websockets", [sys.executable, HERE / "python_clients.py", "websockets"]
    yield "aiohttp", [sys.executable, HERE / "python_clients.py", "aiohttp"]
    has_ws = shutil.which("node") and pathlib.Path("/usr/share/nodejs/ws").exists()
    yield "ws", ["node", HERE / "echo_client.js"] if has_ws else "needs Debian's node-ws"
    has_browser = pathlib.Path("/usr/bin/chromium").exists()
    command = [sys.executable, HERE / "browser_client.py"]
    yield "chromium", command if has_browser else "needs Debian's chromium"


def talk(name, command, address, small_address):
    """Lets one client talk; returns whether all came out well."""
    command = [*command, address, small_address]
    answer = subprocess.run(command, stdout=subprocess.PIPE, timeout=TIMEOUT_SECONDS)
    if answer.returncode != 0:
        print(f"clients: {name}: ended with {answer.returncode}")
        return False
    results = json.loads(answer.stdout)
    for result in results:
        if not result[1]:
            print(f"clients: {name}: {' '.join(map(str, result))}")
    good = sum(1 for result in results if result[1])
    print(f"clients: {name}: {good} of {len(results)} checks came out well", flush=True)
    return good == len(results) > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", type=pathlib.Path, help="the wsecho to test; otherwise the newest build")
    program = parser.parse_args().server or default_program()
    is_good = True
    small = ["--deflate", "--max-message", "1000"]
    with echo_server(program) as address, echo_server(program, small) as small_address:
        for name, command in clients():
            if isinstance(command, str):
                print(f"clients: {name}: skipped, {command}")
            else:
                is_good = talk(name, command, address, small_address) and is_good
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
