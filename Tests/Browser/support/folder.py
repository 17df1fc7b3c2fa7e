"""A proxy that serves a site below a folder of its own, as many people do, and nothing outside of it."""

import contextlib
import re
import socket
import threading

from support.proxy import HEAD_BYTES_MAX, UPGRADE, Proxy, pump

NOWHERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)


class Folder(Proxy):
    """Takes the folder off the path of each request; each has a connection of its own."""

    def __init__(self, url, folder):
        super().__init__(url)
        self.folder = folder
        # What was asked for outside of it.
        self.strays = []

    @property
    def url(self):
        return super().url + self.folder + "/"

    def _serve(self, client):
        with contextlib.suppress(OSError), client:
            received = b""
            while b"\r\n\r\n" not in received and len(received) < HEAD_BYTES_MAX:
                part = client.recv(HEAD_BYTES_MAX)
                if not part:
                    return
                received += part
            head, body = received.split(b"\r\n\r\n", 1)
            method, target, rest = head.split(b" ", 2)
            prefix = b"/" + self.folder.encode()
            if not target.startswith(prefix + b"/"):
                self.strays.append(target.decode())
                client.sendall(NOWHERE)
                return
            if not UPGRADE.search(head):
                rest = CONNECTION.sub(b"", rest) + b"\r\nConnection: close"
            with socket.create_connection(self.target) as server:
                self.sockets.append(server)
                request = b" ".join([method, target.removeprefix(prefix), rest])
                server.sendall(request + b"\r\n\r\n" + body)
                threading.Thread(target=pump, args=(server, client), daemon=True).start()
                pump(client, server)
