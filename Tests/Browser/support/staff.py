"""Those who moderate, over the admin socket of a server; and people who draw without a browser."""

import http.client
import json
import socket
import urllib.error
import urllib.request

WAIT_SECONDS = 20


class AdminConnection(http.client.HTTPConnection):
    """HTTP over the admin socket."""

    def __init__(self, path):
        super().__init__("toile", timeout=WAIT_SECONDS)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(WAIT_SECONDS)
        self.sock.connect(self.path)


class Staff:
    """Whoever runs the tests, as the server knows its system users."""

    def __init__(self, server):
        self.path = server.data + "/admin.sock"

    def act(self, verb, **values):
        """Does something; the answer once it is durable."""
        return self._request("POST", verb, values)

    def ask(self, question):
        return self._request("GET", question)

    @property
    def name(self):
        """As it stands at what was placed by them."""
        return f"staff: {self.ask('me')['user']}"

    def _request(self, method, path, body=None):
        connection = AdminConnection(self.path)
        try:
            connection.request(method, f"/admin/{path}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            value = json.loads(answer.read() or b"null")
        finally:
            connection.close()
        assert answer.status == 200, f"{method} /admin/{path}: {answer.status} {value}"
        return value


class Person:
    """Somebody who draws by requests, and of whom nothing but that is known."""

    def __init__(self, url, name):
        self.url = url
        session = self._post("api/session", {"name": name})
        self.token, self.id, self.name = session["token"], session["id"], session["name"]

    def place(self, x, y, colour):
        """The status that the server answers with."""
        return self._post("api/boards/main/place", {"x": x, "y": y, "colour": colour})["status"]

    def _post(self, path, body):
        headers = {"Content-Type": "application/json"}
        if hasattr(self, "token"):
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return json.load(refusal)


def identity(reader):
    """Who the server takes somebody with the page open for: the `you` of a greeting."""
    answer = reader.context.request.get(reader.url + "api/boards/main/hello")
    return answer.json()["you"]
