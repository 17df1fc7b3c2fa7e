"""Someone with the page open: what they do with it and what they see, through the browser only."""

import re
import struct
import zlib

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
NARROW = {**PHONE, "viewport": {"width": 320, "height": 568}}

WAIT_MILLIS = 10_000
# What a browser reports by itself about a network that a scenario took away.
EXPECTED_NOISE = re.compile(
    r"WebSocket connection to|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED"
    r"|^Firefox can.t establish a connection to the server at ws:|^The connection to ws:.* was interrupted"
)


class Reader:
    """One page in a browser context (that is: a cookie jar) of its own."""

    def __init__(self, browser, url, size, path="", with_clock=False, **options):
        self.url = url
        self.context = browser.new_context(**size, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MILLIS)
        self.complaints = []
        self.sockets = []
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)
        self.page.on("websocket", lambda socket: self.sockets.append(socket.url))
        if with_clock:
            self.page.clock.install()
        self.prepare(self.page)
        self.page.goto(url + path)

    def prepare(self, page):
        """Whatever a page needs before it loads: for those who look at more than readers see."""

    def close(self):
        self.context.close()

    def _hear(self, message):
        if message.type == "error":
            self._complain(message.text)

    def _complain(self, text):
        if not EXPECTED_NOISE.search(text):
            self.complaints.append(text)

    def _watch(self, request):
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"asked elsewhere: {request.url}")

    # What they see

    def wait_live(self):
        self.page.wait_for_selector("html[data-connection=live]")

    def wait_status(self, pattern):
        """Waits for the status line to say something, and returns what."""
        self.page.wait_for_function(
            "pattern => new RegExp(pattern).test(document.getElementById('status').textContent)", arg=pattern
        )
        return self.text("status")

    def text(self, element):
        return self.page.locator(f"#{element}").inner_text().strip()

    def coordinates(self):
        return self.page.locator("#coordinates").input_value().strip()

    def colour_at(self, point):
        """The colour on the screen, as #rrggbb."""
        clip = {"x": point[0], "y": point[1], "width": 1, "height": 1}
        return single_pixel(self.page.screenshot(clip=clip, scale="css"))

    def wait_colour(self, point, colour):
        for _ in range(WAIT_MILLIS // 50):
            seen = self.colour_at(point)
            if seen == colour:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{seen} at {point}, not {colour}")

    def wait_near(self, point, value, tolerance):
        """Waits for a grey: a colour whose every channel is near the value."""
        for _ in range(WAIT_MILLIS // 50):
            seen = self.colour_at(point)
            channels = [int(seen[place : place + 2], 16) for place in (1, 3, 5)]
            if all(abs(channel - value) <= tolerance for channel in channels):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{seen} at {point}, not a grey near {value}")

    def swatch_colour(self, number):
        script = "swatch => getComputedStyle(swatch).getPropertyValue('--colour').trim().toLowerCase()"
        return self.page.locator(f".swatch[data-colour='{number}']").evaluate(script)

    # What they do

    def zoom_in(self, steps):
        for _ in range(steps):
            self.page.click("#zoom-in")

    def zoom_to(self, scale):
        """Zooms in to a whole scale, such as 16 for 16 CSS pixels a board pixel."""
        for _ in range(30):
            if self.text("zoom-scale") == f"{scale}×":
                return
            self.page.click("#zoom-in")
        raise AssertionError(f"no scale of {scale}: {self.text('zoom-scale')}")

    def pixel_at(self, point):
        self.page.mouse.move(*point)
        self.page.wait_for_function("() => document.getElementById('coordinates').value !== ''")
        return tuple(int(part) for part in self.coordinates().split(","))

    def middle_of_pixel(self, near, scale):
        """The middle, on the screen, of the board pixel under a point; and which pixel that is."""
        x, y = near
        pixel = self.pixel_at(near)
        while self.pixel_at((x - 1, y))[0] == pixel[0]:
            x -= 1
        while self.pixel_at((x, y - 1))[1] == pixel[1]:
            y -= 1
        return (x + scale // 2, y + scale // 2), pixel

    def middle(self):
        """The middle of what can be seen of the board: where the buttons zoom."""
        top, bottom = (self.page.locator(f"#{name}").bounding_box() for name in ("header", "dock"))
        return self.page.viewport_size["width"] // 2, int(top["y"] + top["height"] + bottom["y"]) // 2

    def choose(self, number):
        self.page.click(f".swatch[data-colour='{number}']")

    def click_board(self, point):
        self.page.mouse.click(*point)

    def tap_and_place(self, point):
        self.page.touchscreen.tap(*point)
        self.page.click("#place", force=True)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


def single_pixel(png):
    """The colour of a PNG of one pixel: with no neighbours, every filter leaves its bytes as they are."""
    position = 8
    data = b""
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        if png[position + 4 : position + 8] == b"IDAT":
            data += png[position + 8 : position + 8 + length]
        position += 12 + length
    return "#" + zlib.decompress(data)[1:4].hex()
