"""The client as something to be installed: kept for good, opened without a network, replaced by the next one.

    test_install.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]

Works as test_draw.py does, and with its means.
"""

import json
import pathlib
import shutil
import sys
import tempfile
import urllib.request

from support.drawing import aim_together, pass_on
from support.folder import Folder
from support.reader import DESKTOP, WAIT_MILLIS
from support.scenarios import ROOT, run_all

IMMUTABLE = "public, max-age=31536000, immutable"

# Whether the worker is in charge, and has kept the board of the page.
IS_KEPT = """async () => {
    const paths = ["api/boards/main", "api/boards/main/pixels"];
    const root = (await navigator.serviceWorker.ready).scope;
    const kept = await Promise.all(paths.map((path) => caches.match(new URL(path, root))));
    return navigator.serviceWorker.controller !== null && !kept.includes(undefined);
}"""
ASK_PIXELS = """async () => {
    const root = (await navigator.serviceWorker.ready).scope;
    const { ok, headers } = await fetch(new URL("api/boards/main/pixels", root));
    return [ok, headers.get("Toile-Stale"), Number(headers.get("Toile-Fetched")) > 0];
}"""


def read(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read()


def wait_kept(reader):
    # Two answers are kept one after the other: only both of them are a board.
    # Asked from here: a page with this policy does not evaluate what is waited for by itself.
    for _ in range(WAIT_MILLIS // 100):
        if reader.page.evaluate(IS_KEPT):
            return
        reader.page.wait_for_timeout(100)
    raise AssertionError("the worker kept no board")


def version(reader):
    return reader.page.evaluate("document.documentElement.dataset.version")


def is_an_app(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    devtools = ana.context.new_cdp_session(ana.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == [], manifest["errors"]
    assert manifest["url"] == ana.url + "manifest.webmanifest", manifest["url"]
    for icon in json.loads(manifest["data"])["icons"]:
        assert read(ana.url + icon["src"])
    wait_kept(ana)
    faults = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser context of a test keeps nothing for good, so nothing can be installed there.
    faults = [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"]
    assert faults == [], faults


def loads_what_it_names_once(stage):
    ana = stage.enter(stage.url(), DESKTOP)
    wait_kept(ana)
    answers = []
    ana.page.on("response", lambda answer: answers.append(answer))
    ana.page.reload()
    ana.wait_live()
    root = f"{ana.url}v/{version(ana)}/"
    scripts = [answer for answer in answers if "/js/" in answer.url]
    assert len(scripts) > 20, [answer.url for answer in answers]
    for answer in answers:
        if "/v/" not in answer.url:
            continue
        assert answer.url.startswith(root), answer.url
        assert answer.headers["cache-control"] == IMMUTABLE, answer.headers
        assert answer.from_service_worker, f"{answer.url} came over the network once more"


def opens_without_a_network(stage, url=None, path=""):
    server = stage.url() if url is None else None
    ana = stage.enter(url or server, DESKTOP, path=path)
    leo = stage.enter(url or server, DESKTOP, path=path)
    point, pixel = aim_together(DESKTOP, ana, leo)
    pass_on(leo, ana, point)
    drawn = ana.colour_at(point)
    ana.page.reload()
    ana.wait_live()
    wait_kept(ana)
    shown, place = version(ana), ana.page.url
    ana.context.set_offline(True)
    ana.page.reload()
    ana.page.wait_for_selector("html[data-connection=waiting]")
    ana.wait_status("^No connection: this is the canvas as it was")
    assert (version(ana), ana.page.url) == (shown, place)
    assert ana.page.evaluate(ASK_PIXELS) == [True, "1", True]
    point, again = aim_together(DESKTOP, ana)
    assert again == pixel, (again, pixel)
    ana.wait_colour(point, drawn)
    ana.context.set_offline(False)
    ana.page.evaluate("window.dispatchEvent(new Event('online'))")
    ana.wait_live()
    assert ana.page.evaluate(ASK_PIXELS) == [True, None, False]


def opens_a_board_by_its_name(stage):
    opens_without_a_network(stage, path="b/main")


def lives_below_a_folder(stage):
    folder = stage.exits.enter_context(Folder(stage.url(), "art/toile"))
    for path in ["", "b/main"]:
        opens_without_a_network(stage, url=folder.url, path=path)
    reader = stage.readers[0]
    assert all("/art/toile/ws/" in address for address in reader.sockets), reader.sockets
    scopes = "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => scope))"
    assert reader.page.evaluate(scopes) == [folder.url]
    assert folder.strays == [], folder.strays


def keeps_four_boards(stage):
    names = ["main", "one", "two", "three", "four"]
    boards = [word for name in names[1:] for word in ("--board", f"{name}=20x20")]
    server = stage.serve("--cooldown", "0", *boards)
    ana = stage.enter(server.url, DESKTOP)
    wait_kept(ana)
    for name in names[1:]:
        ana.page.goto(f"{server.url}b/{name}")
        ana.wait_live()
    kept = "caches.keys().then((all) => caches.open(all.find((name) => name.startsWith('toile-boards'))))"
    kept += ".then((cache) => cache.keys()).then((all) => all.map(({ url }) => url))"
    wanted = sorted(server.url + f"api/boards/{name}{end}" for name in names[1:] for end in ("", "/pixels"))
    ana.page.wait_for_function(
        f"wanted => {kept}.then((urls) => JSON.stringify(urls.sort()) === JSON.stringify(wanted))", arg=wanted
    )


def tells_of_the_next_version(stage):
    with tempfile.TemporaryDirectory() as folder:
        web = pathlib.Path(folder) / "Web"
        shutil.copytree(ROOT / "Web", web)
        server = stage.serve("--cooldown", "0", "--web", str(web))
        ana = stage.enter(server.url, DESKTOP)
        wait_kept(ana)
        before = version(ana)
        server.stop()
        ana.page.wait_for_selector("html[data-connection=waiting]")
        with (web / "style/main.css").open("a") as style:
            style.write("/* The next one. */\n")
        server.start()
        ana.page.evaluate("window.dispatchEvent(new Event('online'))")
        ana.wait_live()
        ana.page.locator("#bar-text", has_text="New version").wait_for()
        assert version(ana) == before
        ana.page.click("#bar-retry")
        is_another = "before => document.documentElement.dataset.version !== before"
        ana.page.wait_for_function(is_another, arg=before)
        ana.wait_live()


# As in test_draw.py.
SCENARIOS = [
    ("the manifest is sound, and the client may be installed", is_an_app, False),
    ("files are loaded once, and kept for good", loads_what_it_names_once, False),
    ("the page opens without a network, with the board last seen", opens_without_a_network, False),
    ("so does a board's own page", opens_a_board_by_its_name, False),
    ("all of it works below a folder of a proxy", lives_below_a_folder, False),
    ("four boards are kept, the ones last seen", keeps_four_boards, True),
    ("a page hears of the next version, and gets it", tells_of_the_next_version, True),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
