"""What a person's conversation is made of, as kept on disk."""

from dataclasses import dataclass, replace
from typing import Literal

from assistant.types import Answer, Citation, Sentence

TurnState = Literal["answering", "done", "stopped", "failed"]
Vote = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came of it."""

    id: str
    question: str
    asked: str
    """UTC, ISO 8601."""
    documents: tuple[str, ...] | None = None
    """Ids of the documents the question was put to; None for all."""
    state: TurnState = "answering"
    answer: Answer | None = None
    """Set when ``done``."""
    sentences: tuple[Sentence, ...] = ()
    """What had been checked when the answer was stopped or failed; empty when ``answer`` is set."""
    citations: tuple[Citation, ...] = ()
    error: str = ""
    """One line, when ``failed``."""
    vote: Vote | None = None
    reason: str = ""
    suggestions: tuple[str, ...] = ()
    """Questions to go on with."""

    @property
    def shown_sentences(self) -> tuple[Sentence, ...]:
        """The sentences to show, whether or not the answer came to its end."""
        return self.answer.sentences if self.answer else self.sentences

    @property
    def shown_citations(self) -> tuple[Citation, ...]:
        """The citations to show, whether or not the answer came to its end."""
        return self.answer.citations if self.answer else self.citations


@dataclass(frozen=True, slots=True)
class Conversation:
    """A named run of exchanges, oldest first."""

    id: str
    title: str
    created: str
    updated: str
    exchanges: tuple[Exchange, ...] = ()
    deleted: str = ""
    """When it was put in the bin (UTC, ISO 8601), or empty."""


def keepable(answer: Answer) -> Answer:
    """The same answer with its mappings as plain dicts: a view of one (``MappingProxyType``) cannot be written."""
    evidence = tuple(replace(item, scores=dict(item.scores)) for item in answer.evidence)
    return replace(answer, evidence=evidence, timings_ms=dict(answer.timings_ms))
