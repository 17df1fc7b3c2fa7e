"""Runs scenarios in a real browser, each with servers and readers of its own, and tells how they went."""

import argparse
import contextlib
import os
import pathlib
import shutil
import time

from playwright.sync_api import sync_playwright

from support.reader import Reader
from support.server import Server

ROOT = pathlib.Path(__file__).resolve().parents[3]


class Stage:
    """What a scenario works with: servers to start and people to let in."""

    def __init__(self, browser, binary, url):
        # Playwright's, or one that answers to its names (firefox.py).
        self.browser = browser
        self.binary = binary
        self.given_url = url
        self.readers = []
        self.exits = contextlib.ExitStack()

    def serve(self, *options):
        return self.exits.enter_context(Server(self.binary, *options))

    def url(self):
        return self.given_url or self.serve("--cooldown", "0").url

    def enter(self, url, size, **options):
        reader = Reader(self.browser, url, size, **options)
        self.readers.append(reader)
        reader.wait_live()
        return reader

    def leave(self):
        """Ends the scenario; returns what the browser complained about in its course."""
        complaints = [complaint for reader in self.readers for complaint in reader.complaints]
        for reader in self.readers:
            reader.close()
        self.exits.close()
        return complaints


def run(stage, scenario):
    """Runs one scenario; returns what was wrong, or nothing."""
    fault = None
    try:
        scenario(stage)
    except Exception as error:  # noqa: BLE001: whatever goes wrong in a scenario is its result
        fault = f"{type(error).__name__}: {error}"
    complaints = stage.leave()
    return fault or ("; ".join(complaints) or None)


@contextlib.contextmanager
def chromium(program):
    """A Chromium, while the block lasts."""
    # Its sandbox refuses to work for root, which is who runs this in containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def run_all(about, scenarios, program="chromium", launch=chromium, may_lack=False):
    """
    The program that a file of scenarios is: `about` is its docstring; each scenario comes with a name and
    whether it needs a server of its own. `launch` starts the browser, a `program` of the system that one
    `may_lack`: then nothing is run, and that is no failure. Returns the exit code.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--server", default=str(ROOT / ".build/debug/toile"), help="the toile binary")
    parser.add_argument("--url", help="a running server without a cooldown")
    parser.add_argument(f"--{program}", dest="browser", default=shutil.which(program))
    parser.add_argument("--only", default="", help="scenarios whose name contains this")
    options = parser.parse_args()
    if options.browser is None and may_lack:
        print(f"skipped: there is no {program} here")
        return 0
    passed = failed = 0
    with launch(options.browser) as browser:
        for name, scenario, needs_server in scenarios:
            if options.only not in name or (needs_server and options.url):
                continue
            began = time.monotonic()
            fault = run(Stage(browser, options.server, options.url), scenario)
            passed, failed = passed + (fault is None), failed + (fault is not None)
            verdict = "ok  " if fault is None else "FAIL"
            print(f"{verdict} {name} ({time.monotonic() - began:.1f} s)", flush=True)
            if fault is not None:
                print(f"     {fault}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1
