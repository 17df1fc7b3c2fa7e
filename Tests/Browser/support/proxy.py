"""A proxy between browser and server that knows no WebSockets, until it is told to let them through."""

import contextlib
import re
import socket
import threading
from urllib.parse import urlsplit

HEAD_BYTES_MAX = 65_536
UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
REFUSAL = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """Listens on the loopback address while the `with` block lasts."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.target = (parts.hostname, parts.port)
        self.passes_upgrades = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.sockets = [self.listener]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        for each in list(self.sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self.sockets.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        """A browser asks for a WebSocket on a connection of its own: the first request tells."""
        with contextlib.suppress(OSError), client:
            received = b""
            while b"\r\n\r\n" not in received and len(received) < HEAD_BYTES_MAX:
                part = client.recv(HEAD_BYTES_MAX)
                if not part:
                    return
                received += part
            self._answer(client, *received.split(b"\r\n\r\n", 1))

    def _answer(self, client, head, body):
        if UPGRADE.search(head) and not self.passes_upgrades:
            client.sendall(REFUSAL)
        else:
            self._relay(client, head, body)

    def _relay(self, client, head, body):
        """From here on both sides talk to each other."""
        with socket.create_connection(self.target) as server:
            self.sockets.append(server)
            server.sendall(head + b"\r\n\r\n" + body)
            threading.Thread(target=pump, args=(server, client), daemon=True).start()
            pump(client, server)


def pump(source, sink):
    """Passes bytes on until one side ends, and lets the other one know."""
    with contextlib.suppress(OSError):
        while part := source.recv(HEAD_BYTES_MAX):
            sink.sendall(part)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
