"""What a frame costs while many draw: script, uploads, frames of a quiet board, memory of the largest.

    frame_cost.py [--server BINARY] [--chromium BINARY] [--rate PIXELS] [--seconds N] [--throttle FACTOR]

Not a test: nothing here is held against a clock. Prints a row for each way to draw.
"""

import argparse
import pathlib
import shutil
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))

from support.painter import SteadyPainter  # noqa: E402: the folder beside this one is no package
from support.scenarios import chromium  # noqa: E402
from support.server import Server  # noqa: E402
from support.visitor import Visitor  # noqa: E402

SIZE = 2000
# The whole board, and a part of it from near.
SCALES = (None, 4)
LARGEST = 4096
QUIET_MILLIS = 3_000
SETTLE_MILLIS = 2_000
MEGABYTE = 1_000_000


def middle_and_tail(values):
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def measure_load(browser, options, way, scale):
    with Server(options.server, *server_options(SIZE, options)) as server:
        visitor = Visitor(browser, server.url, way, options.throttle)
        if scale is not None:
            visitor.zoom_to(scale)
        with SteadyPainter(server.url, options.rate) as painter:
            visitor.page.wait_for_timeout(SETTLE_MILLIS)
            visitor.forget()
            before, placed_before = visitor.metrics(), painter.placed
            visitor.page.wait_for_timeout(options.seconds * 1000)
            after, placed_after = visitor.metrics(), painter.placed
            busy = visitor.seen()
        visitor.page.wait_for_timeout(SETTLE_MILLIS)
        visitor.forget()
        visitor.page.wait_for_timeout(QUIET_MILLIS)
        quiet = visitor.seen()
        complaints = visitor.complaints
        visitor.close()
    script_seconds = after["ScriptDuration"] - before["ScriptDuration"]
    print(f"{way}, {'whole board' if scale is None else f'at {scale}x'}", end=": ")
    print(f"{(placed_after - placed_before) / options.seconds:.0f} pixels/s", end=", ")
    report_frames(busy, script_seconds, options.seconds)
    print(f"  quiet for {QUIET_MILLIS // 1000} s: {quiet['asked']} frames asked for, {quiet['draws']} draws")
    uploads = busy["uploads"]
    assert max(uploads) < SIZE * SIZE, "the whole board was uploaded"
    assert sum(uploads) / len(busy["frames"]) < SIZE * SIZE / 10, "most of the board goes again and again"
    assert (quiet["asked"], quiet["draws"]) == (0, 0), "a quiet board costs frames"
    assert not complaints, complaints


def report_frames(busy, script_seconds, seconds):
    frames, uploads = busy["frames"], busy["uploads"]
    median, tail = middle_and_tail([frame["millis"] + frame["messageMillis"] for frame in frames])
    draw_median, draw_tail = middle_and_tail([frame["millis"] for frame in frames])
    print(f"{len(frames) / seconds:.1f} frames/s, {busy['draws'] / seconds:.1f} draws/s")
    print(f"  script per frame: median {median:.2f} ms, 95 of 100 within {tail:.2f} ms", end="; ")
    print(f"of which drawing {draw_median:.2f} and {draw_tail:.2f}", end="; ")
    print(f"all script by the browser's count {script_seconds * 1000 / len(frames):.2f} ms on average")
    print(f"  uploads: {len(uploads) / len(frames):.0f} a frame", end=", ")
    print(f"{sum(uploads) / len(frames):.0f} pixels a frame, the largest {max(uploads)} pixels")


def measure_memory(browser, options, way):
    with Server(options.server, *server_options(LARGEST, options)) as server:
        visitor = Visitor(browser, server.url, way)
        parts = visitor.held()
        visitor.close()
    shown = ", ".join(f"{name} {count / MEGABYTE:.1f}" for name, count in parts.items())
    print(f"{way}, {LARGEST}x{LARGEST}: {shown}, together {sum(parts.values()) / MEGABYTE:.1f} MB")


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
    with chromium(options.chromium) as browser:
        for way in options.ways:
            for scale in SCALES:
                measure_load(browser, options, way, scale)
            measure_memory(browser, options, way)


if __name__ == "__main__":
    main()
