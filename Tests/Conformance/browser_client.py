"""What a browser says to an echo server: echo_client.js, in Debian's Chromium. Run by clients.py."""

import json
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page()
    script = pathlib.Path(__file__).with_name("echo_client.js").read_text()
    print(json.dumps(page.evaluate(
        f"([url, smallUrl]) => {{ {script}\nreturn talk(url, smallUrl, WebSocket); }}", sys.argv[1:3])))
    browser.close()
