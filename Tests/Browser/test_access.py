"""For everybody: by keyboard alone, read out, in French, in the dark, at 320 pixels, at twice the size, calm.

    test_access.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]

An automatic checker (axe-core) looks at the page and at every panel of it; what it calls serious or critical
is a failure.
"""

import pathlib
import sys

import axe_playwright_python
from support.drawing import GREEN, RED, aim_together
from support.reader import DESKTOP, NARROW, PHONE
from support.scenarios import run_all

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PANELS = ["tool-more", "tool-chat", "tool-template"]
MENU = ["settings", "help", "download"]
# 1280 x 800 at 200 %: half the CSS pixels in each direction.
TWICE = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}


def faults(reader):
    """What the checker holds against the page as it is now: rule, element."""
    reader.page.evaluate(AXE)
    found = reader.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:120]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def expect_no_faults(reader, where):
    found = faults(reader)
    assert not found, f"{where}: " + "; ".join(found)


def open_panel(reader, tool):
    reader.page.click(f"#{tool}")
    reader.page.wait_for_selector(".card")


def open_from_menu(reader, entry):
    open_panel(reader, "tool-more")
    reader.page.click(f"[data-entry='{entry}']")
    reader.page.wait_for_selector(f"#panel-{entry}")


def close_panel(reader):
    reader.page.click(".card > header button")
    reader.page.wait_for_selector(".card", state="detached")


def passes_the_checker(stage):
    url = stage.url()
    for size, scheme in [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (NARROW, "dark")]:
        ana = stage.enter(url, size, color_scheme=scheme)
        where = f"{size['viewport']['width']} {scheme}"
        ana.choose(RED)
        expect_no_faults(ana, where)
        for tool in PANELS:
            if not ana.page.locator(f"#{tool}").is_visible():
                continue
            open_panel(ana, tool)
            expect_no_faults(ana, f"{where} {tool}")
            close_panel(ana)
        for entry in MENU:
            open_from_menu(ana, entry)
            expect_no_faults(ana, f"{where} {entry}")
            close_panel(ana)
        look_around(ana, where)
        ana.close()


def look_around(reader, where):
    """What is no panel: the past in the place of the palette, the heat map's legend, the small map."""
    reader.page.keyboard.press("Escape")
    reader.page.evaluate("localStorage.setItem('toile.minimap', 'true')")
    reader.page.reload()
    reader.wait_live()
    reader.zoom_in(4)
    reader.page.wait_for_selector(".minimap")
    reader.page.focus("#board")
    reader.press("h")
    reader.page.wait_for_selector(".legend")
    expect_no_faults(reader, f"{where} heat")
    reader.press("h")
    open_panel(reader, "tool-more")
    reader.page.click("[data-entry='past']")
    reader.page.wait_for_selector(".dock-bar")
    reader.page.focus(".time-slider")
    reader.press("Home")
    reader.page.wait_for_selector(".dock-badge:not([hidden])")
    expect_no_faults(reader, f"{where} past")


def is_used_by_keyboard_alone(stage):
    ana = stage.enter(stage.serve("--cooldown", "60000", "--charges", "2").url, DESKTOP)
    ana.press("Tab")
    assert ana.page.evaluate("document.activeElement.id") == "board", "the board is the first stop"
    ana.press("ArrowRight", *f"{GREEN:02}", "Enter")
    ana.wait_status("^Placed")
    heard = ana.page.locator("#announcer").inner_text()
    assert heard.startswith("Placed"), heard
    ana.press("Control+z")
    ana.wait_status("^Taken back")
    ana.press("i")
    ana.page.locator("#announcer", has_text="row ").wait_for(state="attached")
    ana.press("?")
    ana.page.wait_for_selector("#panel-help")
    ana.press("Escape")
    ana.page.wait_for_selector("#panel-help", state="detached")
    assert ana.page.evaluate("document.activeElement.id") == "board", "the focus did not come back"


def every_button_is_reached_by_tab(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    wanted = set(ana.page.evaluate(
        "[...document.querySelectorAll('button')].filter((button) => button.checkVisibility()"
        " && button.tabIndex >= 0).map((button) => button.id || 'swatch')"
    ))
    seen = set()
    for _ in range(len(wanted) + 12):
        ana.press("Tab")
        seen.add(ana.page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert wanted <= seen, f"never reached: {wanted - seen}"


def speaks_french(stage):
    ana = stage.enter(stage.url(), DESKTOP, locale="fr-FR")
    assert ana.page.evaluate("document.documentElement.lang") == "fr"
    ana.wait_status("^Choisissez une couleur")
    assert ana.text("online") == "1 personne ici"
    point, _ = aim_together(DESKTOP, ana)
    ana.choose(RED)
    ana.click_board(point)
    said = ana.wait_status("posé en")
    assert said.startswith("Corail"), said
    ana.click_board(point)
    ana.wait_status("^Déjà de cette couleur")


def follows_the_dark(stage):
    url = stage.url()
    lights = {}
    for scheme in ("light", "dark"):
        ana = stage.enter(url, DESKTOP, color_scheme=scheme)
        lights[scheme] = int(ana.colour_at((30, 600))[1:3], 16)
    assert lights["light"] > 0xC0 and lights["dark"] < 0x40, lights
    ana.page.evaluate("localStorage.setItem('toile.theme', '\"light\"')")
    ana.page.reload()
    ana.wait_live()
    assert int(ana.colour_at((30, 600))[1:3], 16) > 0xC0, "the reader's choice goes before the system's"


def keeps_calm(stage):
    """Who asked for little motion sees others' pixels twice a second at most, and their own at once."""
    url = stage.url()
    ana = stage.enter(url, DESKTOP, reduced_motion="reduce")
    leo = stage.enter(url, DESKTOP)
    point, _ = aim_together(DESKTOP, ana, leo)
    number = RED if ana.colour_at(point) != ana.swatch_colour(RED) else GREEN
    leo.choose(number)
    leo.click_board(point)
    ana.wait_colour(point, leo.swatch_colour(number))
    moving = ana.page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length")
    assert moving == 0, f"{moving} animations run"


def holds_at_twice_the_size(stage):
    ana = stage.enter(stage.url(), TWICE)
    width, height = TWICE["viewport"]["width"], TWICE["viewport"]["height"]
    assert ana.page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ["place", "status", "tool-more", "zoom-in", "coordinates"]:
        box = ana.page.locator(f"#{name}").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name} sticks out: {box}"
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, f"{name} sticks out: {box}"
    ana.choose(RED)
    ana.page.mouse.click(200, 60)
    ana.wait_status("^Placed|^Already|^Outside")


# As in test_draw.py.
SCENARIOS = [
    ("an automatic checker finds nothing serious, in any panel", passes_the_checker, False),
    ("drawn, taken back, asked and helped by keyboard alone", is_used_by_keyboard_alone, True),
    ("every button is reached by Tab", every_button_is_reached_by_tab, False),
    ("in French, where the browser prefers it", speaks_french, False),
    ("dark where the system is, unless the reader chose", follows_the_dark, False),
    ("calm where little motion is asked for", keeps_calm, False),
    ("all in reach at 200 %", holds_at_twice_the_size, False),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
