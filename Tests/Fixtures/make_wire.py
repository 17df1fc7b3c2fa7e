#!/usr/bin/env python3
"""Writes wire.json, the vectors both codecs are held to: Tests/WireTests and Tests/Web read it.

This follows Docs/Protocol.md on its own and knows neither codec, so that a mistake of theirs cannot become a
vector.
Run it from anywhere; it writes beside itself. `--check` only says whether the file is what would be written.
"""

import json
import pathlib
import random
import struct
import sys

MASK = 0xFFFFFFFF


def mix(word):
    word ^= word >> 16
    word = word * 0x7FEB352D & MASK
    word ^= word >> 15
    word = word * 0x846CA68B & MASK
    return word ^ word >> 16


def digest(colours):
    value = 0
    for index, colour in enumerate(colours):
        value ^= mix(index * 256 + colour)
    return value


def varint(value):
    groups = []
    while True:
        groups.append(value & 0x7F)
        value >>= 7
        if value == 0:
            break
    return bytes([group | 0x80 for group in groups[:-1]] + groups[-1:])


def delta(seq, advance, digest, changes):
    frame = b"\x11" + varint(seq) + varint(advance) + struct.pack("<I", digest) + varint(len(changes))
    before = 0
    for index, colour in changes:
        frame += varint(index - before) + bytes([colour])
        before = index
    return frame


def board(seq, digest, offset, total, colours):
    header = b"\x12" + varint(seq) + struct.pack("<I", digest) + varint(offset) + varint(total)
    return header + bytes(colours)


def result(tag, status, colour, charges, waitMillis, seq):
    head = struct.pack("<BHBBB", 0x13, tag, status, colour, charges)
    return head + varint(waitMillis) + varint(seq)


def place(colour, x, y, tag):
    return struct.pack("<BBHHH", 0x01, colour, x, y, tag)


def resync(epoch, seq):
    return b"\x02" + varint(epoch) + varint(seq)


def undo(x, y, tag):
    return struct.pack("<BHHH", 0x03, x, y, tag)


BUILDERS = {
    "delta": delta, "board": board, "result": result, "place": place, "resync": resync, "undo": undo,
}


def vector(name, op, **fields):
    return {"name": name, "hex": BUILDERS[op](**fields).hex(), "message": {"op": op, **fields}}


def invalid(direction, name, data, close_code):
    return {"name": name, "direction": direction, "hex": data.hex(), "closeCode": close_code}


def digests():
    six = list(range(6))
    seeded = random.Random(7)
    noise = [seeded.randrange(256) for _ in range(17 * 5)]
    return [
        {"name": "colours 0 to 5", "width": 3, "height": 2, "colours": six, "digest": digest(six)},
        {"name": "one pixel", "width": 1, "height": 1, "colours": [0], "digest": digest([0])},
        {"name": "17x5 noise", "width": 17, "height": 5, "colours": noise, "digest": digest(noise)},
        # Without colours: all colour 0.
        {"name": "a new board", "width": 1000, "height": 1000, "digest": digest(bytes(1000 * 1000))},
    ]


def varints():
    bounds = [value for bits in range(7, 56, 7) for value in (2**bits - 1, 2**bits) if bits < 53]
    values = sorted([0, 1, 255, 300, 2**31, 2**32 - 1, 2**32, 2**53 - 1] + bounds)
    return [{"value": value, "hex": varint(value).hex()} for value in values]


def server():
    seeded = random.Random(8)
    scattered = [[index, seeded.randrange(32)] for index in sorted(seeded.sample(range(1000 * 1000), 60))]
    return [
        vector("nothing changed", "delta", seq=0, advance=0, digest=3509928684, changes=[]),
        vector("two pixels", "delta", seq=5, advance=2, digest=123, changes=[(0, 1), (7, 3)]),
        vector("three changes of one pixel", "delta", seq=300, advance=3, digest=MASK,
               changes=[(999999, 255)]),
        vector("neighbours", "delta", seq=2**32, advance=129, digest=2**31,
               changes=[(index, index % 4) for index in range(126, 131)]),
        vector("changed and changed back", "delta", seq=9, advance=8, digest=1, changes=[]),
        vector("scattered", "delta", seq=2**53 - 1, advance=1000, digest=17, changes=scattered),
        vector("the last pixel of the largest board", "delta", seq=1, advance=1, digest=2,
               changes=[(4096 * 4096 - 1, 0)]),
        vector("a whole small board", "board", seq=6, digest=digest(range(6)), offset=0, total=6,
               colours=list(range(6))),
        vector("the middle of a board", "board", seq=70000, digest=5, offset=262115, total=1000000,
               colours=[0, 255, 31, 7]),
        vector("the end of the largest board", "board", seq=2**53 - 1, digest=MASK, offset=4096 * 4096 - 1,
               total=4096 * 4096, colours=[9]),
        vector("placed", "result", tag=0, status=0, colour=5, charges=2, waitMillis=0, seq=1),
        vector("cooling down", "result", tag=65535, status=1, colour=31, charges=0, waitMillis=29999,
               seq=123456789),
        vector("outside", "result", tag=258, status=2, colour=0, charges=255, waitMillis=0, seq=0),
        vector("nothing to take back", "result", tag=772, status=15, colour=3, charges=1, waitMillis=1,
               seq=77),
        vector("the largest numbers", "result", tag=513, status=12, colour=255, charges=255,
               waitMillis=2**53 - 1, seq=2**53 - 1),
    ]


