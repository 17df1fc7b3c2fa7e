"""Several people look after one board: who may what, and two who reach for the same."""

import grp
import os
import re
import stat
import subprocess
import sys
import tempfile

from support.canvas import BINARY, READY_PREFIX, Canvas, Person
from support.control import Listener, answer, control, rows
from support.scenarios import Skipped, run_all
from support.terminal import Terminal

# System users without a name are called by their number.
ANA, LEO, READER, ADMIN, STRANGER = 12001, 12002, 12003, 12004, 12005
GROUP_NAME = "users"


class Team:
    """A server with staff; `ctl` and consoles run as one of them."""

    def __init__(self):
        if os.getuid() != 0:
            raise Skipped("only root may act as several system users")
        try:
            self.group = grp.getgrnam(GROUP_NAME).gr_gid
        except KeyError:
            raise Skipped(f"this system has no group {GROUP_NAME}") from None
        self.canvas = Canvas(
            "--moderators", f"{ANA},{LEO}", "--readers", str(READER), "--admins", str(ADMIN),
            "--admin-group", GROUP_NAME)

    def __enter__(self):
        self.canvas.__enter__()
        self.vandal, self.friend = Person(self.canvas, "k3stral"), Person(self.canvas, "mina")
        assert self.vandal.draw(10, 10, 4, 1, 5) == 4
        self.report = self.friend.report(10, 10, "hate")["id"]
        return self

    def __exit__(self, *_):
        self.canvas.__exit__()

    def control(self, user, *words, exit=0):
        return control(self.canvas, *words, exit=exit, user=user, group=self.group)

    def console(self, user):
        command = [BINARY, "console", "--data", self.canvas.data]
        return Terminal(command, user=user, group=self.group)


def modes(path):
    found = os.stat(path)
    return stat.S_IMODE(found.st_mode), found.st_gid


def doors_open_to_the_group_alone():
    with Canvas() as canvas:
        assert modes(canvas.data)[0] == 0o700 and modes(canvas.socket)[0] == 0o600
    with Team() as team:
        assert modes(team.canvas.data) == (0o710, team.group)
        assert modes(team.canvas.socket) == (0o660, team.group)
        for name in os.listdir(team.canvas.data):
            if name != "admin.sock":
                assert modes(f"{team.canvas.data}/{name}")[0] & 0o077 == 0, name
        # In the group, and in no list.
        assert "not of this server's staff" in team.control(STRANGER, "me", exit=4)
        # Not even in the group.
        said = control(team.canvas, "me", exit=3, user=STRANGER, group=STRANGER)
        assert "Permission denied" in said


def roles_decide():
    with Team() as team:
        for user, role in ((READER, "reader"), (ANA, "moderator"), (ADMIN, "admin")):
            assert f"({role})" in team.control(user, "me")
            assert "k3stral" in team.control(user, "bans") + team.control(user, "reports")
        count = len(team.canvas.audit())
        for act in (
                "ban k3stral", "kick k3stral", "note k3stral x", "freeze", "defence 2", "announce hello",
                "rollback k3stral", f"claim {team.report}", "snapshot", "undo 1", "challenge k3stral"):
            assert "may look" in team.control(READER, *act.split(), exit=4), act
            team.control(READER, *act.split(), "--dry-run", exit=4)
        for act in ("reveal k3stral", "ban k3stral 1h --kind shadow"):
            assert "Only an admin" in team.control(ANA, *act.split(), exit=4)
        assert len(team.canvas.audit()) == count
        with Listener(team.canvas, team.vandal):
            assert "127.0.0.1" in team.control(ADMIN, "reveal", "k3stral")
        team.control(ADMIN, "ban", "k3stral", "1h", "--kind", "shadow")
        team.control(ADMIN, "undo")
        team.control(ANA, "ban", "mina", "1h")
        line = str(team.canvas.audit()[0]["number"])
        assert team.canvas.audit()[0]["by"] == str(ANA)
        assert f"what {ANA} did" in team.control(LEO, "undo", line, exit=4)
        # What is one's own last act is nobody else's.
        team.control(LEO, "undo", exit=5)
        team.control(ADMIN, "undo", line)
        assert team.friend.place(50, 50, 2)["status"] == 0


def the_second_is_told_who_was_first():
    with Team() as team:
        team.control(ANA, "claim", team.report)
        assert rows(team.canvas, "reports")[0]["claimedBy"] == str(ANA)
        said = team.control(LEO, "claim", team.report, exit=6)
        assert re.search(rf"{ANA} has #{team.report} in hand since \d\d:\d\d:\d\d", said), said
        team.control(ANA, "ban", "k3stral", "24h", "--undo", "all")
        said = team.control(LEO, "ban", "k3stral", "7d", exit=6)
        assert re.search(rf"{ANA} banned k3stral for 24 h at \d\d:\d\d:\d\d", said), said
        assert len(rows(team.canvas, "bans")) == 1
        assert team.canvas.pixel(10, 10)["colour"] == 0
        assert answer(team.canvas, "reports", team.report)["closedBy"] == str(ANA)
        team.control(LEO, "dismiss", team.report, exit=6)


def pixels_come_back_to_their_authors():
    with Team() as team:
        assert team.friend.draw(10, 11, 1, 1, 7) == 1
        assert team.vandal.draw(10, 11, 1, 1, 5) == 1
        team.control(LEO, "rollback", "k3stral", "--area", "10,11,1x1")
        here = team.canvas.pixel(10, 11)
        assert here["colour"] == 7
        # What was there before is again whose it was; who brought it back, the audit says.
        assert here["name"] == "mina" and team.canvas.audit()[0]["by"] == str(LEO), here


def you(canvas, person):
    return canvas.get_as(person, "/api/boards/main/hello")["you"]


