"""Life around the board, in a real browser: chat, names, help, settings, the menu of a pixel, the bell.

    test_life.py [--server BINARY] [--chromium BINARY] [--only TEXT]

Starts a fresh server for each scenario. Prints a line for each.
"""

import sys

from support.reader import DESKTOP, NARROW, PHONE
from support.scenarios import run_all

BOARD = ("--board", "main=200x200", "--cooldown", "0")
RED = 8
GREEN = 12
# Longer than what the bell finds worth a word.
COOLDOWN_MILLIS = 2_500

# What a page that nobody looks at is like, and notifications that are kept instead of shown.
HIDDEN_PAGE = """() => {
  window.notifications = [];
  window.Notification = class {
    static permission = "granted";
    constructor(title, options) { window.notifications.push([title, options.body, options.tag]); }
    addEventListener() {}
  };
  Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
}"""


def open_chat(reader):
    reader.page.click("#tool-chat")
    reader.page.wait_for_selector(".chat-form input:enabled")


def say(reader, text):
    """Says a line, and waits until it is said."""
    reader.page.fill(".chat-form input", text)
    reader.page.press(".chat-form input", "Enter")
    reader.page.wait_for_function("() => document.querySelector('.chat-form input').value === ''")


def last_line(reader):
    return reader.page.locator(".chat-line").last


def wait_line(reader, text):
    reader.page.locator(".chat-line", has_text=text).wait_for()


def wait_value(reader, selector, value):
    script = "([selector, value]) => document.querySelector(selector).value === value"
    reader.page.wait_for_function(script, arg=[selector, value])


def go_to(reader, x, y):
    """By the field of coordinates, which leaves the board with the focus and the cursor at the pixel."""
    reader.page.fill("#coordinates", f"{x},{y}")
    reader.page.press("#coordinates", "Enter")
    wait_value(reader, "#coordinates", f"{x}, {y}")


def talks(stage):
    url = stage.serve(*BOARD).url
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, PHONE)
    open_chat(ana)
    say(ana, "look at (120, 34), not at https://elsewhere.example/#1,2")
    leo.page.wait_for_selector("#unread:not([hidden])")
    assert leo.text("unread") == "1"
    assert "1 unread" in leo.page.get_attribute("#tool-chat", "aria-label")
    open_chat(leo)
    wait_line(leo, "look at")
    assert leo.page.is_hidden("#unread")
    links = last_line(leo).locator("a")
    assert links.count() == 1 and links.inner_text() == "(120, 34)", links.all_inner_texts()
    links.click()
    wait_value(leo, "#coordinates", "120, 34")
    leo.page.wait_for_function("() => location.hash.startsWith('#120,34,')")
    say(leo, "I am there")
    wait_line(ana, "I am there")
    assert "is-own" in last_line(leo).get_attribute("class")
    assert "is-own" not in last_line(ana).get_attribute("class")
    # What was said before comes to those who come later.
    eva = stage.enter(url, NARROW)
    assert eva.page.is_hidden("#unread")
    open_chat(eva)
    wait_line(eva, "I am there")


def keeps_its_place(stage):
    """Whoever reads what was said before is not torn away from it."""
    url = stage.serve(*BOARD).url
    ana, leo = stage.enter(url, NARROW), stage.enter(url, DESKTOP)
    open_chat(ana)
    open_chat(leo)
    for number in range(4):
        say(ana, f"line {number} " + "and more of it " * 15)
    wait_line(leo, "line 3")
    ana.page.evaluate("document.querySelector('.chat-scroll').scrollTop = 0")
    say(leo, "something new")
    ana.page.wait_for_selector(".chat-new:not([hidden])")
    assert ana.page.inner_text(".chat-new") == "1 new line", ana.page.inner_text(".chat-new")
    assert ana.page.evaluate("document.querySelector('.chat-scroll').scrollTop") == 0
    ana.page.click(".chat-new")
    assert ana.page.is_hidden(".chat-new")
    # One more than the pace allows is explained, and not lost.
    ana.page.fill(".chat-form input", "too much")
    ana.page.press(".chat-form input", "Enter")
    ana.page.locator("#chat-problem", has_text="Too many").wait_for()
    assert ana.page.input_value(".chat-form input") == "too much"


