"""`toile ctl` as a script runs it, and somebody who listens on the public side."""

import asyncio
import csv
import io
import json
import subprocess
import threading
import time

import aiohttp

from support.canvas import BINARY

RUN_SECONDS = 60


def control_command(canvas, *words):
    """The command, as a shell would take it."""
    return [BINARY, "ctl", *words, "--data", canvas.data]


def start(canvas, *words, user=None, group=None):
    """Begins a command without a terminal, as another user if that is said."""
    other = {"user": user, "group": group, "extra_groups": []} if user is not None else {}
    return subprocess.Popen(
        control_command(canvas, *words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, **other)


def control(canvas, *words, exit=0, user=None, group=None):
    """Runs a command to its end and checks the exit code; what it wrote, or what it complained of."""
    process = start(canvas, *words, user=user, group=group)
    # Decoded here: Python would turn the ends of lines into its own.
    output, complaint = (stream.decode() for stream in process.communicate(timeout=RUN_SECONDS))
    said = f"ctl {' '.join(words)} as {user or 'oneself'}: {process.returncode}\n{output}{complaint}"
    assert process.returncode == exit, said
    if exit in (0, 7):
        assert complaint == "", said
        return output
    assert output == "" and complaint.startswith("toile") and complaint.endswith("\n"), said
    return complaint


def answer(canvas, *words, **how):
    """What a command says in JSON."""
    return json.loads(control(canvas, *words, "--json", **how))


def rows(canvas, *words, **how):
    """What it says in CSV, as dictionaries; every line has as many fields as the first."""
    text = control(canvas, *words, "--csv", **how)
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text.endswith("\r\n") and len({len(line) for line in lines}) == 1, text
    return [dict(zip(lines[0], line)) for line in lines[1:]]


class Listener:
    """Somebody's WebSocket on the main board: every text that came, until the `with` block ends."""

    def __init__(self, canvas, person=None):
        self.url = canvas.url.replace("http", "ws", 1) + "/ws/main"
        self.headers = {"Authorization": f"Bearer {person.token}"} if person else {}
        self.texts = []
        self.code = None
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(
            target=lambda: self.loop.run_until_complete(self._listen()), daemon=True)

    def __enter__(self):
        self.thread.start()
        self.wait("hello")
        return self

    def __exit__(self, *_):
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self.socket.close()))
        self.thread.join(20)

    async def _listen(self):
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(
                    self.url, protocols=["toile.v1"], headers=self.headers) as self.socket:
                async for message in self.socket:
                    if message.type == aiohttp.WSMsgType.TEXT:
                        self.texts.append(json.loads(message.data))
                self.code = self.socket.close_code

    def said(self, kind):
        return [text for text in list(self.texts) if text["type"] == kind]

    def wait(self, kind, pleases=lambda text: True, seconds=20):
        """Waits for a text of a kind."""
        deadline = time.monotonic() + seconds
        while True:
            for text in self.said(kind):
                if pleases(text):
                    return text
            if time.monotonic() > deadline:
                raise AssertionError(f"nobody said {kind}: {self.texts}")
            time.sleep(0.02)

    def wait_end(self, seconds=20):
        """The code that the server closed it with."""
        self.thread.join(seconds)
        return self.code
