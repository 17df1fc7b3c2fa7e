"""What the Python clients say to an echo server. Run by clients.py with the interpreter that has the
packages; each client's function returns a list of [name, whether it came out well]."""

import asyncio
import json
import sys

import aiohttp
import websockets

TEXTS = ["", "hello", "zażółć gęślą jaźń \U0001f3a8", "x" * 200_000]
COUNTS = [0, 1, 125, 126, 65_536, 1 << 20]
BINARIES = [bytes((index * index >> 3) & 0xff for index in range(count)) for count in COUNTS]


async def talk_websockets(url, small_url):
    results = []
    async with websockets.connect(url, max_size=None) as socket:
        for message in TEXTS + BINARIES:
            await socket.send(message)
            results.append([f"{type(message).__name__} of {len(message)}", await socket.recv() == message])
        # A message in fragments, with a ping between two of them.
        async def fragments():
            yield "one "
            await (await socket.ping(b"are you there?"))
            yield "message"
        await socket.send(fragments())
        results.append(["a message in fragments", await socket.recv() == "one message"])
        await socket.close(4002, "enough")
        results.append(["our close code comes back", socket.close_code == 4002 and socket.close_reason == ""])
    async with websockets.connect(url, compression=None) as socket:
        await socket.send("plain")
        results.append(["without compression", await socket.recv() == "plain"])
    async with websockets.connect(small_url) as socket:
        await socket.send("y" * 1001)
        try:
            await socket.recv()
            results.append(["a message over the limit", False])
        except websockets.ConnectionClosedError as error:
            results.append(["a message over the limit", error.rcvd.code == 1009])
    return results


async def talk_aiohttp(url, small_url):
    results = []
    async with aiohttp.ClientSession() as session:
        for window_bits in (0, 9, 15):
            async with session.ws_connect(url, compress=window_bits, max_msg_size=0) as socket:
                is_agreed = bool(socket.compress) == bool(window_bits)
                results.append([f"compression with {window_bits}", is_agreed])
                for text in TEXTS:
                    await socket.send_str(text)
                    results.append([f"text of {len(text)}", (await socket.receive_str()) == text])
                for binary in BINARIES:
                    await socket.send_bytes(binary)
                    results.append([f"binary of {len(binary)}", (await socket.receive_bytes()) == binary])
                await socket.ping(b"x")
                await socket.close(code=4003)
                results.append(["closed", socket.close_code == 4003])
        async with session.ws_connect(small_url) as socket:
            await socket.send_str("y" * 1001)
            message = await socket.receive()
            results.append(["a message over the limit",
                            message.type == aiohttp.WSMsgType.CLOSE and message.data == 1009])
    return results


async def main():
    talks = {"websockets": talk_websockets, "aiohttp": talk_aiohttp}
    print(json.dumps(await talks[sys.argv[1]](sys.argv[2], sys.argv[3])))


asyncio.run(main())
