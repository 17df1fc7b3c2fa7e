"""A proxy that serves a site below a folder of its own, as many people do, and nothing outside of it."""

import re

from support.proxy import UPGRADE, Proxy

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

    def _answer(self, client, head, body):
        method, target, rest = head.split(b" ", 2)
        prefix = b"/" + self.folder.encode()
        if not target.startswith(prefix + b"/"):
            self.strays.append(target.decode())
            client.sendall(NOWHERE)
            return
        if not UPGRADE.search(head):
            rest = CONNECTION.sub(b"", rest) + b"\r\nConnection: close"
        self._relay(client, b" ".join([method, target.removeprefix(prefix), rest]), body)