def mutes(stage):
    url = stage.serve(*BOARD).url
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    open_chat(ana)
    open_chat(leo)
    say(leo, "first")
    wait_line(ana, "first")
    ana.page.focus(".chat-scroll")
    ana.press("ArrowUp", "Enter")
    ana.page.click(".chat-acts >> text=Mute")
    assert ana.page.locator(".chat-line").count() == 0
    say(leo, "second")
    say(ana, "alone")
    assert ana.page.locator(".chat-line").count() == 1
    ana.page.click(".chat-muted summary")
    ana.page.click(".chat-muted button")
    wait_line(ana, "second")
    ana.page.fill(".chat-form input", "")
    ana.press("ArrowUp")
    assert ana.page.input_value(".chat-form input") == "alone"


def takes_a_name(stage):
    url = stage.serve(*BOARD).url
    ana, leo = stage.enter(url, DESKTOP), stage.enter(url, DESKTOP)
    open_chat(ana)
    for name in ("x!", "admin"):
        ana.page.click(".chat-you button")
        ana.page.fill(".chat-rename input", name)
        ana.page.press(".chat-rename input", "Enter")
        ana.page.wait_for_selector("#chat-name-rule.is-problem")
        ana.press("Escape")
        assert ana.page.is_visible(".chat"), "Escape closed more than the name"
    ana.page.click(".chat-you button")
    ana.page.fill(".chat-rename input", "k3stral")
    ana.page.press(".chat-rename input", "Enter")
    ana.page.locator(".chat-you strong", has_text="k3stral").wait_for()
    say(ana, "hello")
    open_chat(leo)
    leo.page.locator(".chat-name", has_text="k3stral").wait_for()


def says_that_there_is_no_chat(stage):
    ana = stage.enter(stage.serve(*BOARD, "--chat", "off").url, DESKTOP)
    ana.page.click("#tool-chat")
    ana.page.locator(".chat-note", has_text="no chat").wait_for()
    assert ana.page.is_disabled(".chat-form input")


def helps(stage):
    ana = stage.enter(stage.serve(*BOARD).url, NARROW)
    ana.page.focus("#board")
    ana.press("?")
    ana.page.wait_for_selector(".help")
    assert "no waiting time" in ana.page.inner_text(".help-rules")
    # A key of a French keyboard: the keys of movement are others from then on.
    ana.page.evaluate(
        "window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyQ', key: 'a', bubbles: true }))"
    )
    keys = ana.page.locator(".help-table tr", has_text="Move the view").locator("kbd")
    assert keys.all_inner_texts()[:4] == ["Z", "Q", "S", "D"], keys.all_inner_texts()
    ana.zoom_in(8)
    ana.page.evaluate("window.before = location.hash")
    ana.page.click(".pad-right")
    ana.page.wait_for_function("() => location.hash !== '' && location.hash !== window.before")
    assert ana.page.evaluate("document.querySelector('.card-body').scrollWidth <= innerWidth")
    ana.press("Escape")
    assert ana.page.locator(".help").count() == 0
    assert ana.page.evaluate("document.activeElement.id") == "board"


def speaks_french(stage):
    ana = stage.enter(stage.serve(*BOARD).url, DESKTOP, path="#120,34,8")
    assert ana.text("zoom-scale") == "8×", ana.text("zoom-scale")
    ana.page.click("#tool-more")
    ana.page.click("text=Settings")
    ana.page.click("label[for=settings-theme-dark]")
    assert ana.page.get_attribute("html", "data-theme") == "dark"
    dark = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    assert ana.page.evaluate(dark) == "rgb(30, 33, 41)", ana.page.evaluate(dark)
    ana.page.select_option("#settings-language", "fr")
    ana.page.wait_for_selector("html[lang=fr][data-connection=live]")
    assert ana.page.evaluate("location.hash") == "#120,34,8", ana.page.url
    assert ana.text("zoom-scale") == "8×", ana.text("zoom-scale")
    assert ana.page.get_attribute("html", "data-theme") == "dark"
    assert ana.text("place-label") == "Poser"


