"""A reader whose page is looked into: what its frames cost, what it uploads, what it holds in memory."""

import pathlib

from support.reader import DESKTOP, Reader

PROBE = pathlib.Path(__file__).resolve().parent / "probe.js"
SETTLE_MILLIS = 2_000
LIVE_MILLIS_MAX = 60_000
SEEN_SCRIPT = "({frames: probe.frames, asked: probe.asked, uploads: probe.uploads, draws: probe.draws})"
HELD_SCRIPT = """[
  probe.textureBytes,
  probe.canvases.reduce((sum, {width, height}) => sum + width * height * 4, 0),
]"""


class Visitor(Reader):
    """
    The page is probed from its first script on. `way` is how it shall draw: gl or flat; `place` is a link's.
    """

    def __init__(self, browser, url, way, throttle=1, place=""):
        self.probe_script = PROBE.read_text()
        super().__init__(browser, url, DESKTOP, path=f"?renderer={way}{place}")
        self.inspector = self.context.new_cdp_session(self.page)
        self.inspector.send("Performance.enable")
        if throttle > 1:
            self.inspector.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        self.page.set_default_timeout(LIVE_MILLIS_MAX)
        self.wait_live()
        self.page.wait_for_timeout(SETTLE_MILLIS)

    def prepare(self, page):
        page.add_init_script(self.probe_script)

    def forget(self):
        self.page.evaluate("Object.assign(probe, {frames: [], asked: 0, uploads: [], draws: 0})")

    def seen(self):
        """What there was to see since the page was opened, or since `forget`."""
        return self.page.evaluate(SEEN_SCRIPT)

    def metrics(self):
        entries = self.inspector.send("Performance.getMetrics")["metrics"]
        return {entry["name"]: entry["value"] for entry in entries}

    def held(self):
        """The bytes that the page holds on to, by what they are for."""
        self.inspector.send("HeapProfiler.collectGarbage")
        heap = self.inspector.send("Runtime.getHeapUsage")
        textures, canvases = self.page.evaluate(HELD_SCRIPT)
        script, buffers = heap["usedSize"], heap["backingStorageSize"]
        return {"script": script, "buffers": buffers, "textures": textures, "canvases": canvases}
