"""A server that knows one afternoon by heart: the world of the golden screens, over a real admin socket."""

import asyncio
import json
import pathlib
import shutil
import tempfile
import threading

from aiohttp import WSMsgType, web

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures/console"
MIX_MASK = 0xFFFFFFFF
BOARD_PART_PIXELS = 200_000


def varint(value):
    """LEB128, as the contract has it."""
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if value == 0:
            return bytes(out)


def mix(value):
    value ^= value >> 16
    value = value * 0x7FEB352D & MIX_MASK
    value ^= value >> 15
    value = value * 0x846CA68B & MIX_MASK
    return value ^ value >> 16


class ScriptedServer:
    """Serves `sample.json` on a socket of its own until the `with` block ends."""

    def __init__(self):
        self.sample = json.loads((FIXTURES / "sample.json").read_text())
        self.folder = tempfile.mkdtemp(prefix="toile-scripted-")
        self.socket = self.folder + "/admin.sock"
        self.consoles = []

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.ready = threading.Event()
        self.thread.start()
        assert self.ready.wait(20), "the scripted server never began"
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def hang_up(self):
        """Lets go of every console, as a server that is restarted."""
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(20)

    def _run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._start())
        self.ready.set()
        self.loop.run_forever()

    async def _start(self):
        app = web.Application()
        app.router.add_get("/admin/ws", self._console)
        app.router.add_get("/ws/main", self._board)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.UnixSite(self.runner, self.socket).start()

    async def _stop(self):
        for console in list(self.consoles):
            await console.close()
        await self.runner.cleanup()

    async def _console(self, request):
        console = web.WebSocketResponse(protocols=["toile.admin.v1"])
        await console.prepare(request)
        self.consoles.append(console)
        await console.send_json({"type": "state", **self.sample["state"]})
        async for message in console:
            if message.type != WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if said["type"] == "ask":
                await console.send_json(self._answer(said))
        self.consoles.remove(console)
        return console

    def _answer(self, ask):
        body = ask.get("body") or {}
        words = [ask["method"], ask["path"]]
        if ask["method"] == "POST":
            words += ["dry" if body.get("dryRun") else "done"]
        known = self.sample["answers"].get(" ".join(words))
        if known is None:
            error = {"error": {"code": "not-found", "message": f"not in the sample: {' '.join(words)}"}}
            return {"type": "answer", "id": ask["id"], "status": 404, "body": error}
        return {"type": "answer", "id": ask["id"], "status": known["status"], "body": known["body"]}

    async def _board(self, request):
        reader = web.WebSocketResponse(protocols=["toile.v1"])
        await reader.prepare(request)
        board = self.sample["board"]
        colours = bytearray(board["width"] * board["height"])
        for start, run in board["runs"]:
            colours[start:start + len(run) // 2] = bytes.fromhex(run)
        self.consoles.append(reader)
        await reader.send_json({"type": "hello", "board": {k: board[k] for k in (
            "name", "width", "height", "palette", "paletteNames")}})
        for message in board_messages(colours, board["seq"]):
            await reader.send_bytes(message)
        async for _ in reader:
            pass
        self.consoles.remove(reader)
        return reader


def board_messages(colours, seq):
    """BOARD in its parts."""
    digest = 0
    for index, colour in enumerate(colours):
        digest ^= mix(index << 8 | colour)
    for start in range(0, len(colours), BOARD_PART_PIXELS):
        yield (
            b"\x12" + varint(seq) + digest.to_bytes(4, "little") + varint(start) + varint(len(colours))
            + bytes(colours[start:start + BOARD_PART_PIXELS]))
