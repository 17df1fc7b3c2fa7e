"""What moderators do to the page, in a real browser: areas, reports, bans, checks, announcements.

    test_moderation.py [--server BINARY] [--chromium BINARY] [--only TEXT]

What the server would say of it is slipped in between (support/moderated.py), so that each case is at hand.
"""

import hashlib
import re
import sys
import time

from test_access import expect_no_faults

from support.drawing import GREEN, RED, aim_together, pass_on
from support.moderated import Moderated
from support.reader import DESKTOP, NARROW, PHONE
from support.scenarios import run_all

HOUR_MILLIS = 3_600_000
BITS = 12


def enter(stage, url, size, **options):
    reader = Moderated(stage.browser, url, size, **options)
    stage.readers.append(reader)
    reader.wait_live()
    return reader


def frozen_around(pixel, side=8, **changes):
    x, y = pixel
    area = {"id": "A1", "x": x - side // 2, "y": y - side // 2, "width": side, "height": side}
    return {**area, "mode": "frozen", "why": "attack on the cat", "endsInMs": HOUR_MILLIS, **changes}


def heard(reader, pattern):
    """Waits for words in the region that is read out."""
    reader.page.wait_for_function(
        "pattern => new RegExp(pattern).test(document.getElementById('announcer').textContent)", arg=pattern
    )


def wait_bar(reader, pattern):
    reader.page.wait_for_function(
        "pattern => { const bar = document.getElementById('bar');"
        " return !bar.hidden && new RegExp(pattern, 's').test(bar.textContent); }",
        arg=pattern,
    )


def locks_an_area(stage):
    for way in ("flat", "gl"):
        url = stage.url()
        ana = enter(stage, url, DESKTOP, path=f"?renderer={way}")
        point, pixel = aim_together(DESKTOP, ana)
        number = RED if ana.colour_at(point) != ana.swatch_colour(RED) else GREEN
        ana.choose(number)
        corner = (point[0] - 3 * 16 + 6, point[1] - 3 * 16 + 6)
        before = ana.page.screenshot(clip={"x": corner[0], "y": corner[1], "width": 40, "height": 40})
        ana.page.mouse.move(*point)
        ana.tell("areas", areas=[frozen_around(pixel), {"id": "A2", "mode": "nonsense"}])
        ana.wait_status("^This area is locked by the moderators until .*: attack on the cat.$")
        ana.click_board(point)
        assert "Locked" in ana.text("place"), ana.text("place")
        ana.page.mouse.move(5, 400)
        hatched = ana.page.screenshot(clip={"x": corner[0], "y": corner[1], "width": 40, "height": 40})
        assert hatched != before, "nothing is drawn over the area"
        ana.tell("areas", areas=[])
        ana.page.mouse.move(*point)
        ana.page.wait_for_selector("#place:not(:has-text('Locked'))")
        ana.click_board(point)
        ana.wait_status("^Placed")


def says_it_by_keyboard(stage):
    ana = enter(stage, stage.url(), DESKTOP, hello={"areas": [frozen_around((500, 500), side=6)]})
    ana.page.fill("#coordinates", "496,500")
    ana.page.press("#coordinates", "Enter")
    ana.press("ArrowRight")
    heard(ana, "^This area is locked by the moderators")
    ana.press("0", "8", "Enter")
    heard(ana, "^This area is locked by the moderators")
    ana.press("ArrowLeft")
    ana.wait_status("press Enter or click to place")


def reports_in_two_presses(stage):
    url = stage.url()
    leo = stage.enter(url, DESKTOP)
    ana = enter(stage, url, DESKTOP)
    point, pixel = aim_together(DESKTOP, ana, leo)
    pass_on(leo, ana, point)
    ana.expected = re.compile("429")
    ana.verdicts = [
        (429, {"error": {"code": "too-many", "message": "Slow."}}, {"Retry-After": "90"}),
        (201, {"id": "4418", "state": "open"}, {}),
    ]
    go_to(ana, pixel)
    ana.press("i")
    ana.page.wait_for_selector("#callout button")
    expect_no_faults(ana, "the card")
    # By keys alone: the card is the next stop after the board.
    ana.press("Tab", "Enter")
    ana.page.wait_for_selector(".report-rules")
    expect_no_faults(ana, "the rules")
    ana.page.focus("[data-rule='spam']")
    ana.press("Enter")
    ana.page.wait_for_selector(".report-problem:has-text('Wait 1:30')")
    ana.page.click(".report > .button")
    ana.page.wait_for_selector(".report-state:has-text('Reported. A moderator will look.')")
    reports = [said for said in ana.said if said["type"] == "report"]
    assert reports == [{"type": "report", "x": pixel[0], "y": pixel[1], "rule": "spam"}] * 2, reports
    ana.press("Escape")
    go_to(ana, pixel)
    ana.press("i")
    ana.page.wait_for_selector(".callout-note:has-text('A moderator will look')")
    assert ana.page.locator("#callout button").count() == 0
    ana.tell("report", id="4418", state="acted")
    ana.page.wait_for_selector(".callout-note:has-text('Dealt with, thank you.')")
    heard(ana, "Dealt with, thank you.$")


def go_to(reader, pixel):
    """The focus is on the board then, and the cursor on the pixel."""
    reader.page.fill("#coordinates", f"{pixel[0]},{pixel[1]}")
    reader.page.press("#coordinates", "Enter")


def reports_with_a_finger(stage):
    url = stage.url()
    for size in (PHONE, NARROW):
        leo, ana = stage.enter(url, size), enter(stage, url, size, color_scheme="dark", locale="fr-FR")
        point, pixel = aim_together(size, ana, leo)
        pass_on(leo, ana, point)
        ana.verdicts = [(201, {"id": "7", "state": "open"}, {})]
        go_to(ana, pixel)
        ana.page.click("#who")
        ana.page.click("#callout button")
        ana.page.wait_for_selector(".report-rules")
        width = size["viewport"]["width"]
        assert ana.page.evaluate("document.documentElement.scrollWidth") <= width
        expect_no_faults(ana, f"report at {width}")
        ana.page.click("[data-rule='other']")
        ana.page.click(".report-form .primary")
        ana.page.wait_for_selector("#report-problem:has-text('quelques mots')")
        expect_no_faults(ana, f"report form at {width}")
        ana.page.fill("#report-text", "un drapeau")
        ana.page.click(".report-form .primary")
        ana.page.wait_for_selector(".report-state:has-text('La modération va regarder')")
        assert ana.said[-1] == {
            "type": "report", "x": pixel[0], "y": pixel[1], "rule": "other", "text": "un drapeau",
        }, ana.said[-1]
        leo.close()
        ana.close()


def remembers_reports(stage):
    url = stage.url()
    leo = stage.enter(url, DESKTOP)
    ana = enter(stage, url, DESKTOP)
    point, (x, y) = aim_together(DESKTOP, ana, leo)
    pass_on(leo, ana, point)
    at = (time.time() + 60) * 1000
    ana.reports = [{"id": "1", "x": x, "y": y, "rule": "spam", "state": "dismissed", "at": at}]
    go_to(ana, (x, y))
    ana.press("i")
    ana.page.wait_for_selector(".callout-note:has-text('Looked at: nothing was done.')")


def bans_and_lets_look_on(stage):
    url = stage.url()
    leo = stage.enter(url, DESKTOP)
    ana = enter(stage, url, DESKTOP)
    point, _ = aim_together(DESKTOP, ana, leo)
    ana.choose(GREEN)
    ana.tell(
        "error", code="banned", message="Automated placing.", reason="botting", endsInMs=HOUR_MILLIS,
        appeal="7Q2X",
    )
    ana.close_socket(4003)
    wait_bar(ana, "You cannot place pixels until .* Reason: Botting. Automated placing. .*7Q2X.*in 1 hour")
    ana.wait_live()
    assert "watch=1" in ana.addresses[-1], ana.addresses
    expect_no_faults(ana, "the bar of a ban")
    pass_on(leo, ana, point)
    ana.click_board(point)
    ana.wait_status("^You cannot place pixels until")
    ana.page.click("#bar-retry")
    ana.page.wait_for_selector("#bar", state="hidden")
    assert "watch=1" not in ana.addresses[-1], ana.addresses
    ana.page.click("#board", position={"x": point[0] + 64, "y": point[1]})
    ana.wait_status("^Placed|^Already")


def kicks_with_a_word(stage):
    ana = enter(stage, stage.url(), DESKTOP)
    ana.tell("error", code="kicked", message="Take a break.")
    ana.close_socket(4001)
    wait_bar(ana, "A moderator closed this session. Take a break.")
    ana.page.click("#bar-retry")
    ana.wait_live()


def mutes_with_a_word(stage):
    ana = enter(stage, stage.url(), PHONE)
    ana.page.click("#tool-chat")
    ana.page.wait_for_selector(".chat-form input:enabled")
    ana.answers["chat"] = lambda _: {
        "type": "error", "code": "muted", "message": "Calm down.", "reason": "spam", "endsInMs": HOUR_MILLIS,
    }
    ana.page.fill(".chat-form input", "hello")
    ana.page.press(".chat-form input", "Enter")
    ana.page.wait_for_selector(".chat-note:has-text('You cannot write in the chat until')")
    ana.page.wait_for_selector(".chat-form input:disabled")
    assert ana.page.locator(".chat-form input").input_value() == "hello", "what was typed is lost"
    expect_no_faults(ana, "the muted chat")
    you = {"id": "1", "name": "ana", "role": "player", "canPlace": True, "charges": 1, "waitMs": 0}
    ana.tell("you", maxCharges=1, **you)
    ana.page.wait_for_selector(".chat-form input:enabled")


def counts_newcomers_down(stage):
    ana = enter(stage, stage.url(), DESKTOP, hello={"you": {"gateMs": 4_000}})
    point, _ = aim_together(DESKTOP, ana)
    ana.choose(RED)
    ana.click_board(point)
    ana.wait_status("^New here: you can place in 0:0")
    ana.wait_status("ready")
    ana.click_board(point)
    ana.wait_status("^Placed|^Already")


def solves_a_puzzle(stage):
    ana = enter(stage, stage.url(), DESKTOP, hello={"you": {"puzzle": True}})
    point, _ = aim_together(DESKTOP, ana)
    you = {"type": "you", "id": "1", "name": "ana", "role": "player", "canPlace": True, "charges": 1}
    ana.answers["puzzle"] = lambda _: {"type": "puzzle", "nonce": "n1", "bits": BITS}
    ana.answers["solution"] = lambda _: {**you, "maxCharges": 1, "waitMs": 0}
    ana.choose(RED)
    ana.wait_status("^Ready. Place your pixel.")
    solution = next(said for said in ana.said if said["type"] == "solution")
    digest = hashlib.sha256(f"n1:{solution['answer']}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - BITS) == 0, solution
    ana.click_board(point)
    ana.wait_status("^Placed|^Already")


def announces(stage):
    ana = enter(stage, stage.url(), NARROW, locale="fr-FR")
    notice = {"level": "announcement", "text": "Vote for the frame today.", "fr": "Votez pour le cadre."}
    ana.tell("notice", id="N1", showMs=30_000, **notice)
    wait_bar(ana, "Votez pour le cadre.")
    heard(ana, "Votez pour le cadre.")
    expect_no_faults(ana, "an announcement")
    ana.page.click("#bar-retry")
    ana.page.wait_for_selector("#bar", state="hidden")
    ana.tell("notice", id="N2", showMs=30_000, **notice)
    wait_bar(ana, "Votez pour le cadre.")
    ana.tell("notice-withdrawn", id="N2")
    ana.page.wait_for_selector("#bar", state="hidden")
    ana.tell("notice", id="N3", showMs=300, **notice)
    wait_bar(ana, "Votez pour le cadre.")
    ana.page.wait_for_selector("#bar", state="hidden")


def says_why_it_is_paused(stage):
    ana = enter(stage, stage.url(), DESKTOP)
    rules = {"cooldownMs": 0, "maxCharges": 1}
    ana.tell("rules", state="frozen", why="an attack", endsInMs=HOUR_MILLIS, **rules)
    wait_bar(ana, "The moderators paused the canvas: an attack. It goes on at .*Ends in 1 hour")
    ana.wait_status("^The moderators paused the canvas: an attack.")
    ana.tell("rules", state="open", **rules)
    ana.page.wait_for_selector("#bar", state="hidden")


def marks_the_staff(stage):
    ana = enter(stage, stage.url(), DESKTOP)
    placed = {"type": "pixel", "colour": RED, "name": "staff: ana", "at": time.time() * 1000, "staff": True}
    ana.answers["pixel"] = lambda asked: {**placed, "x": asked["x"], "y": asked["y"]}
    go_to(ana, (20, 20))
    ana.press("i")
    ana.page.wait_for_selector("#callout:has-text('by staff: ana') .icon")
    assert ana.page.locator("#callout button").count() == 0


# As in test_draw.py.
SCENARIOS = [
    ("a locked area is hatched, says why, and takes no pixel", locks_an_area, False),
    ("a locked area is told to who goes there by keys", says_it_by_keyboard, False),
    ("reported in two presses, by keys too, and what became of it", reports_in_two_presses, False),
    ("reported with a finger, at 390 and 320 pixels, in French", reports_with_a_finger, False),
    ("a report of an earlier visit is remembered", remembers_reports, False),
    ("who is banned looks on, hears why, and comes back", bans_and_lets_look_on, False),
    ("who is kicked hears why", kicks_with_a_word, False),
    ("who is muted hears why, and keeps what was typed", mutes_with_a_word, False),
    ("newcomers are counted down", counts_newcomers_down, False),
    ("a puzzle is solved beside the page", solves_a_puzzle, False),
    ("an announcement in the reader's language comes and goes", announces, False),
    ("a pause says why and until when", says_why_it_is_paused, False),
    ("what a moderator placed has a mark", marks_the_staff, False),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
