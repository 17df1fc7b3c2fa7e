"""A server that knows one afternoon by heart: the world of the golden screens, over a real admin socket."""

import asyncio
import json
import pathlib
import shutil
import tempfile
import threading

from aiohttp import WSMsgType, web

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures/console"
BOARD_PART_PIXELS = 200_000
WAIT_SECONDS = 20


def varint(value):
    """LEB128, as the contract has it."""
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if value == 0:
            return bytes(out)


def board_messages(board):
    """BOARD in its parts."""
    colours = bytearray(board["width"] * board["height"])
    for start, run in board["runs"]:
        colours[start:start + len(run) // 2] = bytes.fromhex(run)
    name = varint(board["seq"]) + board["digest"].to_bytes(4, "little")
    return [
        b"\x12" + name + varint(start) + varint(len(colours))
        + bytes(colours[start:start + BOARD_PART_PIXELS])
        for start in range(0, len(colours), BOARD_PART_PIXELS)]


class Door:
    """A socket of the scripted server's with one console behind it."""

    def __init__(self, server, number):
        self.server = server
        self.socket = f"{server.folder}/{number}.sock"
        self.admin = None
        self.open = []
        self.site = None
        # What the console asked for that the afternoon does not have.
        self.unknown = []

    def tell(self, state):
        """Something has changed."""
        self.server.run(self._tell(state))

    async def _tell(self, state):
        if self.admin is not None and not self.admin.closed:
            await self.admin.send_json({"type": "state", **state})

    def hang_up(self):
        """Lets go of the console, and is not there any more."""
        self.server.run(self._hang_up())

    async def _hang_up(self):
        await self.site.stop()
        for socket in list(self.open):
            await socket.close()


class ScriptedServer:
    """Serves `sample.json` on sockets of its own until the `with` block ends."""

    def __init__(self):
        self.sample = json.loads((FIXTURES / "sample.json").read_text())
        self.board = board_messages(self.sample["board"])
        self.folder = tempfile.mkdtemp(prefix="toile-scripted-")
        self.doors = {}

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.run(self._start())
        return self

    def __exit__(self, *_):
        self.run(self.runner.cleanup())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(WAIT_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, work):
        """Does something on the server's own thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT_SECONDS)

    def door(self):
        """A socket for one more console."""
        door = Door(self, len(self.doors))
        self.doors[door.socket] = door
        self.run(self._listen(door))
        return door

    async def _start(self):
        app = web.Application()
        app.router.add_get("/admin/ws", self._console)
        app.router.add_get("/ws/main", self._reader)
        self.runner = web.AppRunner(app, shutdown_timeout=1)
        await self.runner.setup()

    async def _listen(self, door):
        door.site = web.UnixSite(self.runner, door.socket)
        await door.site.start()

    async def _enter(self, request, protocol):
        door = self.doors[request.transport.get_extra_info("sockname")]
        socket = web.WebSocketResponse(protocols=[protocol])
        await socket.prepare(request)
        door.open.append(socket)
        return door, socket

    async def _console(self, request):
        door, socket = await self._enter(request, "toile.admin.v1")
        door.admin = socket
        await socket.send_json({"type": "state", **self.sample["state"]})
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if said["type"] == "ask":
                await socket.send_json(self._answer(door, said))
        return socket

    def _answer(self, door, ask):
        words = [ask["method"], ask["path"]]
        if ask["method"] == "POST":
            words += ["dry" if (ask.get("body") or {}).get("dryRun") else "done"]
        name = " ".join(words)
        known = self.sample["answers"].get(name)
        if known is None:
            door.unknown.append(name)
            error = {"error": {"code": "not-found", "message": f"not in the sample: {name}"}}
            known = {"status": 404, "body": error}
        return {"type": "answer", "id": ask["id"], **known}

    async def _reader(self, request):
        _, socket = await self._enter(request, "toile.v1")
        words = ("name", "width", "height", "palette", "paletteNames")
        board = {word: self.sample["board"][word] for word in words}
        await socket.send_json({"type": "hello", "board": board})
        for message in self.board:
            await socket.send_bytes(message)
        async for _ in socket:
            pass
        return socket
