"""Makes the PNG files in Assets/Icons from logo.svg there, in a browser: to be run when the logo changes.

    .build/venv/Browser/bin/python Assets/make_icons.py [--chromium BINARY]

The environment is the one of the browser tests. logo.svg is drawn by hand, and so is icon.svg, which is the
same for small sizes. The maskable picture and Apple's fill their square, since those systems cut the corners
off by themselves.
"""

import argparse
import os
import pathlib
import shutil

from playwright.sync_api import sync_playwright

ICONS = pathlib.Path(__file__).resolve().parent / "Icons"
GROUND = '<rect width="64" height="64" rx="14" fill="#2b4a9b"/>'
FULL_GROUND = '<rect width="64" height="64" fill="#2b4a9b"/>'
MARK = '<g id="mark">'
# Name, side in pixels, how large the mark is; None: as in the logo, corners and all. A circle of four fifths
# of the square is what every mask leaves.
PICTURES = [
    ("icon-192.png", 192, None),
    ("icon-512.png", 512, None),
    ("icon-maskable-512.png", 512, 0.74),
    ("apple-touch-icon.png", 180, 0.9),
]


def full(logo, scale):
    """The logo without corners, its mark smaller around the middle."""
    assert GROUND in logo and MARK in logo, "logo.svg has another ground or mark"
    shift = 32 * (1 - scale)
    moved = f'<g transform="translate({shift:g} {shift:g}) scale({scale:g})">'
    return logo.replace(GROUND, FULL_GROUND).replace(MARK, moved)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    logo = (ICONS / "logo.svg").read_text()
    # Chromium's sandbox refuses to work for root, which is who runs this in containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=arguments)
        for name, side, scale in PICTURES:
            page = browser.new_page(viewport={"width": side, "height": side})
            page.set_content(logo if scale is None else full(logo, scale))
            page.add_style_tag(content="body { margin: 0 } svg { display: block; width: 100vw }")
            page.screenshot(path=ICONS / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
