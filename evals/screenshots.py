"""The pictures of the README, taken from the running page with the real models.

    python -m evals.screenshots [FOLDER]

Starts the page on a free port, asks one question in each language, opens a citation, and saves ``answer.png``,
``answer-zh-dark.png`` and ``phone.png`` (default folder: ``docs``).
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.errors import DebateError

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SHOTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("answer", "What does Sarah Myers West's paper say about open source AI projects?", {"locale": "en-US"}),
    ("answer-zh-dark", "马斯克为什么退出OpenAI董事会？", {"locale": "zh-CN", "color_scheme": "dark"}),
    ("phone", "誰投資了月之暗面？", {"locale": "zh-TW", "viewport": {"width": 390, "height": 844}}),
)


class NoBrowser(DebateError):
    """There is no Chromium to take pictures with."""


def main(folder: Path) -> None:
    """Take every picture."""
    from playwright.sync_api import sync_playwright

    browser_path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        raise NoBrowser("no Chromium found; install it, for example: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "ui"], env={**os.environ, "DEBATE_PORT": str(port)}
    )
    try:
        _wait(f"http://127.0.0.1:{port}/", server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=_FLAGS)
            for name, question, options in _SHOTS:
                context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
                page = context.new_page()
                page.goto(f"http://127.0.0.1:{port}/")
                page.wait_for_selector(".status.ready", timeout=180_000, state="attached")
                page.fill("#question", question)
                page.keyboard.press("Enter")
                page.wait_for_function("document.querySelectorAll('#thread .exchange').length == 1", timeout=300_000)
                if page.locator("#thread .cite").count() and "viewport" not in options:
                    page.locator("#thread .cite").first.click()
                    page.wait_for_timeout(1500)
                page.screenshot(path=str(folder / f"{name}.png"))
                context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise DebateError("the page did not come up; run `debate ui` to see why")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs"))
