"""A server with people on it, and everything that its staff may ask it."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = os.environ.get("TOILE_BINARY", str(ROOT / ".build/debug/toile"))
READY_PREFIX = "toile: serving "
END_SECONDS = 15


class AdminConnection(http.client.HTTPConnection):
    """HTTP over the admin socket."""

    def __init__(self, path):
        super().__init__("toile", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(20)
        self.sock.connect(self.path)


class Person:
    """Somebody who draws."""

    def __init__(self, canvas, name):
        self.canvas = canvas
        self.name = name
        answer = canvas.post("/api/session", {"name": name})
        self.token, self.id = answer["token"], answer["id"]

    def place(self, x, y, colour):
        return self.canvas.post("/api/boards/main/place", {"x": x, "y": y, "colour": colour}, self.token)

    def draw(self, x, y, width, height, colour):
        """A rectangle, pixel by pixel; how many of them were taken."""
        return sum(
            self.place(x + column, y + row, colour)["status"] == 0
            for row in range(height) for column in range(width))

    def report(self, x, y, rule, text=""):
        body = {"x": x, "y": y, "rule": rule, **({"text": text} if text else {})}
        return self.canvas.post("/api/boards/main/report", body, self.token)


class Canvas:
    """One `toile serve` with data of its own. Leaving the `with` block ends it and removes the data."""

    def __init__(self, *options, board="200x200", cooldown="0"):
        self.options = ["--board", f"main={board}", "--cooldown", cooldown, *options]
        self.data = tempfile.mkdtemp(prefix="toile-console-")
        self.address = "127.0.0.1:0"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    @property
    def socket(self):
        return self.data + "/admin.sock"

    def start(self):
        command = [BINARY, "serve", "--listen", self.address, "--data", self.data, *self.options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line.startswith(READY_PREFIX):
            raise AssertionError(f"the server was not ready: {line!r}")
        self.url = line.removeprefix(READY_PREFIX).strip().rstrip("/")
        # A restart has to come back where everybody looks for it.
        self.address = self.url.removeprefix("http://")

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process = None

    def post(self, path, body, token=None):
        """What the server says to somebody in public; a refusal is an answer too."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            with refusal:
                return json.load(refusal)

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def get_as(self, person, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {person.token}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def say(self, person, text):
        """Says something in the chat: nothing comes back, or why it was refused."""
        return self.post("/api/boards/main/text", {"type": "chat", "text": text}, person.token)

    def pixel(self, x, y):
        return self.get(f"/api/boards/main/pixel?x={x}&y={y}")

    def admin(self, method, path, body=None):
        """Status and answer over the admin socket, as the one who runs the tests."""
        connection = AdminConnection(self.socket)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def audit(self):
        """The lines of the audit, newest first."""
        status, page = self.admin("GET", "/admin/audit")
        assert status == 200, page
        return page["lines"]

    def wait_audit(self, wanted, seconds=20):
        """Waits until the newest line of the audit says something."""
        deadline = time.monotonic() + seconds
        while True:
            lines = self.audit()
            if lines and wanted in lines[0]["text"]:
                return lines[0]
            if time.monotonic() > deadline:
                said = [line["text"] for line in lines[:5]]
                raise AssertionError(f"the audit never said {wanted!r}: {said}")
            time.sleep(0.05)
