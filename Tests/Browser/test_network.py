"""The network as a browser finds it: the board by HTTP first, proxies that break WebSockets, several tabs.

    test_network.py [--server BINARY | --url URL] [--chromium BINARY] [--only TEXT]

Works as test_draw.py does, and with its means.
"""

import json
import sys

from support.drawing import GREEN, RED, SCALE, aim_together, pass_on
from support.proxy import Proxy
from support.reader import DESKTOP
from support.scenarios import run_all


def resumes_from_http(stage):
    url = stage.url()
    ana = stage.enter(url, DESKTOP)
    assert "since=" in ana.sockets[0], ana.sockets
    point, _ = aim_together(DESKTOP, ana)
    number = RED if ana.colour_at(point) != ana.swatch_colour(RED) else GREEN
    ana.choose(number)
    ana.click_board(point)
    ana.wait_status("^Placed")
    leo = stage.enter(url, DESKTOP)
    aim_together(DESKTOP, ana, leo)
    leo.wait_colour(point, ana.swatch_colour(number))


def finds_a_way_round(stage):
    """Draws and sees others draw by polling, and goes back to a socket as soon as there can be one."""
    url = stage.url()
    proxy = stage.exits.enter_context(Proxy(url))
    ana, leo = stage.enter(proxy.url, DESKTOP), stage.enter(url, DESKTOP)
    assert len(ana.sockets) == 2, ana.sockets
    point, _ = aim_together(DESKTOP, ana, leo)
    other = (point[0] + 4 * SCALE, point[1])
    pass_on(ana, leo, point)
    pass_on(leo, ana, other)
    proxy.passes_upgrades = True
    ana.page.evaluate("window.dispatchEvent(new Event('online'))")
    # The first one shows that it can be had, the second one stays.
    while len(ana.sockets) < 4:
        ana.page.wait_for_event("websocket")
    ana.wait_live()
    pass_on(ana, leo, other)


def shares_its_session(stage):
    """Two tabs of a browser without a session, opened at once: each would be given one of its own."""
    url = stage.url()
    context = stage.exits.enter_context(stage.browser.new_context(**DESKTOP))
    greetings = []
    held = []

    def hear(frame):
        if isinstance(frame, str) and '"hello"' in frame:
            greetings.append(json.loads(frame)["you"]["id"])

    def hold(route):
        if len(tabs_loading) == len(tabs):
            route.continue_()
        else:
            held.append(route)

    tabs = [context.new_page() for _ in range(2)]
    tabs_loading = []
    context.route("**/api/session", hold)
    for tab in tabs:
        tab.on("websocket", lambda web_socket: web_socket.on("framereceived", hear))
        tab.evaluate("url => { setTimeout(() => { location.href = url; }); }", url)
    for tab in tabs:
        tab.wait_for_selector("html[data-connection=loading]")
        tabs_loading.append(tab)
    assert len(held) == 1, "one of them waits for the other's answer"
    for route in held:
        route.continue_()
    for tab in tabs:
        tab.wait_for_selector("html[data-connection=live]")
    assert len(greetings) == 2 and None not in greetings, greetings
    assert len(set(greetings)) == 1, f"two people: {greetings}"


# As in test_draw.py.
SCENARIOS = [
    ("the board comes by HTTP, and the socket goes on from there", resumes_from_http, False),
    ("a way round a proxy that breaks WebSockets, and back", finds_a_way_round, False),
    ("two tabs opened at once are one person", shares_its_session, False),
]

if __name__ == "__main__":
    sys.exit(run_all(__doc__, SCENARIOS))
