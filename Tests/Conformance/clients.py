#!/usr/bin/env python3
"""Real clients talk to wsecho: Python's websockets and aiohttp, node's ws, and a browser.

The Python packages are installed into a virtual environment under .build, once; node-ws and chromium are Debian's.
A client that is not there is skipped with a notice. The exit code says whether all that talked came out well.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import venv

from echo_server import BUILD, default_program, echo_server

HERE = pathlib.Path(__file__).resolve().parent
HOME = BUILD / "conformance" / "clients"
PACKAGES = ["websockets==15.0.1", "aiohttp==3.12.15", "playwright==1.55.0"]
TIMEOUT_SECONDS = 300


def install():
    """The interpreter that has the packages."""
    interpreter = HOME / "bin" / "python"
    mark = HOME / "installed.json"
    if not mark.exists() or json.loads(mark.read_text()) != PACKAGES:
        print("clients: installing the packages", flush=True)
        venv.create(HOME, with_pip=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        mark.write_text(json.dumps(PACKAGES))
    return interpreter


def clients():
    """Name and command of each client; a text instead of a command says why it is skipped."""
    interpreter = install()
    yield "websockets", [interpreter, HERE / "python_clients.py", "websockets"]
    yield "aiohttp", [interpreter, HERE / "python_clients.py", "aiohttp"]
    has_ws = shutil.which("node") and pathlib.Path("/usr/share/nodejs/ws").exists()
    yield "ws", ["node", HERE / "echo_client.js"] if has_ws else "needs Debian's node-ws"
    has_browser = pathlib.Path("/usr/bin/chromium").exists()
    yield "chromium", [interpreter, HERE / "browser_client.py"] if has_browser else "needs Debian's chromium"


def talk(name, command, address, small_address):
    """Lets one client talk; returns whether all came out well."""
    answer = subprocess.run([*command, address, small_address], stdout=subprocess.PIPE, timeout=TIMEOUT_SECONDS)
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", type=pathlib.Path, help="the wsecho to test; otherwise the newest build")
    program = parser.parse_args().server or default_program()
    is_good = True
    with echo_server(program) as address, echo_server(program, ["--deflate", "--max-message", "1000"]) as small_address:
        for name, command in clients():
            if isinstance(command, str):
                print(f"clients: {name}: skipped, {command}")
            else:
                is_good = talk(name, command, address, small_address) and is_good
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
