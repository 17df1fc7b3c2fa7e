"""Someone who draws without a browser: one WebSocket, by hand, that places what it is told to."""

import base64
import json
import os
import random
import socket
import struct
import threading
import time
import urllib.parse
import urllib.request

PLACE = 0x01
BINARY_FRAME = 0x82
BATCH_SECONDS = 0.02
WAIT_SECONDS = 20


class Painter:
    """A connection that may place. Leaving the `with` block ends it."""

    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)
        board = json.loads(self._ask("api/boards/main"))["board"]
        self.width, self.height, self.palette = board["width"], board["height"], board["palette"]
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self._drain, daemon=True)]

    def __enter__(self):
        self.socket = self._connect(json.loads(self._ask("api/session", "POST"))["token"])
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        for thread in self.threads:
            thread.join()
        self.socket.close()

    def draw(self, pixels):
        """Places (x, y, colour) after (x, y, colour), and waits until the board shows the last one."""
        self.send(pixels)
        x, y, colour = pixels[-1]
        deadline = time.monotonic() + WAIT_SECONDS
        while self._ask("api/boards/main/pixels")[y * self.width + x] != colour:
            if time.monotonic() > deadline:
                raise AssertionError(f"({x}, {y}) did not become {colour}")
            time.sleep(BATCH_SECONDS)

    def send(self, pixels):
        self.socket.sendall(b"".join(place_frame(*pixel) for pixel in pixels))

    def _ask(self, path, method="GET"):
        request = urllib.request.Request(self.url.geturl() + path, method=method)
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as response:
            return response.read()

    def _connect(self, token):
        connection = socket.create_connection((self.url.hostname, self.url.port), WAIT_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET /ws/main?token={token} HTTP/1.1",
            f"Host: {self.url.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: toile.v1",
        ]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = connection.recv(4096)
        if b" 101 " not in answer:
            raise AssertionError(f"no WebSocket: {answer[:200]}")
        connection.settimeout(0.2)
        return connection

    def _drain(self):
        """What the server says is read and thrown away, so that it can go on saying it."""
        while not self.ends.is_set():
            try:
                if not self.socket.recv(1 << 20):
                    return
            except TimeoutError:
                continue


class SteadyPainter(Painter):
    """Places random pixels at a steady rate, from a thread of its own."""

    def __init__(self, url, rate, seed=1):
        super().__init__(url)
        self.rate = rate
        self.random = random.Random(seed)
        self.placed = 0
        self.threads.append(threading.Thread(target=self._paint, daemon=True))

    def _paint(self):
        began = time.monotonic()
        while not self.ends.wait(BATCH_SECONDS):
            due = int((time.monotonic() - began) * self.rate) - self.placed
            self.send([self._pixel() for _ in range(due)])
            self.placed += due

    def _pixel(self):
        choose = self.random.randrange
        return choose(self.width), choose(self.height), choose(len(self.palette))


def place_frame(x, y, colour):
    body = struct.pack("<BBHHH", PLACE, colour, x, y, 0)
    # Masked with zeros: a client has to mask, and these bytes need no hiding.
    return bytes([BINARY_FRAME, 0x80 | len(body), 0, 0, 0, 0]) + body
