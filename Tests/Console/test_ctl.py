"""`toile ctl`, verb by verb: its effect in public, its trial, how it is taken back, how it ends."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys

from support.canvas import BINARY, Canvas, Person
from support.control import Listener, answer, control, control_command, rows, start
from support.scenarios import run_all

HOSTILE = "=cmd(\"x\"),\n'q'\t\u202e\x1b[31m\u200b;|"
# What people must never get from a name, a note or a report: it would steer their terminal.
STEERING = {chr(code) for code in [*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x202E]} - {"\n", "\r", "\t"}


def standing(canvas):
    """Everything that acts can change, without what changes by itself."""
    names = ("bans", "areas", "defence", "watches")
    lists = [without_hits(canvas.admin("GET", f"/admin/{name}")[1]) for name in names]
    reports = canvas.admin("GET", "/admin/reports?all=1")[1]
    board = canvas.get("/api/boards/main")
    board["rules"].pop("endsInMs", None)
    board.pop("online")
    return json.dumps([lists, reports, board, len(canvas.audit())], sort_keys=True)


def tried(canvas, *words):
    """An act as a trial first, which must change nothing, then in earnest. The number of its first line."""
    before = standing(canvas)
    assert answer(canvas, *words, "--dry-run")["outcome"] == "would-do"
    assert control(canvas, *words, "--dry-run").startswith("would do: ")
    assert standing(canvas) == before, words
    count = len(canvas.audit())
    did = answer(canvas, *words)
    assert did["outcome"] == "done" and did["text"] and did["audit"], did
    line = canvas.audit()[0]
    assert line["number"] == did["audit"][-1] and len(canvas.audit()) == count + len(did["audit"])
    assert line["by"] == "root" or os.getuid() != 0, line
    return did["audit"][0]


def taken_back(canvas, number):
    """The undo that needs no number takes back just this line."""
    control(canvas, "undo", "--dry-run")
    did = answer(canvas, "undo")
    assert canvas.audit()[0]["undoOf"] == number and did["audit"] == [canvas.audit()[0]["number"]], did


def final(canvas, number):
    """A line that has no inverse says so, and its undo fails."""
    assert canvas.audit()[0]["noInverse"]
    assert "cannot be undone" in control(canvas, "undo", str(number), exit=1)


# Acts on people


def bans(canvas, vandal, friend):
    assert vandal.draw(10, 10, 4, 1, 5) == 4
    ban = tried(canvas, "ban", "k3stral", "24h", "botting", "--undo", "1h")
    assert vandal.place(1, 1, 2)["status"] == 7
    assert canvas.pixel(10, 10)["colour"] == 0
    assert [(row["name"], row["kind"], row["reason"]) for row in rows(canvas, "bans")] == [
        ("k3stral", "ban", "botting")]
    tried(canvas, "extend-ban", "k3stral", "7d")
    taken_back(canvas, canvas.audit()[0]["number"])
    taken_back(canvas, ban)
    assert vandal.place(1, 1, 2)["status"] == 0 and canvas.pixel(10, 10)["colour"] == 5
    tried(canvas, "ban", "k3stral", "1h")
    lifted = tried(canvas, "unban", "k3stral")
    assert vandal.place(1, 1, 3)["status"] == 0
    taken_back(canvas, lifted)
    assert vandal.place(1, 1, 3)["status"] == 7
    control(canvas, "unban", "k3stral")
    shadow = tried(canvas, "ban", "k3stral", "1h", "--kind", "shadow")
    assert vandal.place(2, 2, 6)["status"] == 0 and canvas.pixel(2, 2)["colour"] == 0
    taken_back(canvas, shadow)


def mutes(canvas, vandal, friend):
    mute = tried(canvas, "mute", "k3stral", "10m", "spam")
    said = canvas.say(vandal, "buy now")
    assert said["error"]["code"] == "muted", said
    assert vandal.place(3, 3, 2)["status"] == 0
    taken_back(canvas, mute)
    assert canvas.say(vandal, "sorry") is None


def removes_chat(canvas, vandal, friend):
    assert canvas.say(vandal, "words of hate") is None
    line = canvas.get("/api/boards/main/chat")["messages"][-1]
    number = str(line["number"])
    assert "--yes REMOVE" in control(canvas, "remove-chat", number, exit=2)
    count = len(canvas.audit())
    control(canvas, "remove-chat", number, "--yes", "remove", exit=2)
    assert len(canvas.audit()) == count
    removed = answer(canvas, "remove-chat", number, "--yes", "REMOVE")["audit"][0]
    assert "words of hate" not in json.dumps(canvas.get("/api/boards/main/chat"))
    final(canvas, removed)


def kicks(canvas, vandal, friend):
    control(canvas, "kick", "k3stral", exit=5)
    with Listener(canvas, vandal) as listener:
        kick = tried(canvas, "kick", "k3stral")
        assert listener.wait_end() == 4001 and listener.said("error")[-1]["code"] == "kicked"
        final(canvas, kick)
    departed = rows(canvas, "connections", "--departed")
    assert [row["name"] for row in departed] == ["k3stral"] and departed[0]["leftMs"]


def challenges(canvas, vandal, friend):
    challenge = tried(canvas, "challenge", "k3stral")
    assert vandal.place(3, 3, 2)["status"] == 9
    final(canvas, challenge)


def reveals(canvas, vandal, friend):
    with Listener(canvas, vandal):
        before = len(canvas.audit())
        seen = answer(canvas, "reveal", "k3stral", "--why", "court order")
        assert seen["found"] == "127.0.0.1" and len(canvas.audit()) == before + 1
        assert "127.0.0.1" not in json.dumps(canvas.audit())
        final(canvas, seen["audit"][0])
        live = rows(canvas, "connections", "name:k3str")
        assert len(live) == 1 and live[0]["network"] == "127.0.x.x"
        handle = live[0]["handle"]
        assert answer(canvas, "who", handle)["name"] == "k3stral"
    assert rows(canvas, "connections", "name:nobody") == []


def watches(canvas, vandal, friend):
    watch = tried(canvas, "watch", "k3stral")
    for subject in ("agent:curl/8", "newcomers", "10.2.0.0/16"):
        tried(canvas, "watch", subject)
    kinds = {row["kind"]: row["label"] for row in rows(canvas, "watches")}
    assert set(kinds) == {"person", "agent", "newcomers", "network"}, kinds
    assert kinds["network"] == "10.2.x.x/16" and kinds["person"] == "k3stral"
    control(canvas, "watch", "10.2.3.4/32", exit=5)
    control(canvas, "watch", "k3stral", exit=6)
    unwatch = tried(canvas, "unwatch", "k3stral")
    assert "person" not in {row["kind"] for row in rows(canvas, "watches")}
    taken_back(canvas, unwatch)
    tried(canvas, "unwatch", "10.2.0.0/16")
    control(canvas, "undo", str(watch))
    assert len(rows(canvas, "watches")) == 2


def notes(canvas, vandal, friend):
    note = tried(canvas, "note", "k3stral", "asked twice")
    assert [row["text"] for row in rows(canvas, "notes", "k3stral")] == ["asked twice"]
    number = rows(canvas, "notes", "k3stral")[0]["number"]
    removed = tried(canvas, "remove-note", number)
    assert rows(canvas, "notes", "k3stral") == []
    taken_back(canvas, removed)
    taken_back(canvas, note)
    assert rows(canvas, "notes", "k3stral") == []
    control(canvas, "redo")
    assert len(rows(canvas, "notes", "k3stral")) == 1


# Acts on places and boards


def rolls_back(canvas, vandal, friend):
    assert vandal.draw(40, 40, 4, 1, 5) == 4 and friend.draw(42, 40, 1, 1, 7) == 1
    back = tried(canvas, "rollback", "k3stral", "1h", "--area", "40,40,4x1")
    row = [canvas.pixel(40 + x, 40)["colour"] for x in range(4)]
    assert row == [0, 0, 7, 0], row
    assert canvas.pixel(40, 40)["name"] != "k3stral"
    taken_back(canvas, back)
    assert [canvas.pixel(40 + x, 40)["colour"] for x in range(4)] == [5, 5, 7, 5]
    control(canvas, "rollback", "--everyone", exit=2)
    back = tried(canvas, "rollback", "--everyone", "--except", "mina", "1h", "--area", "40,40,4x1")
    assert [canvas.pixel(40 + x, 40)["colour"] for x in range(4)] == [0, 0, 7, 0]
    taken_back(canvas, back)
    control(canvas, "rollback", "k3stral", "--area", "150,150,4x1", exit=5)


def freezes(canvas, vandal, friend):
    with Listener(canvas, friend) as listener:
        freeze = tried(canvas, "freeze", "10m", "attack on the cat")
        rules = listener.wait("rules", lambda text: text["state"] == "frozen")
        assert rules["why"] == "attack on the cat" and 0 < rules["endsInMs"] <= 600_000
        assert friend.place(5, 5, 2)["status"] == 5
        assert answer(canvas, "defence")["defence"][0]["frozen"]
        taken_back(canvas, freeze)
        listener.wait("rules", lambda text: text["state"] == "open")
    assert friend.place(5, 5, 2)["status"] == 0
    tried(canvas, "freeze")
    thawed = tried(canvas, "unfreeze")
    taken_back(canvas, thawed)
    assert friend.place(5, 5, 2)["status"] == 5
    control(canvas, "unfreeze")
    control(canvas, "unfreeze", exit=5)


def lays_areas(canvas, vandal, friend):
    with Listener(canvas, friend) as listener:
        tried(canvas, "freeze", "100,100", "10x10", "10m", "attack")
        listener.wait("areas", lambda text: len(text["areas"]) == 1)
    frozen = canvas.audit()[0]["number"]
    assert friend.place(105, 105, 2)["status"] == 6 and friend.place(110, 105, 2)["status"] == 0
    taken_back(canvas, frozen)
    assert friend.place(105, 105, 2)["status"] == 0
    for mode in (["staff"], ["slower", "x4", "1h", "hot spot"], ["cooldown", "60s"]):
        tried(canvas, "area", "120,120", "10x10", *mode)
        area = rows(canvas, "areas")[-1]
        assert area["rectangle"] == "120,120 10x10"
        if mode == ["staff"]:
            assert friend.place(121, 121, 2)["status"] == 6
        tried(canvas, "area", "extend", area["id"], "2h")
        lifted = tried(canvas, "area", "lift", area["id"])
        taken_back(canvas, lifted)
        assert area["id"] in [row["id"] for row in rows(canvas, "areas")]
        control(canvas, "area", "lift", area["id"])
    assert rows(canvas, "areas") == [] and rows(canvas, "areas", "mode:frozen") == []
    control(canvas, "area", "lift", "A1", exit=5)


def defends(canvas, vandal, friend):
    with Listener(canvas, friend) as listener:
        level = tried(canvas, "defence", "2", "15m")
        rules = listener.wait("rules", lambda text: text.get("defence") == 2)
        assert 0 < rules["endsInMs"] <= 900_000
        listener.wait("notice")
        assert friend.place(6, 6, 2)["status"] == 10
        assert rows(canvas, "defence")[0]["level"] == "2"
        taken_back(canvas, level)
    assert friend.place(6, 6, 2)["status"] == 0
    tried(canvas, "defence", "locked", "--quiet")
    assert friend.place(6, 6, 2)["status"] == 10
    control(canvas, "defence", "0")
    control(canvas, "defence", "5", exit=2)


def changes_the_cooldown(canvas, vandal, friend):
    change = tried(canvas, "cooldown", "60s", "--charges", "6")
    rules = canvas.get("/api/boards/main")["rules"]
    assert (rules["cooldownMs"], rules["maxCharges"]) == (60_000, 6)
    taken_back(canvas, change)
    assert canvas.get("/api/boards/main")["rules"]["cooldownMs"] == 0


def announces(canvas, vandal, friend):
    with Listener(canvas, friend) as listener:
        said = tried(canvas, "announce", "Five", "minutes", "--fr", "Cinq minutes", "--for", "10m")
        notice = listener.wait("notice")
        assert (notice["text"], notice["fr"]) == ("Five minutes", "Cinq minutes")
        with Listener(canvas) as later:
            later.wait("notice")
        taken_back(canvas, said)
        assert listener.wait("notice-withdrawn")["id"] == notice["id"]
        tried(canvas, "announce", "Again", "--for", "10m")
        again = listener.wait("notice", lambda text: text["text"] == "Again")
        withdrawn = tried(canvas, "withdraw", again["id"].removeprefix("N"))
        taken_back(canvas, withdrawn)
        control(canvas, "announce", "for you", "--to", "k3stral")
        assert all(text["text"] != "for you" for text in listener.said("notice"))
    control(canvas, "withdraw", "99", exit=5)


def saves_a_snapshot(canvas, vandal, friend):
    saved = tried(canvas, "snapshot")
    final(canvas, saved)


def handles_reports(canvas, vandal, friend):
    assert vandal.draw(60, 60, 2, 1, 5) == 2
    number = friend.report(60, 60, "other", HOSTILE)["id"]
    assert [row["number"] for row in rows(canvas, "reports")] == [number]
    evidence = answer(canvas, "reports", number)["evidence"]
    assert evidence["people"][0]["name"] == "k3stral" and "05" in evidence["colours"]
    claim = tried(canvas, "claim", number)
    assert rows(canvas, "reports")[0]["state"] == "seen"
    final(canvas, claim)
    tried(canvas, "release", number)
    assert rows(canvas, "reports")[0]["claimedBy"] == ""
    escalated = tried(canvas, "escalate", number)
    assert len(rows(canvas, "reports", "state:escalated")) == 1
    taken_back(canvas, escalated)
    dismissed = tried(canvas, "dismiss", number)
    assert rows(canvas, "reports") == [] and len(rows(canvas, "reports", "--all")) == 1
    mine = canvas.get_as(friend, "/api/boards/main/reports")["reports"]
    assert mine[0]["state"] == "dismissed", mine
    taken_back(canvas, dismissed)
    ban = tried(canvas, "ban", "k3stral", "1h", "--report", number)
    assert rows(canvas, "reports") == []
    taken_back(canvas, ban)
    kept = answer(canvas, "reports", number)
    assert kept["reporters"][0]["name"] == "mina" and kept["evidence"] == evidence
    control(canvas, "claim", "99", exit=5)


def speaks_formats(canvas, vandal, friend):
    """Every question in every format; what is hostile stays text."""
    assert vandal.draw(70, 70, 2, 1, 5) == 2
    control(canvas, "note", "k3stral", HOSTILE)
    control(canvas, "ban", "k3stral", "1h", "--tell", HOSTILE)
    control(canvas, "area", "0,0", "9x9", "frozen", "10m", HOSTILE)
    friend.report(70, 70, "other", HOSTILE)
    questions = {
        "connections": "connections", "clients": "connections", "people": "people", "top": "people",
        "reports": "reports", "reports 1": "evidence", "areas": "areas", "bans": "bans", "watches": "watches",
        "notes k3stral": "notes", "audit": "lines", "audit 1": "act", "who 70,70": "colour",
        "who k3stral": "timeline", "trail k3stral 1h": "pixels", "state": "boards", "live": "health",
        "signals": "pixelRates", "health": "storage", "me": "role", "defence": "defence",
    }
    for question, key in questions.items():
        words = question.split()
        assert key in answer(canvas, *words), question
        texts = [control(canvas, *words, f"--{format}") for format in ("table", "plain", "json", "csv")]
        assert not STEERING & set("".join(texts)), question
        lines = rows(canvas, *words)
        plain = texts[1].splitlines()
        assert len(plain) == len(lines), question
        width = len(texts[3].splitlines()[0].split(","))
        assert all(line.count("\t") == width - 1 for line in plain), question
        assert all(value[:1] not in "=+-@" or not value or is_number(value)
                   for line in lines for value in line.values()), question
        control(canvas, *words, "--dry-run", exit=2)
    assert rows(canvas, "notes", "k3stral")[0]["text"].startswith("'=cmd(\"x\")")


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def exports_the_audit(canvas, vandal, friend):
    """All of it, though a page holds a part."""
    count = 25
    for number in range(count):
        assert canvas.admin("POST", "/admin/note", {"who": ["mina"], "text": f"note {number}"})[0] == 200
    assert "older ones: --before" in control(canvas, "audit", "--limit", "10")
    lines = rows(canvas, "audit", "--all", "--limit", "10")
    assert [int(line["number"]) for line in lines] == list(range(count, 0, -1))
    text = control(canvas, "audit", "--all", "--json", "--limit", "10")
    pages = [json.loads(page)["lines"] for page in text.splitlines()]
    assert len(pages) >= 3
    assert [line["number"] for page in pages for line in page] == list(range(count, 0, -1))
    assert control(canvas, "audit", "--all", "--plain").count("\n") == count
    assert "--before" not in control(canvas, "audit", "--all", "--limit", "10")
    found = rows(canvas, "audit", "--all", "--find", "note 7")
    assert [line["text"] for line in found] == ["note mina: note 7"]


# How it ends


def ends_with_numbers(canvas, vandal, friend):
    usage = subprocess.run([BINARY, "ctl"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert usage.returncode == 2 and usage.stdout == "" and "Exit codes" in usage.stderr
    assert "did you mean ban?" in control(canvas, "bann", "k3stral", exit=2)
    control(canvas, "ban", exit=2)
    control(canvas, "ban", "nobody", exit=5)
    control(canvas, "who", "nobody", exit=5)
    control(canvas, "undo", exit=5)
    control(canvas, "redo", exit=5)
    control(canvas, "freeze", "500,500", "50x50", exit=1)
    for _ in range(2):
        Person(canvas, "twins")
    assert "twins" in control(canvas, "ban", "twins", exit=6)
    partly(canvas, vandal)
    canvas.stop()
    assert "no server" in control(canvas, "bans", exit=3)


def partly(canvas, vandal):
    """Of several some are had already."""
    control(canvas, "ban", "k3stral", "1h")
    assert control(canvas, "ban", "k3stral,mina", "1h", exit=7).startswith("partly: ")
    assert len(rows(canvas, "bans")) == 2


def watches_on(canvas, vandal, friend):
    with start(canvas, "bans", "--watch", "1", "--csv") as process:
        assert process.stdout.readline().startswith(b"number,name")
        control(canvas, "ban", "k3stral", "1h")
        assert b"k3stral" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    with start(canvas, "top", "--watch", "1") as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(20) == 0 and process.stderr.read() == b""
    assert control(canvas, "top", "--watch", "1", "--once")


def asks_a_person(canvas, vandal, friend):
    """On a terminal the word that a final act needs is asked for."""
    for word, code in (("no", 1), ("REMOVE", 0)):
        canvas.say(vandal, "hateful again")
        number = str(canvas.get("/api/boards/main/chat")["messages"][-1]["number"])
        pid, master = pty.fork()
        if pid == 0:
            os.execv(BINARY, control_command(canvas, "remove-chat", number))
        said = b""
        while b"to go on: " not in said:
            said += os.read(master, 4096)
        os.write(master, word.encode() + b"\n")
        try:
            while piece := os.read(master, 4096):
                said += piece
        except OSError:
            pass
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == code, said
        os.close(master)


# After a crash


def outlives_a_crash(canvas, vandal, friend):
    assert vandal.draw(80, 80, 2, 1, 5) == 2
    friend.report(80, 80, "hate")
    other = Person(canvas, "zork")
    assert other.draw(90, 90, 1, 1, 5) == 1
    claimed = friend.report(90, 90, "spam")["id"]
    control(canvas, "claim", claimed)
    for words in (
            "ban k3stral 24h botting", "mute mina 1h", "watch agent:curl", "note k3stral asked",
            "freeze 150,150 9x9 1h", "defence 2 1h", "cooldown 5s", "freeze 1h attack",
            "announce soon --for 1h"):
        control(canvas, *words.split())
    lists = ("bans", "areas", "defence", "watches", "notes k3stral", "reports --all", "audit --all")
    before = {name: answer(canvas, *name.split()) for name in lists}
    canvas.stop(signal.SIGKILL)
    canvas.start()
    after = {name: answer(canvas, *name.split()) for name in lists}
    for name in lists:
        assert without_hits(before[name]) == without_hits(after[name]), (name, before[name], after[name])
    assert answer(canvas, "reports", claimed)["claimedBy"]
    assert vandal.place(1, 1, 2)["status"] == 7
    assert friend.place(1, 1, 2)["status"] == 5
    assert canvas.say(friend, "hello")["error"]["code"] == "muted"
    with Listener(canvas) as listener:
        assert listener.wait("notice")["text"] == "soon"
    control(canvas, "unfreeze")
    control(canvas, "defence", "0")
    assert friend.place(151, 151, 2)["status"] == 6
    last = before["audit --all"]["lines"][0]["number"]
    assert [line["number"] for line in canvas.audit()][:3] == [last + 2, last + 1, last]


def is_in_a_backup(canvas, vandal, friend):
    """A backup has moderation in it, and a restore brings it back as it was then."""
    backup = canvas.data + "-backup"
    assert vandal.draw(80, 80, 2, 1, 5) == 2
    for words in ("ban k3stral 24h", "freeze 150,150 9x9 1h", "note k3stral asked"):
        control(canvas, *words.split())
    lists = ("bans", "areas", "notes k3stral", "audit --all")
    before = [answer(canvas, *name.split()) for name in lists]
    try:
        run_tool("backup", backup, "--data", canvas.data)
        control(canvas, "unban", "k3stral")
        canvas.stop()
        run_tool("restore", backup, "--data", canvas.data)
        canvas.start()
        assert [answer(canvas, *name.split()) for name in lists] == before
        assert vandal.place(1, 1, 2)["status"] == 7 and friend.place(151, 151, 2)["status"] == 6
    finally:
        shutil.rmtree(backup, ignore_errors=True)


def run_tool(*words):
    done = subprocess.run([BINARY, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, (words, done.stdout, done.stderr)


def without_hits(answered):
    for watch in answered.get("watches", []):
        watch.pop("hits", None)
    return answered


def main():
    scenarios = [
        bans, mutes, removes_chat, kicks, challenges, reveals, watches, notes, rolls_back, freezes,
        lays_areas, defends, changes_the_cooldown, announces, saves_a_snapshot, handles_reports,
        speaks_formats, exports_the_audit, ends_with_numbers, watches_on, asks_a_person,
        outlives_a_crash, is_in_a_backup,
    ]
    def played(scenario):
        with Canvas("--chat", "on") as canvas:
            scenario(canvas, Person(canvas, "k3stral"), Person(canvas, "mina"))
    names = [scenario.__name__.replace("_", " ") for scenario in scenarios]
    return run_all(__doc__, [(name, lambda it=it: played(it)) for name, it in zip(names, scenarios)])


if __name__ == "__main__":
    sys.exit(main())
