"""How long the page takes over a slow network: until there is something of the board, all of it, and drawing.

    loading.py [--server BINARY] [--chromium BINARY] [--megabits N] [--latency MILLIS] [--rounds N]

Not a test: nothing here is held against a clock. Prints a row of medians.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import sys

from playwright.sync_api import sync_playwright

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))

from support.reader import DESKTOP  # noqa: E402: the folder beside this one is no package
from support.server import Server  # noqa: E402

SIZE = 2000
WATCH = """addEventListener("DOMContentLoaded", () => {
    const root = document.documentElement;
    const times = (window.times = {});
    new MutationObserver(() => {
        const progress = getComputedStyle(root).getPropertyValue("--progress");
        if (progress !== "") times.first ??= performance.now();
        if (progress === "1") times.whole ??= performance.now();
        if (root.dataset.connection === "live") times.live ??= performance.now();
    }).observe(root, { attributes: true });
});"""


def visit(browser, url, options):
    """Opens the page with nothing kept from before; the times in milliseconds since it was asked for."""
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": options.latency,
            "downloadThroughput": options.megabits * 1e6 / 8,
            "uploadThroughput": options.megabits * 1e6 / 8,
        },
    )
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_function("() => window.times.live !== undefined")
    times = page.evaluate("window.times")
    context.close()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default=str(ROOT / ".build/debug/toile"), help="the toile binary")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--megabits", type=float, default=10, help="a second")
    parser.add_argument("--latency", type=float, default=20, help="milliseconds of a round trip")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with Server(options.server, "--board", f"main={SIZE}x{SIZE}") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=arguments)
        visits = [visit(browser, server.url, options) for _ in range(options.rounds)]
        browser.close()
    print(f"{SIZE}x{SIZE}, {options.megabits:g} Mbit/s, {options.latency:g} ms", end=": ")
    names = {"first": "first band", "whole": "whole", "live": "live"}
    medians = {name: statistics.median(times[name] for times in visits) for name in names}
    print(", ".join(f"{words} {medians[name]:.0f} ms" for name, words in names.items()))


if __name__ == "__main__":
    sys.exit(main())
