"""The page and the people who moderate, in a real browser against a real server: each act through its socket.

    test_moderated.py [--server BINARY] [--chromium BINARY] [--only TEXT]

What the page makes of messages that are hard to come by is in test_moderation.py.
"""

import sys

from test_access import expect_no_faults
from test_moderation import go_to, heard, wait_bar

from support.drawing import GREEN, RED, aim_together, pass_on
from support.moderated import Refused
from support.reader import DESKTOP, NARROW, PHONE
from support.scenarios import run_all
from support.staff import Person, Staff, identity

HOUR_MILLIS = 3_600_000
POLLING = "?transport=polling"


def open_board(stage, *options):
    """A server without a cooldown, and those who moderate it."""
    server = stage.serve("--cooldown", "0", *options)
    return server.url, Staff(server)


def enter(stage, url, size=DESKTOP, **options):
    """Somebody to whom the server will say no: a browser complains about answers that refuse."""
    reader = Refused(stage.browser, url, size, **options)
    stage.readers.append(reader)
    reader.wait_live()
    return reader


def other_colour(reader, point):
    return RED if reader.colour_at(point) != reader.swatch_colour(RED) else GREEN


def place(reader, point):
    """Places by mouse, a colour that is not there yet, and waits until it is done; the colour's number."""
    number = other_colour(reader, point)
    reader.choose(number)
    reader.page.mouse.move(0, 0)
    reader.click_board(point)
    reader.wait_status("^Placed")
    reader.press("Escape")
    return number


