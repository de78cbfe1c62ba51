"""Pictures of every page, taken from the page as it runs with the real models.

    python -m evals.screenshots [FOLDER]

Asks one question in each language of the page, then shows every page in that language, wide and on a phone, light and
dark. The pictures of the README (``answer.png``, ``answer-zh-dark.png``, ``phone.png``) go to FOLDER (default
``docs``), all the others to its ``pages``. An answer is written once and shown again for the other sizes and colours.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.ending_together import ending_with_us
from assistant.settings import Settings
from index.errors import DebateError

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SIZES: "dict[str, ViewportSize]" = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
_COLOURS = ("light", "dark")
_SHADES = 256
_PAGES = ("summaries", "documents", "evals", "about")
_SLOW = 300_000


@dataclass(frozen=True, slots=True)
class Tour:
    """One reader's way through the pages; ``readme`` names pictures that the README shows."""

    locale: str
    question: str
    readme: dict[str, str]


_TOURS = (
    Tour(
        "en-US",
        "What does Sarah Myers West's paper say about open source AI projects?",
        {"wide-source-light": "answer"},
    ),
    Tour("zh-CN", "马斯克为什么退出OpenAI董事会？", {"wide-source-dark": "answer-zh-dark"}),
    Tour("zh-TW", "誰投資了月之暗面？", {"phone-answer-light": "phone"}),
)


class NoBrowser(DebateError):
    """There is no Chromium to take pictures with."""


def main(folder: Path) -> None:
    """Take every picture. Raises ``NoBrowser``, or ``DebateError`` when the page does not come up."""
    from playwright.sync_api import sync_playwright

    browser_path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        raise NoBrowser("no Chromium found; install it, for example: apt-get install chromium")
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    with _served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=_FLAGS)
        for tour in _TOURS:
            context = browser.new_context(locale=tour.locale, viewport=_SIZES["wide"], reduced_motion="reduce")
            context.set_default_timeout(_SLOW)
            _walk(context.new_page(), url, tour, folder)
            context.close()
        browser.close()


def _walk(page: Any, url: str, tour: Tour, folder: Path) -> None:
    page.goto(url)
    page.wait_for_selector(".status.ready", state="attached")
    for size in _SIZES:
        _take(page, size, "welcome", tour, folder)
    page.fill("#question", tour.question)
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#thread .exchange').length == 1")
    with suppress(Exception):  # A picture without suggestions is one of the page as well.
        page.wait_for_selector("#suggested .example", timeout=30_000)
    for size in _SIZES:
        _take(page, size, "answer", tour, folder)
        if page.locator("#thread .cite").count():
            _source(page, size, tour, folder)
        for name in _PAGES:
            page.click(f"#bar [data-page={name}]")
            page.wait_for_selector(f"#bar [data-page={name}][aria-current]")
            _take(page, size, name, tour, folder)
        page.click("#bar [data-page=ask]")
        page.wait_for_selector("#thread .exchange")


def _source(page: Any, size: str, tour: Tour, folder: Path) -> None:
    """The sentence behind the first citation, with its translation where it is in the other language."""
    page.locator("#thread .cite").first.click()
    page.wait_for_selector("#source mark.current")
    page.wait_for_timeout(600)
    if page.locator("#translated [data-act=translate]").count():
        page.click("#translated [data-act=translate]")
        page.wait_for_selector("#translated :is(strong + span, .why-not)")
    _take(page, size, "source", tour, folder)
    page.click("#source [data-act=close-source]")


def _take(page: Any, size: str, name: str, tour: Tour, folder: Path) -> None:
    """The page as it stands, in this size and in each of the colours."""
    page.set_viewport_size(_SIZES[size])
    for colours in _COLOURS:
        page.emulate_media(color_scheme=colours)
        page.wait_for_timeout(600)
        shot = folder / "pages" / f"{size}-{name}-{tour.locale}-{colours}.png"
        page.screenshot(path=str(shot))
        shown = tour.readme.get(f"{size}-{name}-{colours}")
        if shown:
            _small(shot, folder / f"{shown}.png")
    page.emulate_media(color_scheme="light")


def _small(shot: Path, target: Path) -> None:
    """A copy for the README in few shades, a third of the size and the same to the eye."""
    from PIL import Image

    with Image.open(shot) as picture:
        few = picture.convert("RGB").quantize(_SHADES, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(target, optimize=True)


@contextmanager
def _served() -> Iterator[str]:
    """The page with the real models on a free port, in a home of its own with a copy of the index."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = Settings()
    with tempfile.TemporaryDirectory(prefix="debate-pictures-") as name:
        home = Path(name) / "debate"
        for part in ("index", "cache", "kv"):
            if (settings.home / part).is_dir():
                shutil.copytree(settings.home / part, home / part)
        # Conversations and names of folders in a picture are nobody's.
        own = {"DEBATE_HOME": str(home), "DEBATE_MODELS": str(settings.models_dir), "DEBATE_PORT": str(port)}
        command = ending_with_us([sys.executable, "-m", "assistant.cli", "ui"])
        server = subprocess.Popen(command, env={**os.environ, **own})
        try:
            _wait(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and server.poll() is None:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise DebateError("the page did not come up; run `debate ui` to see why")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs"))
