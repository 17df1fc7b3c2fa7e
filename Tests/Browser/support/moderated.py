"""A reader between whom and the server a moderator sits: what the server would say is said in its place."""

import json
import re

from support.reader import Reader


class Moderated(Reader):
    """The first page of a scenario; `hello` are changes to every greeting, part by part."""

    def __init__(self, *values, hello=None, **options):
        self.hello = hello or {}
        self.routes = []
        self.addresses = []
        # What the page said, as text: the server is not asked what it does not know.
        self.said = []
        self.answers = {}
        self.reports = []
        self.verdicts = []
        # What the browser may complain about, for a refusal is part of the scenario.
        self.expected = re.compile(r"$^")
        super().__init__(*values, **options)

    def prepare(self, page):
        page.route_web_socket(re.compile(r"/ws/"), self._sit_between)
        page.route(re.compile(r"/api/boards/main/reports$"), self._list_reports)
        page.route(re.compile(r"/api/boards/main/report$"), self._take_report)

    def tell(self, kind, **values):
        """Says something in the server's name."""
        self.routes[-1].send(json.dumps({"type": kind, **values}))

    def close_socket(self, code, reason=""):
        self.routes[-1].close(code=code, reason=reason)

    def _complain(self, text):
        if not self.expected.search(text):
            super()._complain(text)

    def _sit_between(self, route):
        self.routes.append(route)
        self.addresses.append(route.url)
        server = route.connect_to_server()
        route.on_message(lambda message: self._pass_on(route, server, message))
        server.on_message(lambda message: route.send(self._greet(message)))

    def _greet(self, message):
        if not isinstance(message, str) or '"hello"' not in message:
            return message
        hello = json.loads(message)
        if hello["type"] == "hello":
            for part, changes in self.hello.items():
                is_part = isinstance(hello.get(part), dict)
                hello[part] = {**hello[part], **changes} if is_part else changes
        return json.dumps(hello)

    def _pass_on(self, route, server, message):
        if isinstance(message, str):
            self.said.append(json.loads(message))
            answer = self.answers.get(self.said[-1]["type"])
            if answer is not None:
                route.send(json.dumps(answer(self.said[-1])))
                return
        server.send(message)

    def _list_reports(self, route):
        route.fulfill(json={"reports": self.reports})

    def _take_report(self, route):
        status, body, headers = self.verdicts.pop(0)
        self.said.append({"type": "report", **json.loads(route.request.post_data)})
        route.fulfill(status=status, json=body, headers=headers)
