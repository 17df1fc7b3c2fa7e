"""
Debian's Firefox, by the protocol that it speaks itself (WebDriver BiDi): Playwright drives only a Firefox of
its own making. These classes have the names of Playwright's, as many as a reader (reader.py) calls; so
scenarios need not know which browser they are in.
"""

import base64
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import time

from websockets.sync.client import connect

from support.keys import key_value

READY = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
READY_SECONDS = 60
ANSWER_SECONDS = 30
END_SECONDS = 10
POLL_SECONDS = 0.05
FUNCTION = re.compile(r"^\s*(async\s*)?(\([^()]*\)|\w+)\s*=>")
VISIBLE = "selector => document.querySelector(selector)?.checkVisibility() === true"
BOX = """selector => {
  const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
  return { x, y, width, height };
}"""
# The page reads the time from here, and looks again by itself when a while has passed.
CLOCK = """() => {
  const now = performance.now.bind(performance);
  let aheadMillis = 0;
  performance.now = () => now() + aheadMillis;
  window.runAhead = (millis) => { aheadMillis += millis; };
}"""
# Nothing is asked of anybody but the server under test, and nothing is shown but the page.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}


class Firefox:
    """One process with a profile of its own. Leaving the `with` block ends it."""

    def __init__(self, program):
        self.program = program
        self.profile = tempfile.mkdtemp(prefix="toile-firefox-")
        self.process = None
        self.numbers = 0
        self.pages = {}

    def __enter__(self):
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(PREFERENCES[name])});" for name in PREFERENCES]
        pathlib.Path(self.profile, "user.js").write_text("\n".join(lines))
        command = [self.program, "--headless", "--no-remote", "--profile", self.profile]
        self.process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        self.socket = connect(self._ready_url() + "/session", max_size=None, open_timeout=ANSWER_SECONDS)
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Exception):
            self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _ready_url(self):
        """The address it prints; what it prints after that is read and thrown away, so that it can go on."""
        addresses = []
        ready = threading.Event()

        def read():
            with self.process.stderr as lines:
                for line in lines:
                    if found := READY.search(line):
                        addresses.append(found[1])
                        ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        if not ready.wait(READY_SECONDS) or not addresses:
            raise AssertionError(f"{self.program} did not get ready (exit code {self.process.poll()})")
        return addresses[0]

    def send(self, method, **parameters):
        """Asks, and waits for the answer; what happens meanwhile is told to the pages."""
        self.numbers += 1
        self.socket.send(json.dumps({"id": self.numbers, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=ANSWER_SECONDS))
            if message["type"] == "event":
                self._tell(message["method"], message["params"])
            elif message.get("id") == self.numbers:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def _tell(self, event, details):
        context = details.get("context") or details.get("source", {}).get("context")
        if context not in self.pages:
            return
        page = self.pages[context]
        if event == "network.beforeRequestSent":
            page.tell("request", Request(details["request"]["url"]))
        elif details["type"] == "javascript" and details["level"] == "error":
            page.tell("pageerror", Entry(details))
        else:
            page.tell("console", Entry(details))

    def new_context(self, viewport, locale=None):
        return Context(self, viewport, locale)


class Entry:
    """Something that was logged."""

    def __init__(self, details):
        self.type = details["level"]
        self.text = details["text"] or ""

    def __str__(self):
        return self.text


class Request:
    def __init__(self, url):
        self.url = url


class Context:
    """A jar of cookies, and the pages that share it."""

    def __init__(self, firefox, viewport, locale):
        self.firefox = firefox
        self.viewport = viewport
        self.id = firefox.send("browser.createUserContext")["userContext"]
        if locale is not None:
            firefox.send("emulation.setLocaleOverride", locale=locale, userContexts=[self.id])

    def prepare(self, script):
        """Runs a function in every page before the scripts of its own."""
        self.firefox.send("script.addPreloadScript", functionDeclaration=script, userContexts=[self.id])

    def new_page(self):
        return Page(self)

    def close(self):
        self.firefox.send("browser.removeUserContext", userContext=self.id)


class Page:
    """A window with one page. Its methods are Playwright's, with what readers need of them."""

    def __init__(self, context):
        self.context = context
        self.firefox = context.firefox
        self.viewport_size = context.viewport
        self.listeners = {}
        self.timeout_millis = 0
        # A tab behind another one would be given no frames.
        created = self.firefox.send("browsingContext.create", type="window", userContext=context.id)
        self.id = created["context"]
        self.firefox.pages[self.id] = self
        self.send("browsingContext.setViewport", viewport=context.viewport)
        self.keyboard, self.mouse, self.clock = Keyboard(self), Mouse(self), Clock(self)

    def send(self, method, **parameters):
        return self.firefox.send(method, context=self.id, **parameters)

    def on(self, event, listener):
        self.listeners.setdefault(event, []).append(listener)

    def tell(self, event, what):
        for listener in self.listeners.get(event, []):
            listener(what)

    def set_default_timeout(self, millis):
        self.timeout_millis = millis

    def goto(self, url):
        self.send("browsingContext.navigate", url=url, wait="complete")

    def evaluate(self, script, arg=None):
        """The value of an expression, or what a function makes of the argument."""
        work = script if FUNCTION.match(script) else f"() => ({script})"
        answer = self.firefox.send(
            "script.callFunction",
            functionDeclaration=f"async (text) => JSON.stringify(await ({work})(JSON.parse(text)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(arg)}],
            target={"context": self.id},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for_function(self, script, arg=None, timeout=None):
        deadline = time.monotonic() + (timeout or self.timeout_millis) / 1000
        while not self.evaluate(script, arg):
            if time.monotonic() > deadline:
                raise AssertionError(f"in vain: {script} {arg or ''}")
            time.sleep(POLL_SECONDS)

    def wait_for_selector(self, selector, timeout=None):
        self.wait_for_function(VISIBLE, selector, timeout)

    def wait_for_timeout(self, millis):
        deadline = time.monotonic() + millis / 1000
        while time.monotonic() < deadline:
            # Asking is what hears of events.
            self.evaluate("0")
            time.sleep(POLL_SECONDS)

    def locator(self, selector):
        return Locator(self, selector)

    def click(self, selector):
        self.wait_for_selector(selector)
        box = self.locator(selector).bounding_box()
        self.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def focus(self, selector):
        self.evaluate("selector => document.querySelector(selector).focus()", selector)

    def screenshot(self, clip=None, path=None, scale="css"):
        """A PNG. The window has one device pixel for each CSS pixel: every scale is the same."""
        options = {} if clip is None else {"clip": {"type": "box", **clip}}
        png = base64.b64decode(self.send("browsingContext.captureScreenshot", **options)["data"])
        if path is not None:
            pathlib.Path(path).write_bytes(png)
        return png

    def act(self, kind, actions, **source):
        self.send("input.performActions", actions=[{"type": kind, "id": kind, "actions": actions, **source}])


class Locator:
    """The first element that a selector finds."""

    def __init__(self, page, selector):
        self.page = page
        self.selector = selector

    def evaluate(self, work):
        return self.page.evaluate(f"selector => ({work})(document.querySelector(selector))", self.selector)

    def inner_text(self):
        return self.evaluate("element => element.innerText")

    def input_value(self):
        return self.evaluate("element => element.value")

    def bounding_box(self):
        return self.page.evaluate(BOX, self.selector)


class Mouse:
    def __init__(self, page):
        self.page = page

    def move(self, x, y):
        self._act(x, y)

    def click(self, x, y):
        self._act(x, y, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})

    def _act(self, x, y, *actions):
        move = {"type": "pointerMove", "x": int(x), "y": int(y)}
        self.page.act("pointer", [move, *actions], parameters={"pointerType": "mouse"})


class Keyboard:
    def __init__(self, page):
        self.page = page

    def press(self, chord):
        """Such as `a`, `Enter`, `Shift+ArrowRight`."""
        values = [key_value(name) for name in re.split(r"(?<=.)\+", chord)]
        downs = [{"type": "keyDown", "value": value} for value in values]
        ups = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self.page.act("key", [*downs, *ups])


class Clock:
    """Time that can run ahead in the page."""

    def __init__(self, page):
        self.page = page

    def install(self):
        self.page.context.prepare(CLOCK)

    def fast_forward(self, millis):
        self.page.evaluate("millis => runAhead(millis)", millis)
