"""The objects that an answer is made of, and the events of a streamed one. Data only, no logic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.types import Document, Evidence, Passage, Script, Span

__all__ = [
    "Answer",
    "AnswerEvent",
    "Checked",
    "Citation",
    "Document",
    "Done",
    "Drafted",
    "Evidence",
    "Passage",
    "RefusalReason",
    "Script",
    "Sentence",
    "Span",
    "Stage",
    "StageName",
    "Turn",
]

RefusalReason = Literal["no_evidence", "not_supported", "out_of_scope"]
StageName = Literal["queued", "searching", "reading", "writing", "checking"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of a document that a statement rests on: ``document.text[start:end] == quote``."""

    number: int
    """As shown, from 1, in order of first use."""
    passage_id: str
    document_id: str
    title: str
    publisher: str
    date: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the citations that support it."""

    text: str
    citations: tuple[int, ...]
    support: float
    """Probability, 0 to 1, that the cited quotes together support the sentence."""
    supported: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets. A refusal is an answer with ``refused`` set; it may still cite the nearest evidence."""

    question: str
    language: Script
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    evidence: tuple[Evidence, ...]
    refused: bool
    refusal_reason: RefusalReason | None
    timings_ms: Mapping[str, float]
    """Keys ``retrieve``, ``first_token``, ``total`` (milliseconds), and more for a profile."""
    model: str
    answerable: float = 0.0
    """Probability, 0 to 1, that the evidence holds an answer, as decided before writing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation, oldest first in a history."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The work has moved on; ``position`` is the place in the queue while ``queued``."""

    name: StageName
    position: int = 0


@dataclass(frozen=True, slots=True)
class Drafted:
    """More text of the sentence being written, not yet checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The sentence drafted so far is done: shown as ``sentence`` instead of the draft, or dropped when None."""

    sentence: Sentence | None
    citations: tuple[Citation, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete; always the last event of a stream."""

    answer: Answer


AnswerEvent = Stage | Drafted | Checked | Done