def tells_the_history(stage):
    url = stage.serve(*BOARD).url
    ana = stage.enter(url, DESKTOP, path="#120,34,16")
    go_to(ana, 120, 34)
    ana.press(*f"{RED:02}", "Enter")
    ana.wait_status("^Placed")
    ana.press("Escape", *f"{GREEN:02}", "Enter")
    ana.wait_status("^Placed")
    ana.press("Shift+F10")
    ana.page.wait_for_selector("[role=menu]")
    focused = "document.activeElement.textContent"
    assert ana.page.evaluate(focused) == "Who placed this?"
    ana.press("Escape")
    assert ana.page.evaluate("document.activeElement.id") == "board"
    ana.press("Shift+F10", "ArrowDown", "Enter")
    ana.page.wait_for_selector(".pixel-history li")
    entries = ana.page.locator(".pixel-history li")
    swatches = [ana.page.locator(f".swatch[data-colour='{number}']") for number in (GREEN, RED)]
    names = [swatch.get_attribute("aria-label").split(" (")[0] for swatch in swatches]
    shown = entries.all_inner_texts()
    assert len(shown) == 2 and all(name in text for name, text in zip(names, shown)), shown
    # What others place there comes in while one looks.
    leo = stage.enter(url, DESKTOP, path="#120,34,16")
    go_to(leo, 120, 34)
    leo.press(*f"{RED:02}", "Enter")
    ana.page.wait_for_function("() => document.querySelectorAll('.pixel-history li').length === 3")


def opens_at_the_mouse(stage):
    ana = stage.enter(stage.serve(*BOARD).url, DESKTOP, path="#120,34,16")
    ana.page.mouse.click(700, 300, button="right")
    ana.page.wait_for_selector("[role=menu]")
    ana.page.click("[role=menuitem] >> text=Pick up")
    ana.wait_status("picked up")
    assert ana.page.locator(".swatch[aria-checked=true]").count() == 1
    ana.page.mouse.click(700, 300, button="right")
    ana.page.wait_for_selector("[role=menu]")
    ana.page.mouse.move(400, 200)
    ana.page.mouse.wheel(0, 10)
    ana.page.wait_for_selector("[role=menu]", state="detached")


def rings_once(stage):
    """Two tabs of one reader, both out of sight: one of them says that the pixel is ready."""
    url = stage.serve("--board", "main=200x200", "--cooldown", str(COOLDOWN_MILLIS)).url
    ana = stage.enter(url, DESKTOP)
    ana.page.evaluate("localStorage.setItem('toile.notify', 'true')")
    ana.page.reload()
    ana.wait_live()
    other = ana.context.new_page()
    other.goto(url)
    other.wait_for_selector("html[data-connection=live]")
    for page in (ana.page, other):
        page.evaluate(HIDDEN_PAGE)
    ana.choose(RED)
    ana.click_board((640, 300))
    for page in (ana.page, other):
        page.wait_for_function("() => document.querySelector('link[rel=icon]').href.startsWith('data:')")
    for page in (ana.page, other):
        page.wait_for_function("() => !document.querySelector('link[rel=icon]').href.startsWith('data:')")
    # Each has made up its mind by then whether it is the one.
    ana.page.wait_for_timeout(1_000)
    shown = [note for page in (ana.page, other) for note in page.evaluate("notifications")]
    assert shown == [["main · Toile", "Your pixel is ready.", "main"]], shown


# (what it shows, scenario, whether it needs a server of its own)
SCENARIOS = [
    ("chat between two pages, with a place that is a link", talks, True),
    ("the chat keeps its place, and says why not", keeps_its_place, True),
    ("people are muted and heard again", mutes, True),
    ("a name is taken, and a bad one explained", takes_a_name, True),
    ("a board without a chat says so", says_that_there_is_no_chat, True),
    ("the help knows the reader's keys, and moves the view", helps, True),
    ("settings: French and dark, at the same view", speaks_french, True),
    ("a pixel's history, by keys", tells_the_history, True),
    ("the menu of a pixel, by mouse", opens_at_the_mouse, True),
    ("of two hidden tabs one rings", rings_once, True),
]


if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
