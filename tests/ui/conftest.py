"""Small answers and documents to draw."""

import pytest

from assistant.types import Answer, Citation, Document, Sentence
from ui.records import Conversation, Exchange

TEXT = "First sentence. Second sentence.\n\n第三句在这里。第四句也在这里。\nLast line."


@pytest.fixture
def document() -> Document:
    return Document("doc", "A <b>title</b>", "Pub & Co", "2024-03-09", "", "en", "doc.txt", "0" * 64, TEXT)


@pytest.fixture
def exchange(document: Document) -> Exchange:
    quotes = ("Second sentence.", "第三句在这里。")
    citations = tuple(
        Citation(n, "p", document.id, document.title, document.publisher, document.date, quote, at, at + len(quote))
        for n, quote in enumerate(quotes, start=1)
        for at in [document.text.index(quote)]
    )
    sentences = (Sentence("A statement.", (1,), 0.95, True), Sentence("Another one.", (1, 2), 0.6, True))
    answer = Answer("q?", "en", sentences, citations, (), False, None, {"total": 1200.0}, "model")
    return Exchange("e" * 32, "What <i>is</i> it?", "2024-05-01T10:00:00+00:00", state="done", answer=answer)


@pytest.fixture
def conversation(exchange: Exchange) -> Conversation:
    return Conversation("c" * 32, "Title # one", "2024-05-01T10:00:00+00:00", "2024-05-01T10:00:00+00:00", (exchange,))