def around(pixel, side=8):
    x, y = pixel
    return {"x": x - side // 2, "y": y - side // 2, "width": side, "height": side}


def ask_who(reader, pixel):
    go_to(reader, pixel)
    reader.press("i")
    reader.page.wait_for_selector("#callout:visible")


def report(reader, pixel, rule="spam"):
    ask_who(reader, pixel)
    reader.page.click("#callout button")
    reader.page.click(f"[data-rule='{rule}']")


def wait_report(reader, words):
    reader.page.wait_for_selector(f".report-state:has-text('{words}')")


def tells_what_became_of_a_report(stage):
    url, staff = open_board(stage)
    leo = Person(url, "leo")
    ana = enter(stage, url)
    for number, x in enumerate((500, 510), start=1):
        assert leo.place(x, 500, RED) == 0
        report(ana, (x, 500))
        wait_report(ana, "Reported. A moderator will look.")
        ana.press("Escape")
        told = staff.ask(f"report?number={number}")
        assert (told["x"], told["y"], told["name"], told["rule"]) == (x, 500, "leo", "spam"), told
        assert told["evidence"]["people"][0]["name"] == "leo", told["evidence"]
        ask_who(ana, (x, 500))
        staff.act("claim", number=number)
        ana.page.wait_for_selector(".callout-note:has-text('A moderator is looking.')")
        ask_who(ana, (x, 500))
        if number == 1:
            staff.act("dismiss", number=number)
            ana.page.wait_for_selector(".callout-note:has-text('Looked at: nothing was done.')")
        else:
            staff.act("ban", who=[leo.id], reason="spam", report=number)
            ana.page.wait_for_selector(".callout-note:has-text('Dealt with, thank you.')")
            heard(ana, "Dealt with, thank you.$")
    # On the next visit it is remembered.
    ana.page.reload()
    ana.wait_live()
    go_to(ana, (510, 500))
    ana.press("i")
    ana.page.wait_for_selector(".callout-note:has-text('Dealt with, thank you.')")


def refuses_reports(stage):
    url, _ = open_board(stage)
    leo = Person(url, "leo")
    ana = enter(stage, url)
    point, pixel = aim_together(DESKTOP, ana)
    place(ana, point)
    ask_who(ana, pixel)
    assert ana.page.locator("#callout button").count() == 0, "one's own pixel can be reported"
    ask_who(ana, (3, 3))
    assert ana.page.locator("#callout button").count() == 0, "nobody's pixel can be reported"
    answers = [
        ana.context.request.post(f"{url}api/boards/main/report", data={"x": x, "y": y, "rule": "hate"})
        for x, y in (pixel, (3, 3))
    ]
    codes = [(answer.status, answer.json()["error"]["code"]) for answer in answers]
    assert codes == [(422, "own-pixel"), (422, "nobody")], codes
    for x in range(12):
        assert leo.place(x, 20, RED) == 0
        report(ana, (x, 20))
        ana.page.wait_for_selector(".report-state, .report-problem")
        ana.page.wait_for_selector(".report:not(:has-text('Sending'))")
        if ana.page.locator(".report-problem:has-text('Wait 1:00')").count() == 1:
            expect_no_faults(ana, "too many reports")
            return
        ana.press("Escape")
    raise AssertionError("nothing was too much")


def bans(stage):
    for path in ("", POLLING):
        url, staff = open_board(stage)
        leo, ana = stage.enter(url, DESKTOP), enter(stage, url, path=path)
        point, _ = aim_together(DESKTOP, ana, leo)
        place(ana, point)
        you = identity(ana)
        staff.act("ban", who=[you["id"]], reason="botting", durationMs=HOUR_MILLIS, text="Automated placing.")
        if path == POLLING:
            ana.choose(other_colour(ana, point))
            ana.click_board(point)
        appeal = staff.ask("bans")["bans"][0]["appeal"]
        wait_bar(ana, f"You cannot place pixels until .* Reason: Botting. Automated placing. .*{appeal}")
        expect_no_faults(ana, "the bar of a ban")
        ana.wait_live()
        pass_on(leo, ana, point)
        ana.choose(other_colour(ana, point))
        ana.click_board(point)
        ana.wait_status("^You cannot place pixels until")
        # Who comes back with the same cookie is told the same.
        ana.page.reload()
        wait_bar(ana, appeal)
        ana.wait_live()
        staff.act("unban", who=[you["id"]])
        if ana.page.locator("#bar-retry:visible").count() == 1:
            ana.page.click("#bar-retry")
        ana.page.wait_for_selector("#bar", state="hidden", timeout=40_000)
        ana.wait_live()
        point, _ = aim_together(DESKTOP, ana)
        place(ana, point)
        assert identity(ana)["id"] == you["id"], "somebody else came back"


def ends_bans_by_itself(stage):
    url, staff = open_board(stage)
    ana = enter(stage, url)
    point, _ = aim_together(DESKTOP, ana)
    staff.act("ban", who=[identity(ana)["id"]], reason="spam", durationMs=6_000)
    wait_bar(ana, "Reason: Spam")
    ana.page.wait_for_selector("#bar", state="hidden", timeout=20_000)
    ana.wait_live()
    place(ana, point)


def mutes_and_kicks(stage):
    url, staff = open_board(stage)
    ana = enter(stage, url, PHONE)
    you = identity(ana)
    ana.page.click("#tool-chat")
    ana.page.wait_for_selector(".chat-form input:enabled")
    staff.act("ban", kind="mute", who=[you["id"]], reason="spam", durationMs=HOUR_MILLIS, text="Calm down.")
    ana.page.wait_for_selector(".chat-note:has-text('You cannot write in the chat until')")
    ana.page.wait_for_selector(".chat-form input:disabled")
    expect_no_faults(ana, "the muted chat")
    staff.act("unban", who=[you["id"]])
    ana.page.wait_for_selector(".chat-form input:enabled")
    staff.act("kick", who=[you["id"]], text="Take a break.")
    wait_bar(ana, "A moderator closed this session. Take a break.")
    ana.page.click("#bar-retry")
    ana.wait_live()


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


def shows_rollbacks(stage):
    url, staff = open_board(stage)
    ana = enter(stage, url)
    point, pixel = aim_together(DESKTOP, ana)
    leo = Person(url, "leo")
    empty = ana.colour_at(point)
    number = other_colour(ana, point)
    assert leo.place(*pixel, number) == 0
    ana.wait_colour(point, ana.swatch_colour(number))
    # What lay below is shown again as the one's who placed it.
    mia = Person(url, "mia")
    other = RED + GREEN - number
    assert mia.place(*pixel, other) == 0
    ana.wait_colour(point, ana.swatch_colour(other))
    done = staff.act("rollback", who=[mia.id], windowMs=0)
    ana.wait_colour(point, ana.swatch_colour(number))
    trail = ana.context.request.get(f"{url}api/boards/main/history?x={pixel[0]}&y={pixel[1]}").text()
    assert f'"{staff.name}"' in trail, trail
    staff.act("undo", number=done["audit"][0])
    ana.wait_colour(point, ana.swatch_colour(other))
    staff.act("rollback", who=[leo.id, mia.id], windowMs=0)
    ana.wait_colour(point, empty)


def keeps_shadows_to_themselves(stage):
    url, staff = open_board(stage)
    for path in ("", POLLING):
        ana, leo = enter(stage, url, path=path), stage.enter(url, DESKTOP)
        point, pixel = aim_together(DESKTOP, ana, leo)
        before = leo.colour_at(point)
        staff.act("ban", kind="shadow", who=[identity(ana)["id"]], reason="botting", durationMs=HOUR_MILLIS)
        number = place(ana, point)
        # What others draw comes behind it: by then it would be seen.
        beside = (point[0] + 32, point[1])
        pass_on(leo, ana, beside)
        ana.page.mouse.move(0, 0)
        assert ana.colour_at(point) == ana.swatch_colour(number), "the shadow is given away"
        assert leo.colour_at(point) == before, "others see it"
        assert ana.page.locator("#bar").is_hidden()
        ana.close()


# As in test_draw.py.
SCENARIOS = [
    ("what became of a report is told as it happens", tells_what_became_of_a_report, True),
    ("one's own, nobody's and too much are not reported", refuses_reports, True),
    ("who is banned looks on and comes back, on the way round too", bans, True),
    ("a ban ends by itself", ends_bans_by_itself, True),
    ("who is muted cannot write, who is kicked hears why", mutes_and_kicks, True),
    ("a locked area is hatched until it is lifted", locks_areas, True),
    ("slower areas and cooldowns are told and waited for", slows_areas_and_boards, True),
    ("a pause and announcements, in two languages", freezes_and_announces, True),
    ("newcomers wait, and need not when the attack is over", keeps_newcomers_waiting, True),
    ("puzzles are solved, on the way round too", puts_puzzles, True),
    ("a rollback is seen, by whom it was, and its undoing", shows_rollbacks, True),
    ("who is in the shadow does not notice", keeps_shadows_to_themselves, True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
