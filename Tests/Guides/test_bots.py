#!/usr/bin/env python3
"""Every program of Docs/Bots.md does what the page says, as it stands there, against the built program.

Run it by `.ci/python`, which sees to the packages of requirements.txt; curl is Debian's. Each block of the
page that names a file is written to a folder and run there, in the order of the page, with the address of a
server of our own in place of the page's.
"""

import contextlib
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import urllib.request
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "Docs" / "Bots.md"
ADDRESS_OF_THE_PAGE = "http://127.0.0.1:8080"
TIMEOUT_SECONDS = 60


def programs():
    """The blocks of the page that name a file, by that name."""
    blocks = re.findall(r"^```(?:sh|python) (\S+)\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return dict(blocks)


def default_program():
    """The newest build there is."""
    found = [ROOT / ".build" / kind / "toile" for kind in ("debug", "release")]
    found = [program for program in found if program.exists()]
    if not found:
        raise SystemExit("toile is not built: swift build --product toile")
    return max(found, key=lambda program: program.stat().st_mtime)


class Server:
    """The program with a short cooldown, which can be started again where it was."""

    def __init__(self, folder):
        self.data = folder / "data"
        self.listen = "127.0.0.1:0"
        self.start()

    def start(self):
        command = [
            str(default_program()), "serve", "--listen", self.listen, "--data", str(self.data),
            "--board", "main=200x100", "--cooldown", "300", "--charges", "3",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("toile: serving "):
            raise SystemExit(f"toile did not start: {line!r}")
        self.address = line.split()[2].rstrip("/")
        self.listen = self.address.removeprefix("http://")

    def stop(self):
        self.process.terminate()
        self.process.wait(TIMEOUT_SECONDS)
        self.process.stdout.close()

    def restart(self):
        self.stop()
        self.start()


class Reader:
    """Follows the page in a folder of its own."""

    def __init__(self, folder, server):
        self.folder = folder
        self.server = server
        self.address = server.address
        for name, text in programs().items():
            if name.endswith(".sh"):
                text = "set -eu\n" + text.replace(ADDRESS_OF_THE_PAGE, self.address)
            (folder / name).write_text(text)

    def shell(self, name):
        done = subprocess.run(
            ["sh", name], cwd=self.folder, stdout=subprocess.PIPE, text=True, timeout=TIMEOUT_SECONDS
        )
        assert done.returncode == 0, f"{name} ended with {done.returncode}: {done.stdout}"
        return done.stdout

    def python(self, name, *arguments):
        return [sys.executable, name, self.address, *arguments]

    def ask(self, path):
        with urllib.request.urlopen(self.address + path, timeout=TIMEOUT_SECONDS) as answer:
            return answer.read(), answer.headers

    def board(self):
        pixels, headers = self.ask("/api/boards/main/pixels")
        return pixels, headers["Toile-State"]

    def place(self, token, x, y, colour):
        body = json.dumps({"x": x, "y": y, "colour": colour}).encode()
        fields = {"Authorization": "Bearer " + token}
        request = urllib.request.Request(self.address + "/api/boards/main/place", body, fields)
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            assert json.load(answer)["status"] == 0


@contextlib.contextmanager
def running(command, folder):
    """A program that does not outlive the block, whatever happens in it."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_shell(reader):
    """Session, place, look and poll, with curl."""
    reader.shell("session.sh")
    token = (reader.folder / "token").read_text().strip()
    assert re.fullmatch(r"[0-9a-f]{64}", token), token
    assert (reader.folder / "token").stat().st_mode & 0o077 == 0
    reader.shell("session.sh")
    assert (reader.folder / "token").read_text().strip() == token, "a second session was opened"
    answer = json.loads(reader.shell("place.sh"))
    assert answer["status"] == 0 and answer["colour"] == 7, answer
    # Spends what is left, so that the next one has to wait for its charge.
    for step in range(2):
        reader.place(token, step, 0, 3)
    place = (reader.folder / "place.sh").read_text()
    (reader.folder / "again.sh").write_text(place.replace('"x":10', '"x":11'))
    answer = json.loads(reader.shell("again.sh"))
    assert answer["status"] == 0, answer
    pixel = json.loads(reader.shell("look.sh"))
    assert (pixel["x"], pixel["y"], pixel["colour"], pixel["name"]) == (10, 20, 7, "shell-bot"), pixel
    picture = (reader.folder / "around.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (320, 192)
    assert zlib.crc32(picture[12:29]) == struct.unpack(">I", picture[29:33])[0]
    test_poll(reader, token)


def test_poll(reader, token):
    """Three rounds: the board, then twice whatever comes while it waits."""
    with running(["sh", "poll.sh"], reader.folder) as poll:
        lines = []
        for step in range(3):
            lines.append(poll.stdout.readline().split())
            if step < 2:
                (reader.folder / "more.sh").write_text(
                    (reader.folder / "place.sh").read_text().replace('"y":20', f'"y":{40 + step}')
                )
                assert json.loads(reader.shell("more.sh"))["status"] == 0
        assert poll.wait(TIMEOUT_SECONDS) == 0
    assert [line[0] for line in lines] == ["200"] * 3, lines
    seqs = [int(line[1].split(".")[1]) for line in lines]
    assert seqs == [seqs[0], seqs[0] + 1, seqs[0] + 2], lines
    assert int(lines[1][2]) < 20, lines


def test_sketch(reader):
    """sketch.py draws its star, through a restart of the server; and in 30 lines."""
    text = (reader.folder / "sketch.py").read_text()
    assert len([line for line in text.splitlines() if line.strip()]) <= 30
    with running(reader.python("sketch.py", "60", "10"), reader.folder) as bot:
        while reader.board()[0].count(5) < 4:
            assert bot.poll() is None, "the bot ended too early"
        reader.server.restart()
        assert bot.wait(TIMEOUT_SECONDS) == 0, f"sketch.py ended with {bot.returncode}"
    pixels, _ = reader.board()
    marks = bytes(ord("#") if colour == 5 else ord(".") for colour in range(256))
    drawn = [bytes(pixels[(10 + y) * 200 + 60:(10 + y) * 200 + 65]).translate(marks) for y in range(5)]
    assert drawn == [b"..#..", b".###.", b"#####", b".###.", b"..#.."], drawn


def test_copy(reader):
    """follow.py keeps a copy that comes out, while draw.py draws its heart; both as the page says."""
    with running(reader.python("follow.py"), reader.folder) as follow:
        first = follow.stdout.readline().split()
        assert first[1:] == ["ok"], first
        draw(reader)
        state = reader.board()[1]
        line = first
        while line[0] != state:
            line = follow.stdout.readline().split()
            assert line[1:] == ["ok"], line


def draw(reader):
    """The bot is interrupted and started again, the server as well, and it ends when the heart stands."""
    command = reader.python("draw.py", "100", "50")
    with running(command, reader.folder) as bot:
        while reader.board()[0].count(7) < 6:
            assert bot.poll() is None, "the bot ended too early"
    token = (reader.folder / "bot-token").read_text()
    assert (reader.folder / "bot-token").stat().st_mode & 0o077 == 0
    reader.server.restart()
    with running(command, reader.folder) as bot:
        while reader.board()[0].count(7) < 11:
            assert bot.poll() is None, "the bot ended too early"
        reader.server.restart()
        assert bot.wait(TIMEOUT_SECONDS) == 0, f"draw.py ended with {bot.returncode}"
    assert (reader.folder / "bot-token").read_text() == token
    pixels, _ = reader.board()
    heart = [pixels[(50 + y) * 200 + 100:(50 + y) * 200 + 105] for y in range(4)]
    marks = bytes(ord("#") if colour == 7 else ord(".") for colour in range(256))
    drawn = [bytes(row).translate(marks) for row in heart]
    assert drawn == [b".#.#.", b"#####", b".###.", b"..#.."], heart
    pixel = json.loads(reader.ask("/api/boards/main/pixel?x=101&y=50")[0])
    assert pixel["name"] == "heart-bot", pixel


def main():
    names = set(programs())
    expected = {"session.sh", "place.sh", "look.sh", "poll.sh", "sketch.py", "draw.py", "follow.py"}
    assert names == expected, f"programs that nobody runs: {names ^ expected}"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Server(folder)
        try:
            reader = Reader(folder, server)
            for test in (test_shell, test_sketch, test_copy):
                test(reader)
                print(f"bots: {test.__doc__}", flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
