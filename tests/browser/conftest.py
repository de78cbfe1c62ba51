"""A real Chromium on the real page, with an assistant that replays. Each test has its own folder and its own reader."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from assistant.settings import Settings
from tests.browser.replay import Replay, begin, change, suggest, translate
from tests.browser.replay_evals import measuring
from tests.browser.replay_summaries import making
from tests.browser.site import Opens, Site
from tests.serving import free_port
from ui.abilities import Abilities
from ui.app import build_app, serve

# Two cores may have other work to do.
expect.set_options(timeout=30_000)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def able(home: Path) -> Abilities:
    """What the replaying assistant can have done."""
    return Abilities(change, translate, suggest, begin, measuring(home), making(home))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests; they share nothing, as each is another reader."""
    home, port, replay = tmp_path_factory.mktemp("site"), free_port(), Replay()
    app = build_app(lambda: replay, Settings(home=home), able(home))
    serve(app, "127.0.0.1", port)
    yield Site(f"http://127.0.0.1:{port}", home, replay)
    app.close()


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The server, and after the test the proof that no browser went anywhere else or complained."""
    served.requested.clear()
    served.complaints.clear()
    served.replay.pace = 0.01
    yield served
    outside = [url for url in served.requested if not url.startswith((served.url, "data:", "blob:"))]
    assert outside == []
    assert served.complaints == []


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Opens]:
    """``open_page(locale=…, …)`` is a page of a new reader; ``context=page.context`` one more of the same."""
    contexts: list[BrowserContext] = []

    def open_(context: BrowserContext | None = None, path: str = "/", **options: Any) -> Page:
        if context is None:
            settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "reduced_motion": "reduce"}
            context = browser.new_context(**(settings | options))
            context.set_default_timeout(15_000)
            contexts.append(context)
        page = context.new_page()
        site.watch(page)
        page.goto(site.url + path)
        page.wait_for_selector("body.ready #composer #question", state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def loaded() -> threading.Event:
    """Lets the assistant of ``loading_site`` come to the end of its loading; it does so by itself after a while."""
    return threading.Event()


@pytest.fixture
def loading_site(browser: Browser, tmp_path: Path, loaded: threading.Event) -> Iterator[tuple[Page, Site]]:
    """A server of its own whose assistant is still loading, opened at once."""
    replay, port = Replay(), free_port()

    def slowly() -> Replay:
        loaded.wait(60)
        return replay

    app = build_app(slowly, Settings(home=tmp_path), able(tmp_path))
    serve(app, "127.0.0.1", port)
    page = browser.new_page(locale="en-US")
    page.goto(f"http://127.0.0.1:{port}")
    yield page, Site(f"http://127.0.0.1:{port}", tmp_path, replay)
    page.close()
    app.close()
