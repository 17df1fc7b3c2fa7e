"""What a frame costs while many draw: script, uploads, frames of a quiet board, memory of the largest.

    frame_cost.py [--server BINARY] [--chromium BINARY] [--rate PIXELS] [--seconds N] [--throttle FACTOR]

Not a test: nothing here is held against a clock. Prints a row for each way to draw.
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

from support.painter import SteadyPainter  # noqa: E402: the folder beside this one is no package
from support.reader import DESKTOP, Reader  # noqa: E402
from support.server import Server  # noqa: E402

SIZE = 2000
LARGEST = 4096
QUIET_MILLIS = 3_000
SETTLE_MILLIS = 2_000
LIVE_MILLIS_MAX = 60_000
MEGABYTE = 1_000_000


class Visitor(Reader):
    """A reader whose page is probed from its first script on."""

    def __init__(self, browser, url, way, throttle=1):
        self.probe_script = (HERE / "probe.js").read_text()
        super().__init__(browser, url, DESKTOP, path=f"?renderer={way}")
        self.inspector = self.context.new_cdp_session(self.page)
        self.inspector.send("Performance.enable")
        if throttle > 1:
            self.inspector.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        self.page.set_default_timeout(LIVE_MILLIS_MAX)
        self.wait_live()
        self.page.wait_for_timeout(SETTLE_MILLIS)

    def prepare(self, page):
        page.add_init_script(self.probe_script)

    def forget(self):
        self.page.evaluate("Object.assign(probe, {frames: [], asked: 0, uploads: [], draws: 0})")

    def metrics(self):
        return {entry["name"]: entry["value"] for entry in self.inspector.send("Performance.getMetrics")["metrics"]}


def middle_and_tail(values):
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def measure_load(browser, options, way):
    with Server(options.server, *server_options(SIZE, options)) as server:
        visitor = Visitor(browser, server.url, way, options.throttle)
        with SteadyPainter(server.url, options.rate) as painter:
            visitor.page.wait_for_timeout(SETTLE_MILLIS)
            visitor.forget()
            before, placed_before = visitor.metrics(), painter.placed
            visitor.page.wait_for_timeout(options.seconds * 1000)
            after, placed_after = visitor.metrics(), painter.placed
            probe = visitor.page.evaluate("({frames: probe.frames, uploads: probe.uploads, draws: probe.draws})")
        visitor.page.wait_for_timeout(SETTLE_MILLIS)
        visitor.forget()
        visitor.page.wait_for_timeout(QUIET_MILLIS)
        quiet = visitor.page.evaluate("({asked: probe.asked, draws: probe.draws})")
        complaints = visitor.complaints
        visitor.close()
    frames = probe["frames"]
    script = [frame["millis"] + frame["messageMillis"] for frame in frames]
    median, tail = middle_and_tail(script)
    draw_median, draw_tail = middle_and_tail([frame["millis"] for frame in frames])
    total = (after["ScriptDuration"] - before["ScriptDuration"]) * 1000 / len(frames)
    print(f"{way}: {(placed_after - placed_before) / options.seconds:.0f} pixels/s, ", end="")
    print(f"{len(frames) / options.seconds:.1f} frames/s, {probe['draws'] / options.seconds:.1f} draws/s")
    print(f"  script per frame: median {median:.2f} ms, 95 of 100 within {tail:.2f} ms; ", end="")
    print(f"of which drawing {draw_median:.2f} and {draw_tail:.2f}; all script by the browser's count {total:.2f} ms")
    uploads = probe["uploads"]
    print(f"  uploads: {len(uploads) / len(frames):.0f} a frame, {sum(uploads) / len(frames):.0f} pixels a frame, ", end="")
    print(f"the largest {max(uploads)} pixels")
    print(f"  quiet for {QUIET_MILLIS // 1000} s: {quiet['asked']} frames asked for, {quiet['draws']} draws")
    assert max(uploads) < SIZE * SIZE, "the whole board was uploaded"
    assert sum(uploads) / len(frames) < SIZE * SIZE / 10, "most of the board is uploaded again and again"
    assert quiet == {"asked": 0, "draws": 0}, "a quiet board costs frames"
    assert not complaints, complaints


def measure_memory(browser, options, way):
    with Server(options.server, *server_options(LARGEST, options)) as server:
        visitor = Visitor(browser, server.url, way)
        visitor.inspector.send("HeapProfiler.collectGarbage")
        heap = visitor.metrics()["JSHeapUsedSize"]
        textures, canvases = visitor.page.evaluate(
            "[probe.textureBytes, probe.canvases.reduce((sum, {width, height}) => sum + width * height * 4, 0)]"
        )
        visitor.close()
    board = LARGEST * LARGEST
    print(f"{way}, {LARGEST}x{LARGEST}: board {board / MEGABYTE:.1f}, textures {textures / MEGABYTE:.1f}, ", end="")
    print(f"canvases {canvases / MEGABYTE:.1f}, other script {heap / MEGABYTE:.1f}, ", end="")
    print(f"together {(board + textures + canvases + heap) / MEGABYTE:.1f} MB")


def server_options(size, options):
    board = ["--board", f"main={size}x{size}", "--cooldown", "0", "--messages-per-second", "0"]
    return [*board, "--durability", "memory", "--web", str(options.web)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default=str(ROOT / ".build/release/toile"), help="the toile binary")
    parser.add_argument("--web", default=str(ROOT / "Web"), help="the client to measure")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--ways", nargs="+", default=["gl", "flat"])
    parser.add_argument("--rate", type=int, default=2_000, help="pixels a second")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--throttle", type=int, default=1, help="how much slower than this processor")
    options = parser.parse_args()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=arguments)
        for way in options.ways:
            measure_load(browser, options, way)
            measure_memory(browser, options, way)
        browser.close()


if __name__ == "__main__":
    main()
