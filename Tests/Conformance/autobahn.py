#!/usr/bin/env python3
"""Runs the public Autobahn fuzzing client against wsecho and says whether every case came out well.

The suite (PyPI: autobahntestsuite 0.8.2, the release whose dependencies are pinned) is a Python 2 program. It
is installed into a virtual environment under .build, once. Where there is no Python 2.7 the exit code
is 77: skipped.

    autobahn.py            all cases, about twenty minutes with a release build of wsecho
    autobahn.py --quick    all but the large ones: seconds
"""

import argparse
import collections
import glob
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import venv

from echo_server import BUILD, default_program, echo_server

SKIPPED = 77
SUITE = "autobahntestsuite==0.8.2"
# virtualenv gave up Python 2.7 with 20.22.
VIRTUALENV = "virtualenv<20.22"
TOOLS = BUILD / "conformance" / "tools"
HOME = BUILD / "conformance" / "autobahn"

# 9.* sends megabytes, most of 12.* and 13.* a thousand messages a case.
QUICK = ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*",
         "12.1.1", "12.1.3", "12.1.5", "12.2.2", "12.3.3", "12.4.4", "12.5.5",
         "13.1.1", "13.2.2", "13.3.3", "13.4.4", "13.5.5", "13.6.6", "13.7.7"]
GOOD = {"OK", "INFORMATIONAL"}


def python2():
    """An interpreter of Python 2.7, or None."""
    of_pyenv = glob.glob(os.path.expanduser("~/.pyenv/versions/2.7.*/bin/python2.7"))
    candidates = [shutil.which("python2.7"), *of_pyenv]
    for candidate in filter(None, candidates):
        # The shims of pyenv exist without an interpreter behind them.
        if subprocess.run([candidate, "--version"], capture_output=True).returncode == 0:
            return candidate
    return None


def install():
    """The suite's program, installed if need be; None where it cannot be."""
    wstest = HOME / "bin" / "wstest"
    if wstest.exists():
        return wstest
    interpreter = python2()
    if interpreter is None:
        return None
    print("autobahn: installing the suite", flush=True)
    venv.create(TOOLS, with_pip=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([TOOLS / "bin" / "pip", "install", *quiet, VIRTUALENV], check=True)
    subprocess.run([TOOLS / "bin" / "virtualenv", "--quiet", "-p", interpreter, HOME], check=True)
    subprocess.run([HOME / "bin" / "pip", "install", *quiet, SUITE], check=True, stderr=subprocess.DEVNULL)
    return wstest


def run(wstest, address, cases, directory):
    """Runs the cases, telling how far it is, and returns the suite's index of results."""
    specification = directory / "fuzzingclient.json"
    specification.write_text(json.dumps({
        "outdir": str(directory / "report"), "servers": [{"agent": "wsecho", "url": address.rstrip("/")}],
        "cases": cases, "exclude-cases": [], "exclude-agent-cases": {},
    }))
    command = [wstest, "-m", "fuzzingclient", "-s", specification]
    with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=directory) as suite:
        section = None
        for line in suite.stdout:
            if line.startswith("Running test case ID "):
                case = line.split()[4]
                if case.split(".")[0] != section:
                    section = case.split(".")[0]
                    print(f"autobahn: section {section}", flush=True)
    if suite.returncode != 0:
        raise SystemExit(f"autobahn: the suite ended with {suite.returncode}")
    return json.loads((directory / "report" / "index.json").read_text())["wsecho"]


def verdict(results):
    """Prints what came out and returns the exit code."""
    counts = collections.Counter(result["behavior"] for result in results.values())
    bad = {case: result for case, result in results.items()
           if result["behavior"] not in GOOD or result["behaviorClose"] not in GOOD}
    for case, result in bad.items():
        print(f"autobahn: case {case}: {result['behavior']}, close {result['behaviorClose']}")
    summary = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    print(f"autobahn: {len(results)} cases: {summary}")
    return 1 if bad or not results else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave the large cases out")
    parser.add_argument("--cases", nargs="+", help="these only, as in 9.1.*")
    parser.add_argument("--server", type=pathlib.Path, help="the wsecho to test; otherwise the newest build")
    arguments = parser.parse_args()
    wstest = install()
    if wstest is None:
        return SKIPPED
    program = arguments.server or default_program()
    cases = arguments.cases or (QUICK if arguments.quick else ["*"])
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="autobahn-") as directory, echo_server(program) as address:
        results = run(wstest, address, cases, pathlib.Path(directory))
    code = verdict(results)
    print(f"autobahn: {time.monotonic() - start:.0f} s with {program}")
    return code


if __name__ == "__main__":
    sys.exit(main())
