"""Templates in a real browser: taken from a file, drawn, counted, led through, shared, kept.

    test_template.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]
"""

import struct
import sys
import zlib

from support.reader import DESKTOP, NARROW, PHONE
from support.scenarios import run_all

SCALE = 16

# Colours of the palette that a new board has, as an image says them.
POPPY = (196, 24, 46, 255)
CLOVER = (47, 163, 72, 255)
NUMBER_OF_CLOVER = 18
NEARLY_CLOVER = (50, 160, 75, 255)
HOLE = (0, 0, 0, 0)
CHECKERED = [
    [POPPY, CLOVER, POPPY, CLOVER],
    [NEARLY_CLOVER, POPPY, CLOVER, POPPY],
    [POPPY, CLOVER, HOLE, CLOVER],
]


def png(rows):
    """A PNG of rows of (red, green, blue, alpha)."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    body = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def image_file(rows, name="drawing.png", kind="image/png"):
    return {"name": name, "mimeType": kind, "buffer": png(rows)}


def open_panel(reader):
    if reader.page.locator("#panel-template").is_visible():
        return
    if reader.page.locator("#tool-template").is_visible():
        reader.page.click("#tool-template")
    else:
        reader.page.click("#tool-more")
        reader.page.click(".menu-entry >> text=Template")
    reader.page.wait_for_selector("#panel-template .template")


def take(reader, rows=CHECKERED, **options):
    """Chooses an image in the panel, and waits until it lies on the board."""
    open_panel(reader)
    reader.page.set_input_files("#panel-template input[type=file]", image_file(rows, **options))
    reader.wait_status("^Template of")


def progress(reader):
    return reader.page.locator(".template-count").inner_text()


def wait_progress(reader, text):
    reader.page.wait_for_function(
        "text => document.querySelector('.template-count')?.textContent.startsWith(text)", arg=text
    )


def corner(reader):
    fields = reader.page.locator(".template-corner input")
    return tuple(int(fields.nth(axis).input_value()) for axis in (0, 1))


def draw_next(reader):
    """Goes where the template is wrong and draws it right; returns what the page said of it."""
    reader.page.click("button:visible >> text=Next wrong pixel")
    said = reader.wait_status("goes to")
    reader.page.focus("#board")
    reader.press("Enter")
    reader.wait_status("^Placed")
    return said


def tells_how_far_it_is(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    take(ana)
    assert progress(ana) == "0 of 11 pixels, 0 %", progress(ana)
    draw_next(ana)
    wait_progress(ana, "1 of 11 pixels, 9 %")
    draw_next(ana)
    wait_progress(ana, "2 of 11")
    left = ana.page.locator(".template-colours button").evaluate_all(
        "buttons => buttons.map(button => button.getAttribute('aria-label'))"
    )
    assert len(left) == 2 and all("left of" in label for label in left), left


def shows_dots_until_they_are_right(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    take(ana)
    ana.page.click("button:visible >> text=Next wrong pixel")
    ana.wait_status("goes to")
    x, y = corner(ana)
    point, (x_there, y_there) = ana.middle_of_pixel((600, 500), SCALE)
    # The second pixel of the first row.
    middle = (point[0] + (x + 1 - x_there) * SCALE, point[1] + (y - y_there) * SCALE)
    ana.page.mouse.move(5, 400)
    ana.wait_colour(middle, "#2fa348")
    beside = (middle[0] - 6, middle[1] - 6)
    assert ana.colour_at(beside) == "#ffffff", "a dot leaves the board to be seen"
    ana.page.focus("#board")
    ana.press("v")
    ana.wait_status("hidden")
    ana.wait_colour(middle, "#ffffff")


def keeps_it_for_the_next_visit(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    take(ana)
    ana.page.locator(".template-corner input").nth(0).fill("7")
    ana.page.locator(".template-corner input").nth(1).fill("9")
    ana.press("Tab")
    # What is moved is counted, and kept, when it rests.
    ana.page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => localStorage[key].includes('\"x\":7,\"y\":9'))"
    )
    ana.page.reload()
    ana.wait_live()
    open_panel(ana)
    wait_progress(ana, "0 of 11")
    assert corner(ana) == (7, 9), corner(ana)
    ana.page.click("#panel-template button:text-is('Remove'):visible")
    ana.wait_status("removed")
    ana.page.reload()
    ana.wait_live()
    open_panel(ana)
    assert ana.page.locator("text=Choose an image").is_visible()


def travels_in_a_link(stage):
    url = stage.url()
    ana = stage.enter(url, DESKTOP)
    take(ana)
    draw_next(ana)
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ana.page.click("text=Copy link with template")
    ana.wait_status("copied")
    link = ana.page.evaluate("navigator.clipboard.readText()")
    assert "&t=" in link and len(link) < 300, link
    leo = stage.enter(url, PHONE, path=link.removeprefix(url))
    leo.wait_status("template came with this link")
    open_panel(leo)
    wait_progress(leo, "1 of 11")
    assert corner(leo) == corner(ana)
    draw_next(ana)
    wait_progress(leo, "2 of 11")
    leo.page.click("text=Keep it")
    leo.wait_status("^Kept")
    leo.page.wait_for_function("() => !location.hash.includes('t=')")
    # A link that is followed within the page brings its template too.
    kim = stage.enter(url, DESKTOP)
    kim.page.evaluate("hash => { location.hash = hash; }", "#" + link.split("#")[1])
    kim.wait_status("template came with this link")
    open_panel(kim)
    kim.page.click("#panel-template button:text-is('Remove'):visible")
    kim.wait_status("removed")
    kim.page.wait_for_function("() => !location.hash.includes('t=')")


def lies_where_its_image_lies(stage):
    url = stage.url()
    ana = stage.enter(url, DESKTOP)
    open_panel(ana)
    ana.page.fill("#template-address", "https://elsewhere.example/cat.png")
    ana.press("Enter")
    ana.wait_status("drop the file on this page")
    ana.page.fill("#template-address", "api/boards/main/snapshot.png?x=0&y=0&w=20&h=10")
    ana.press("Enter")
    ana.wait_status("^Template of 20 × 10")
    wait_progress(ana, "200 of 200 pixels, 100 %")
    path = "#5,5,8&tx=3&ty=4&turl=api%2Fboards%2Fmain%2Fsnapshot.png%3Fx%3D0%26y%3D0%26w%3D6%26h%3D5"
    leo = stage.enter(url, DESKTOP, path=path)
    leo.wait_status("template came with this link")
    open_panel(leo)
    assert corner(leo) == (3, 4)


def is_carried_over_the_board(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    take(ana)
    ana.page.click("button:visible >> text=Next wrong pixel")
    ana.wait_status("goes to")
    x, y = corner(ana)
    ana.page.keyboard.down("Control")
    ana.page.mouse.move(300, 300)
    ana.page.mouse.down()
    ana.page.mouse.move(300 + 3 * SCALE, 300 + SCALE, steps=8)
    ana.page.mouse.up()
    ana.page.keyboard.up("Control")
    assert corner(ana) == (x + 3, y + 1), corner(ana)
    ana.page.click("[aria-label^='One pixel left']")
    ana.page.click("[aria-label^='One pixel up']", modifiers=["Shift"])
    assert corner(ana) == (x + 2, y + 1 - 10), corner(ana)
    # In two steps: a pixel, then the corner to it.
    ana.page.focus("#board")
    ana.press("ArrowRight", "ArrowDown")
    ana.page.click("text=Put the corner at the cursor")
    assert ", ".join(map(str, corner(ana))) == ana.coordinates(), corner(ana)


def shows_one_colour_alone(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    take(ana)
    clover = ana.page.locator(".template-colours button", has_text="Clover")
    clover.click()
    assert clover.get_attribute("aria-pressed") == "true"
    held = ana.page.locator(".swatch[aria-checked=true]").get_attribute("data-colour")
    assert held == str(NUMBER_OF_CLOVER), held
    for _ in range(6):
        assert draw_next(ana).startswith("Clover")
    ana.page.wait_for_selector(".template-colours .is-done")
    ana.page.click("button:visible >> text=Next wrong pixel")
    ana.wait_status("^Clover is complete")
    ana.page.click("button:visible >> text=Next wrong pixel")
    ana.wait_status("^Poppy goes to")


def is_followed_from_above_the_dock(stage):
    """On a phone the panel covers what is to be drawn: there a chip leads from pixel to pixel."""
    ana = stage.enter(stage.url(), PHONE)
    take(ana)
    assert not ana.page.locator(".template-chip").is_visible()
    ana.page.tap("#panel-template button:has-text('Next wrong pixel')")
    ana.wait_status("goes to")
    for done in (9, 18):
        ana.page.tap("#place")
        ana.page.wait_for_selector(f".template-chip:has-text('{done} %')")
        ana.page.tap(".template-chip")
        ana.wait_status("goes to")


def refuses_what_is_no_template(stage):
    url = stage.url()
    ana = stage.enter(url, DESKTOP, path="#5,5,8&t=AAAA")
    ana.wait_status("damaged")
    open_panel(ana)
    wrong = {"name": "notes.png", "mimeType": "image/png", "buffer": b"these are notes"}
    ana.page.set_input_files("#panel-template input[type=file]", wrong)
    ana.wait_status("no image")
    claim = png([[POPPY]]).replace(struct.pack(">II", 1, 1), struct.pack(">II", 60_000, 60_000))
    huge = {**wrong, "buffer": claim}
    ana.page.set_input_files("#panel-template input[type=file]", huge)
    ana.wait_status("60000")


def is_dropped_and_pasted(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    give = """([kind, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "drawing.png", { type: "image/png" }));
        const options = kind === "drop" ? { dataTransfer: data } : { clipboardData: data };
        const event = kind === "drop" ? new DragEvent(kind, { ...options, bubbles: true, cancelable: true })
          : new ClipboardEvent(kind, { ...options, bubbles: true, cancelable: true });
        document.getElementById("board").dispatchEvent(event);
    }"""
    ana.page.evaluate(give, ["drop", list(png(CHECKERED))])
    ana.wait_status("^Template of 4 × 3")
    wait_progress(ana, "0 of 11")
    ana.page.evaluate(give, ["paste", list(png([[POPPY, CLOVER]]))])
    ana.wait_status("^Template of 2 × 1")
    wait_progress(ana, "0 of 2")


def fits_a_narrow_screen(stage):
    ana = stage.enter(stage.url(), NARROW)
    take(ana)
    width = NARROW["viewport"]["width"]
    assert ana.page.evaluate("document.documentElement.scrollWidth") <= width
    controls = ana.page.locator("#panel-template :is(button, input:not(.unseen), label:has(input))")
    for control in controls.all():
        box = control.bounding_box()
        if box is None or box["width"] <= 1:
            continue
        name = control.get_attribute("aria-label") or control.inner_text()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name} sticks out: {box}"
        assert box["height"] >= 24, f"{name} is too small: {box}"


# (what it shows, scenario, whether it needs a server of its own)
SCENARIOS = [
    ("a template tells how far it is, and leads to the next pixel", tells_how_far_it_is, True),
    ("dots show what is to be done, and hide on V", shows_dots_until_they_are_right, True),
    ("a template is there again on the next visit", keeps_it_for_the_next_visit, False),
    ("a template travels in a link, and is kept by who wants it", travels_in_a_link, True),
    ("a template comes from an image on the server, not from elsewhere", lies_where_its_image_lies, True),
    ("it is carried by mouse, moved by buttons, put at the cursor", is_carried_over_the_board, False),
    ("one colour alone, until it is complete", shows_one_colour_alone, True),
    ("on a phone, from pixel to pixel by the chip", is_followed_from_above_the_dock, True),
    ("what is no template is refused in words", refuses_what_is_no_template, False),
    ("an image is dropped onto the page, and pasted", is_dropped_and_pasted, False),
    ("the panel is within reach at 320 pixels", fits_a_narrow_screen, False),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
