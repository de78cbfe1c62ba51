"""A served page, as the tests see it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.replay import Replay

Opens = Callable[..., Page]
"""``open_page(locale=…, …)`` is a page of a new reader; ``context=page.context`` one more of the same."""


@dataclass
class Site:
    """The page as served, the assistant behind it, and all that browsers asked for or complained of."""

    url: str
    home: Path
    replay: Replay
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)

    def _complain(self, text: str) -> None:
        # Gradio breaks off its own streams when a page is left.
        if "AbortError" not in text and "errored out" not in text:
            self.complaints.append(text)


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.fill("#question", question)
    page.keyboard.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    """Wait until ``count`` exchanges stand and none is being written."""
    expect(page.locator("#thread .exchange")).to_have_count(count)
    expect(page.locator("#live .exchange:visible")).to_have_count(0)


def in_view(page: Page, selector: str) -> bool:
    """Whether the element lies within the visible part of the pane that scrolls it."""
    return bool(
        page.locator(selector).evaluate(
            """element => {
                const pane = element.closest('.source-text').getBoundingClientRect();
                const own = element.getBoundingClientRect();
                return own.height > 0 && own.top >= pane.top && own.bottom <= pane.bottom && own.bottom <= innerHeight;
            }"""
        )
    )
