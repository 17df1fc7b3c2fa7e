"""Runs scenarios one after the other, and tells how they went."""

import argparse
import time
import traceback


class Skipped(Exception):
    """A scenario that this machine cannot play, and why."""


def run_all(about, scenarios):
    """`about` is the docstring of a program, `scenarios` are names with functions. Returns the exit code."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--only", default="", help="scenarios whose name contains this")
    options = parser.parse_args()
    passed = failed = skipped = 0
    for name, scenario in scenarios:
        if options.only not in name:
            continue
        began = time.monotonic()
        try:
            scenario()
            verdict, passed = "ok  ", passed + 1
        except Skipped as reason:
            verdict, skipped = f"skip ({reason})", skipped + 1
        except Exception:  # noqa: BLE001: whatever goes wrong in a scenario is its result
            verdict, failed = "FAIL", failed + 1
            traceback.print_exc()
        print(f"{verdict} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if failed == 0 and passed > 0 else 1
