"""Drawing as staff in a real browser against a real server: from the link to the end of the badge.

    test_staff.py [--server BINARY] [--chromium BINARY] [--only TEXT]
"""

import sys

from test_access import expect_no_faults
from test_moderation import heard

from support.drawing import aim_together
from support.moderators import POLLING, around, enter, open_board, other_colour, place
from support.reader import DESKTOP, NARROW, PHONE
from support.scenarios import run_all
from support.staff import Staff, identity

BADGE = "#staff-badge"


def link_of(staff, **values):
    return staff.act("badge", **values)["found"]


def wait_badge(reader, staff):
    reader.page.wait_for_selector(f"{BADGE}:has-text('{staff.name}')")
    # The code is worth something: nothing of it stays in sight, nor in what is shared.
    assert "staff=" not in reader.page.url, reader.page.url


def wait_no_badge(reader):
    reader.page.wait_for_selector(BADGE, state="hidden")


def author(reader, pixel):
    answer = reader.context.request.get(f"{reader.url}api/boards/main/pixel?x={pixel[0]}&y={pixel[1]}")
    return answer.json()


def draws_as_staff(stage):
    for path in ("", POLLING):
        url, staff = open_board(stage)
        ana = enter(stage, url, path=path)
        own = identity(ana)
        point, pixel = aim_together(DESKTOP, ana)
        staff.act("area", mode="staff", **around(pixel))
        ana.choose(other_colour(ana, point))
        ana.page.mouse.move(0, 0)
        ana.click_board(point)
        ana.wait_status("^Only the moderators draw in this area")
        ana.press("Escape")

        # In the page that is open: it stays, and what it shows too.
        ana.page.evaluate("link => { location.hash = new URL(link).hash; }", link_of(staff))
        wait_badge(ana, staff)
        heard(ana, f"You draw as {staff.name}. Everybody can read that.$")
        assert ana.pixel_at(point) == pixel, "the view has moved"
        expect_no_faults(ana, "the badge")
        place(ana, point)
        placed = author(ana, pixel)
        assert (placed["name"], placed["staff"]) == (staff.name, True), placed

        # By keyboard alone back to oneself.
        ana.page.focus(BADGE)
        ana.press("Enter")
        ana.page.wait_for_selector("#panel-staff")
        expect_no_faults(ana, "what the badge means")
        ana.page.focus("#panel-staff .button")
        ana.press("Enter")
        wait_no_badge(ana)
        heard(ana, "You draw as yourself again.$")
        you = identity(ana)
        assert (you["role"], you["id"], you["name"]) == ("player", own["id"], own["name"]), you
        ana.choose(other_colour(ana, point))
        ana.page.mouse.move(0, 0)
        ana.click_board(point)
        ana.wait_status("^Only the moderators draw in this area")
        ana.close()


def comes_with_the_link(stage):
    """A browser that was never here before, and one after the other: each link is good once."""
    url, staff = open_board(stage, "--board", "side=200x200")
    for size in (PHONE, NARROW):
        ana = enter(stage, url, size, path=link_of(staff).removeprefix(url))
        wait_badge(ana, staff)
        box = ana.page.locator(BADGE).bounding_box()
        rail = ana.page.locator("#rail").bounding_box()
        assert box["height"] >= 44 and box["x"] + box["width"] <= rail["x"], (box, rail)
        ana.page.click("#tool-chat")
        ana.page.wait_for_selector(f".chat-you:has-text('{staff.name}')")
        assert ana.page.locator(".chat-you .link-button:visible").count() == 0, "staff renames itself"
    side = enter(stage, url, path=link_of(staff, board="side").removeprefix(url))
    wait_badge(side, staff)
    assert side.page.url == f"{url}b/side", side.page.url


def says_why_a_link_does_not_work(stage):
    url, staff = open_board(stage)
    link = link_of(staff)
    wait_badge(enter(stage, url, path=link.removeprefix(url)), staff)
    words = {"en-GB": "It was used already, is older than 30 minutes", "fr-FR": "Il a déjà servi"}
    for locale, text in words.items():
        for path in (link.removeprefix(url), "#staff=", "#staff=" + "f" * 99):
            leo = enter(stage, url, PHONE, locale=locale, path=path)
            leo.page.wait_for_selector(f"#panel-staff-failed:has-text('{text}')")
            assert "staff=" not in leo.page.url, leo.page.url
            assert identity(leo)["role"] == "player"
            expect_no_faults(leo, "a link that does not work")
            leo.close()
    ana = enter(stage, url)
    for _ in range(9):
        ana.page.evaluate("() => { location.hash = '#staff=guess'; }")
        ana.page.wait_for_selector("#panel-staff-failed")
        ana.page.click("#panel-staff-failed header button")
        if ana.page.locator("#panel-staff-failed").count() == 0:
            ana.page.wait_for_timeout(50)
    ana.page.evaluate("() => { location.hash = '#staff=guess'; }")
    ana.page.wait_for_selector("#panel-staff-failed:has-text('Wait a minute')")


def lasts_until_it_is_taken_back(stage):
    server = stage.serve("--cooldown", "0")
    staff = Staff(server)
    ana = enter(stage, server.url, path=link_of(staff).removeprefix(server.url))
    wait_badge(ana, staff)
    other = ana.context.new_page()
    other.goto(server.url)
    other.wait_for_selector(BADGE)
    ana.page.reload()
    wait_badge(ana, staff)
    server.stop()
    ana.page.wait_for_selector("html[data-connection=waiting]")
    server.start()
    ana.wait_live()
    wait_badge(ana, staff)
    assert identity(ana)["role"] == "moderator", "the badge did not outlive the server"
    staff.act("unbadge")
    wait_no_badge(ana)
    other.wait_for_selector(BADGE, state="hidden")


# As in test_draw.py.
SCENARIOS = [
    ("a link makes the reader staff, until they want no more", draws_as_staff, True),
    ("a link opens the page as staff, at any size and on any board", comes_with_the_link, True),
    ("a link that does not work says why and what to do", says_why_a_link_does_not_work, True),
    ("a badge outlives reloads and restarts, and goes when it is taken back", lasts_until_it_is_taken_back,
     True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