def badges_are_for_those_who_act():
    with Team() as team:
        canvas, friend = team.canvas, team.friend
        assert "may look" in team.control(READER, "badge", exit=4)
        count = len(canvas.audit())
        said = team.control(ANA, "badge", "--dry-run")
        assert said.startswith("would do: ") and len(canvas.audit()) == count, said
        link = answer(canvas, "badge", user=ANA, group=team.group)["found"]
        assert re.fullmatch(rf"{re.escape(canvas.url)}/#staff=[0-9a-f]{{32}}", link), link
        assert link.split("=")[1] not in str(canvas.audit()), "the code is in the audit"
        assert canvas.audit()[0]["by"] == str(ANA) and canvas.audit()[0]["noInverse"], canvas.audit()[0]
        took = canvas.post("/api/session/staff", {"code": link.split("=")[1]}, friend.token)
        assert took["name"] == f"staff: {ANA}", took
        assert friend.place(60, 60, 3)["status"] == 0
        here = canvas.pixel(60, 60)
        assert (here["name"], here["staff"]) == (f"staff: {ANA}", True), here
        # What she draws is hers as what she rolls back is, and is rolled back as anybody's.
        trail = team.control(ANA, "trail", str(ANA))
        assert re.search(r"\b60 +60\b", trail), trail
        team.control(ADMIN, "rollback", str(ANA), "1h")
        assert canvas.pixel(60, 60)["colour"] == 0
        canvas.stop()
        canvas.start()
        assert you(canvas, friend)["role"] == "moderator"
        assert "Only an admin" in team.control(LEO, "unbadge", str(ANA), exit=4)
        team.control(LEO, "unbadge", exit=5)
        assert f"unbadge {ANA}: 1 browser" in team.control(ADMIN, "unbadge", str(ANA))
        assert you(canvas, friend)["role"] == "player"
        team.control(ADMIN, "undo")
        assert you(canvas, friend)["role"] == "moderator"
        # Off the lists and started again, she is nobody's moderator, whatever her browser holds.
        canvas.stop()
        canvas.options[canvas.options.index(f"{ANA},{LEO}")] = str(LEO)
        canvas.start()
        assert you(canvas, friend)["role"] == "player"


def a_console_shows_the_whole_link():
    with Team() as team, team.console(ANA) as ana:
        ana.wait_greeting()
        ana.press(":badge<Enter>")
        ana.wait(re.compile(rf"{re.escape(team.canvas.url)}/#staff=[0-9a-f]{{32}} "))


def the_first_run_brings_a_link():
    with tempfile.TemporaryDirectory(prefix="toile-first-") as data:
        options = ["--data", f"{data}/new", "--public-url", "https://place.example/art"]
        link = re.compile(r"https://place\.example/art/#staff=[0-9a-f]{32}")
        for expected in (1, 0):
            process = subprocess.Popen(
                [BINARY, "serve", "--listen", "127.0.0.1:0", *options], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True)
            try:
                assert process.stdout.readline().startswith(READY_PREFIX)
                said = [process.stderr.readline() for _ in range(3 * expected)]
            finally:
                process.terminate()
                output, rest = process.communicate(timeout=20)
            assert output == "", output
            assert len(link.findall("".join(said) + rest)) == expected, (said, rest)
            assert ("once and within 30 minutes" in "".join(said)) == bool(expected)


def two_consoles_collide():
    with Team() as team, team.console(ANA) as ana, team.console(LEO) as leo:
        for console in (ana, leo):
            console.wait_greeting()
            console.press("3")
            console.wait("k3stral")
        leo.press("<Enter>")
        ana.wait(re.compile(rf"k3stral.*{LEO}"))
        ana.press("b2")
        ana.wait(f"{LEO} is looking")
        assert re.search(rf"looking at this now: .*{LEO}", team.control(ANA, "ban", "k3stral", "--dry-run"))
        leo.press("b1<Enter>")
        team.canvas.wait_audit("rollback k3stral")
        audit = team.canvas.audit()
        ana.press("<Enter>")
        ana.wait(re.compile(rf"6 conflict.*{LEO}"))
        assert team.canvas.audit() == audit and len(rows(team.canvas, "bans")) == 1


def consoles_are_called_by_their_users_and_not_counted():
    with Team() as team, team.console(ANA) as console:
        console.wait_greeting()
        listed = rows(team.canvas, "connections")
        assert [(row["name"], row["role"], row["flags"]) for row in listed] == [
            (str(ANA), "moderator", "MOD")], listed
        assert team.canvas.get("/api/boards/main")["online"] == 0
        console.press("2")
        # The column is as wide as `leo (mod)`: a longer name is shown whole, and the flag says the rest.
        console.wait(re.compile(rf"0001 {ANA} .* MOD"))


def a_reader_is_shown_no_acts():
    with Team() as team, team.console(READER) as console:
        console.wait_greeting()
        count = len(team.canvas.audit())
        console.press("4")
        console.wait("k3stral")
        console.press("b2<Enter>!2<Enter>f<Enter>")
        console.press("1")
        console.wait("[1Live]")
        assert len(team.canvas.audit()) == count


def main():
    scenarios = [
        doors_open_to_the_group_alone, roles_decide, the_second_is_told_who_was_first,
        pixels_come_back_to_their_authors, badges_are_for_those_who_act, a_console_shows_the_whole_link,
        the_first_run_brings_a_link, two_consoles_collide,
        consoles_are_called_by_their_users_and_not_counted, a_reader_is_shown_no_acts,
    ]
    return run_all(__doc__, [(scenario.__name__.replace("_", " "), scenario) for scenario in scenarios])


if __name__ == "__main__":
    sys.exit(main())
