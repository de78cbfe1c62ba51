"""The whole way with the real models: a question in the page, an answer, and the very sentence it rests on in view."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.settings import Settings
from tests.browser.site import in_view
from tests.serving import free_port
from ui.app import build_app, serve
from ui.backend import Assistant

SEEDS = Path(__file__).parents[2] / "seeds"
pytestmark = [pytest.mark.models, pytest.mark.browser, pytest.mark.timeout(1200)]

QUESTION = "马斯克为什么退出OpenAI董事会？"
SLOW = 240_000
"""Milliseconds for a step of the real models, on two cores that may have other work to do."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, seeds_index: Path) -> Settings:
    """A home with two of the documents: reading all five ahead would take minutes and show no more."""
    from assistant import models
    from index.build import remove_documents
    from index.documents import load_documents
    from index.embedding import Encoder

    settings = Settings(home=tmp_path_factory.mktemp("real"), models=Settings().models_dir)
    shutil.copytree(seeds_index, settings.index_dir)
    others = [d.id for d in load_documents(SEEDS).documents if d.id not in ("hexun", "altman-ama")]
    remove_documents(settings.index_dir, others, Encoder(models.path(settings.encoder, settings)))
    return settings


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    from assistant.answer import Assistant as Real
    from assistant.service import open_assistant

    opened: list[Real] = []

    def provider() -> Assistant:
        opened.append(open_assistant(settings))
        return opened[0]

    port = free_port()
    app = build_app(provider, settings)
    serve(app, "127.0.0.1", port)
    yield f"http://127.0.0.1:{port}"
    app.close()
    for assistant in opened:
        assistant.engine.close()
        assistant.index.close()


def test_a_question_its_answer_and_the_sentence_it_rests_on(url: str, settings: Settings, browser: Browser) -> None:
    from assistant.cli_documents import read_documents

    page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
    try:
        page.goto(url)
        page.wait_for_selector(".status.ready", state="attached", timeout=SLOW)
        page.fill("#question", QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator("#thread .exchange")).to_have_count(1, timeout=SLOW)
        expect(page.locator("#thread .refusal")).to_have_count(0)
        cite = page.locator("#thread .cite").first
        quote = cite.get_attribute("data-quote") or ""
        cite.click()
        current = page.locator("#source mark.current")
        expect(current.first).to_be_visible()
        page.wait_for_timeout(500)
        # A sentence that runs over a line break is marked in each of its lines.
        shown = "".join(current.all_text_contents())
        assert shown == quote.replace("\n", "") and in_view(page, "#source mark.current >> nth=0")
        texts = [document.text for document in read_documents(settings).values()]
        assert any(quote in text for text in texts)
        # How many there are is the model's to say; that the page stops looking, and what it offers, is ours.
        expect(page.locator("#suggested .looking")).to_have_count(0, timeout=SLOW)
        suggested = page.locator("#suggested .example").all_text_contents()
        assert len(suggested) <= 3 and all(text.endswith("？") and text != QUESTION for text in suggested)
    finally:
        page.close()