def client():
    return [
        vector("the first pixel", "place", colour=0, x=0, y=0, tag=0),
        vector("low byte first", "place", colour=7, x=0x0102, y=0x0304, tag=0x0506),
        vector("the largest numbers", "place", colour=255, x=65535, y=65535, tag=65535),
        vector("nothing held", "resync", epoch=0, seq=0),
        vector("a state", "resync", epoch=2**32 - 1, seq=300),
        vector("the largest numbers of a varint", "resync", epoch=2**53 - 1, seq=2**53 - 1),
        vector("the first pixel taken back", "undo", x=0, y=0, tag=0),
        vector("an undo, low byte first", "undo", x=0x0102, y=0x0304, tag=0x0506),
        vector("the largest numbers of an undo", "undo", x=65535, y=65535, tag=65535),
    ]


def invalids():
    two = delta(5, 2, 123, [(0, 1), (7, 3)])
    won = result(1, 0, 5, 2, 0, 1)
    ours = [
        ("empty", b"", 1003),
        ("unknown op", b"\x04", 1003),
        ("an op of the server", won, 1003),
        ("a place cut short", place(1, 2, 3, 4)[:-1], 1007),
        ("a place with a byte too many", place(1, 2, 3, 4) + b"\0", 1007),
        ("nothing but the op of a place", b"\x01", 1007),
        ("nothing but the op of a resync", b"\x02", 1007),
        ("a resync without its seq", b"\x02" + varint(300), 1007),
        ("a resync cut within its seq", b"\x02\x01\x80", 1007),
        ("a resync with a byte too many", resync(1, 2) + b"\0", 1007),
        ("an undo cut short", undo(2, 3, 4)[:-1], 1007),
        ("an undo with a byte too many", undo(2, 3, 4) + b"\0", 1007),
        ("nothing but the op of an undo", b"\x03", 1007),
        ("a varint of 9 bytes", b"\x02" + b"\x80" * 8 + b"\0\0", 1007),
        ("a varint of 2^53", b"\x02" + varint(2**53) + b"\0", 1007),
        ("a varint that never ends", b"\x02" + b"\xff" * 16, 1007),
    ]
    theirs = [
        ("empty", b"", 1003),
        ("unknown op", b"\x10", 1003),
        ("an op of the client", place(1, 2, 3, 4), 1003),
        ("a delta cut short", two[:-1], 1007),
        ("a delta with a byte too many", two + b"\0", 1007),
        ("a delta that names a pixel twice", b"\x11\x05\x02" + bytes(4) + b"\x02\x07\x01\x00\x03", 1007),
        ("a delta that says it is larger than it is", b"\x11\x05\x05" + bytes(4) + b"\x05\x07\x01", 1007),
        ("a delta of more entries than anyone has bytes for",
         b"\x11" + varint(2**53 - 1) * 2 + bytes(4) + varint(2**53 - 1), 1007),
        ("a delta that begins before the epoch", b"\x11\x01\x02" + bytes(4) + b"\x00", 1007),
        ("a delta of more pixels than changes", b"\x11\x05\x01" + bytes(4) + b"\x02\x01\x01\x01\x01", 1007),
        ("a delta of a seq of 2^53", b"\x11" + varint(2**53) + b"\0" + bytes(4) + b"\0", 1007),
        ("a board part without its total", b"\x12\x06" + bytes(4) + b"\x00", 1007),
        ("a board part past the end", board(6, 0, 4, 6, [1, 2, 3]), 1007),
        ("a board part that begins past the end", board(6, 0, 7, 6, []), 1007),
        ("a result cut short", won[:-1], 1007),
        ("a result with a byte too many", won + b"\0", 1007),
    ]
    return [invalid("client", *row) for row in ours] + [invalid("server", *row) for row in theirs]


def text():
    """One vector a line: a change of one is a change of a line."""
    sections = {
        "digests": digests(), "varints": varints(), "server": server(), "client": client(),
        "invalid": invalids(),
    }
    lines = []
    for section, vectors in sections.items():
        rows = ",\n".join("    " + json.dumps(vector) for vector in vectors)
        lines.append(f'  "{section}": [\n{rows}\n  ]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("wire.json")
    if "--check" in sys.argv:
        is_fresh = path.exists() and path.read_text() == text()
        sys.exit(0 if is_fresh else "wire.json is not what make_wire.py writes")
    path.write_text(text())
