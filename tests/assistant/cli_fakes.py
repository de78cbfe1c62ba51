"""A small assistant with the real one's interface, for tests of what stands around it."""

import threading
from collections.abc import Collection, Iterator, Sequence
from types import MappingProxyType
from typing import Any

from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Citation,
    Document,
    Done,
    Drafted,
    Evidence,
    Passage,
    Sentence,
    Span,
    Stage,
    Turn,
)

TEXT = "马斯克起诉了OpenAI。开源是大势所趋。"
DOCUMENT = Document("d1", "开源之争", "和讯网", "2024-03-11", "记者", "zh-Hans", "a.txt", "ab" * 32, TEXT)
PASSAGE = Passage("p1", "d1", TEXT, 0, len(TEXT), (Span(0, 12), Span(12, len(TEXT))), "L1")


def answer(question: str, language: Any = "zh-Hans", refused: bool = False) -> Answer:
    """One checked sentence with one citation."""
    return Answer(
        question=question,
        language=language,
        sentences=(Sentence("马斯克起诉了OpenAI。", (1,), 0.97312, True),),
        citations=(Citation(1, "p1", "d1", "开源之争", "和讯网", "2024-03-11", TEXT[:12], 0, 12),),
        evidence=(Evidence(PASSAGE, 1, 0.0312345678),),
        refused=refused,
        refusal_reason="no_evidence" if refused else None,
        timings_ms={"retrieve": 41.0, "first_token": 480.04, "total": 3100},
        model="fake",
    )


class FakeIndex:
    """One document, one passage."""

    documents = MappingProxyType({"d1": DOCUMENT})
    passages = MappingProxyType({"p1": PASSAGE})

    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]:
        """The passage, whatever is looked for."""
        return [Evidence(PASSAGE, 1, 0.5)][:k]


class FakeAssistant:
    """Gives every question the same answer and keeps what it was asked."""

    def __init__(self, fail_at: int = 0) -> None:
        self.index = FakeIndex()
        self.asked: list[tuple[str, tuple[Turn, ...], Any]] = []
        self._fail_at = fail_at

    def ask(self, question: str, *, history: Sequence[Turn] = (), documents: Collection[str] | None = None) -> Answer:
        """The answer; a crash at the call that was asked for."""
        if self._fail_at and len(self.asked) + 1 == self._fail_at:
            raise KeyboardInterrupt
        self.asked.append((question, tuple(history), documents))
        return answer(question)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """The same, bit by bit."""
        done = answer(question)
        yield Stage("searching")
        yield Drafted("马斯克")
        yield Checked(done.sentences[0], done.citations)
        yield Done(done)
