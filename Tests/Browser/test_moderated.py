"""The page and what moderators do to people, in a real browser against a real server, through its socket.

    test_moderated.py [--server BINARY] [--chromium BINARY] [--only TEXT]

What the page makes of messages that are hard to come by is in test_moderation.py.
"""

import sys

from test_access import expect_no_faults
from test_moderation import go_to, heard, wait_bar

from support.drawing import GREEN, RED, aim_together, pass_on
from support.moderators import HOUR_MILLIS, POLLING, enter, open_board, other_colour, place
from support.reader import DESKTOP, PHONE
from support.scenarios import run_all
from support.staff import Person, identity


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
        # What was taken back is taken back for them, too.
        point = (point[0], point[1] + 32)
        before = ana.colour_at(point)
        place(ana, point)
        ana.page.mouse.move(0, 0)
        ana.page.click("#undo")
        ana.wait_status("^Taken back")
        ana.wait_colour(point, before)
        ana.close()


# As in test_draw.py.
SCENARIOS = [
    ("what became of a report is told as it happens", tells_what_became_of_a_report, True),
    ("one's own, nobody's and too much are not reported", refuses_reports, True),
    ("who is banned looks on and comes back, on the way round too", bans, True),
    ("a ban ends by itself", ends_bans_by_itself, True),
    ("who is muted cannot write, who is kicked hears why", mutes_and_kicks, True),
    ("a rollback is seen, by whom it was, and its undoing", shows_rollbacks, True),
    ("who is in the shadow does not notice", keeps_shadows_to_themselves, True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
