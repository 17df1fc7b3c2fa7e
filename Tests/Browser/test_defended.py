"""The page of a board that moderators pause, slow, lock and defend, in a real browser against a real server.

    test_defended.py [--server BINARY] [--chromium BINARY] [--only TEXT]

What they do to people is in test_moderated.py.
"""

import sys

from test_access import expect_no_faults
from test_moderation import heard, wait_bar

from support.drawing import GREEN, RED, aim_together
from support.moderators import HOUR_MILLIS, POLLING, around, enter, open_board, other_colour, place
from support.reader import DESKTOP, NARROW
from support.scenarios import run_all
from support.staff import Person, Staff, identity


def locks_areas(stage):
    url, staff = open_board(stage)
    ana = enter(stage, url)
    point, pixel = aim_together(DESKTOP, ana)
    ana.choose(other_colour(ana, point))
    clip = {"x": point[0] - 56, "y": point[1] - 56, "width": 40, "height": 40}
    before = ana.page.screenshot(clip=clip)
    modes = {"frozen": "This area is locked by .*: the cat", "staff": "Only the moderators draw"}
    for mode, words in modes.items():
        ana.page.mouse.move(*point)
        staff.act("area", mode=mode, why="the cat", **around(pixel))
        ana.wait_status(f"^{words}")
        ana.click_board(point)
        assert "Locked" in ana.text("place"), ana.text("place")
        ana.page.mouse.move(0, 0)
        assert ana.page.screenshot(clip=clip) != before, "nothing is drawn over the area"
        assert Person(url, "leo").place(*pixel, GREEN) == 6, "the server lets others place there"
        staff.act("lift-area", number=staff.ask("areas")["areas"][0]["number"])
        ana.page.wait_for_selector("#place:not(:has-text('Locked'))")
        ana.page.wait_for_selector("#callout", state="hidden")
        assert ana.page.screenshot(clip=clip) == before, "the area is still drawn"
    place(ana, point)


def slows_areas_and_boards(stage):
    server = stage.serve("--cooldown", "2000")
    staff = Staff(server)
    ana = enter(stage, server.url)
    point, pixel = aim_together(DESKTOP, ana)
    staff.act("area", mode="slower", factor=50, why="busy", **around(pixel))
    ana.page.mouse.move(*point)
    ana.wait_status("^In this area you wait 50 times as long.*: busy.$")
    place(ana, point)
    ana.page.wait_for_selector("#place:has-text('1:3')")
    staff.act("cooldown", cooldownMs=7_000, charges=3)
    heard(ana, "^3 pixels, one more every 7 s$")


def freezes_and_announces(stage):
    url, staff = open_board(stage)
    ana = enter(stage, url, NARROW, locale="fr-FR")
    leo = enter(stage, url)
    staff.act("freeze", why="an attack", durationMs=HOUR_MILLIS)
    wait_bar(leo, "The moderators paused the canvas: an attack. It goes on at .*Ends in 1 hour")
    expect_no_faults(ana, "a pause")
    leo.wait_status("^The moderators paused the canvas: an attack.")
    staff.act("unfreeze")
    leo.page.wait_for_selector("#bar", state="hidden")
    leo.wait_status("^Pick a colour")
    staff.act("announce", text="Vote for the frame.", textFr="Votez pour le cadre.")
    wait_bar(ana, "Votez pour le cadre.")
    wait_bar(leo, "Vote for the frame.")
    heard(ana, "Votez pour le cadre.")
    line = staff.ask("audit")["lines"][0]
    staff.act("withdraw", number=int(line["documents"][0].split(":")[1]))
    for reader in (ana, leo):
        reader.page.wait_for_selector("#bar", state="hidden")
    staff.act("announce", who=[identity(ana)["id"]], text="You there.", textFr="Vous, là.")
    wait_bar(ana, "Vous, là.")
    assert leo.page.locator("#bar").is_hidden(), "it was for one person only"


def keeps_newcomers_waiting(stage):
    url, staff = open_board(stage)
    for path in ("", POLLING):
        ana = enter(stage, url, path=path)
        point, _ = aim_together(DESKTOP, ana)
        ana.choose(other_colour(ana, point))
        staff.act("defence", level=2, told=False)
        if path == "":
            ana.page.wait_for_selector("#place:has-text('0:')")
        ana.click_board(point)
        ana.wait_status("^New here: you can place in 0:")
        assert 0 < identity(ana)["gateMs"] <= 60_000
        staff.act("defence", level=0, told=False)
        # On the way round one hears of it with the next greeting.
        ana.page.wait_for_selector("#place:has-text('Place')", timeout=40_000)
        ana.click_board(point)
        ana.wait_status("^Placed")


def puts_puzzles(stage):
    url, staff = open_board(stage)
    staff.act("defence", level=3, told=False)
    for path in ("", POLLING):
        ana = enter(stage, url, path=path)
        point, pixel = aim_together(DESKTOP, ana)
        assert identity(ana)["puzzle"] is True
        ana.choose(RED)
        ana.page.wait_for_function(
            "() => /^Ready. Place your pixel/.test(document.getElementById('status').textContent)",
            timeout=60_000,
        )
        assert "puzzle" not in identity(ana)
        place(ana, point)
        staff.act("rollback", windowMs=0, everyone=True, **around(pixel))


# As in test_draw.py.
SCENARIOS = [
    ("a locked area is hatched until it is lifted", locks_areas, True),
    ("slower areas and cooldowns are told and waited for", slows_areas_and_boards, True),
    ("a pause and announcements, in two languages", freezes_and_announces, True),
    ("newcomers wait, and need not when the attack is over", keeps_newcomers_waiting, True),
    ("puzzles are solved, on the way round too", puts_puzzles, True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
