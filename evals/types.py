"""The objects that a measurement is made of: what is asked, what came back, what it scored. Data only, no logic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from assistant.types import Turn

Half = Literal["tune", "report", "all"]
Ground = Literal["golden", "xquad"]
Change = Literal["", "shuffle", "noise"]
ORIGINS = ("documents", "elsewhere", "xquad")
"""What the evidence of a labelled pair may be from."""


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """A passage of a document that answers a question, as its exact words."""

    document_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what an answer to it must hold. ``answerable`` is None when the file does not tell."""

    id: str
    question: str
    language: str
    kind: str = ""
    half: str = ""
    answerable: bool | None = None
    history: tuple[Turn, ...] = ()
    must_hold: tuple[tuple[str, ...], ...] = ()
    """Each group is met by any one of its alternatives; all groups must be met."""
    must_not_hold: tuple[str, ...] = ()
    correction: tuple[tuple[str, ...], ...] = ()
    """False premises only, like ``must_hold``: an answer that holds it has named the premise."""
    gold_answer: str = ""
    evidence: tuple[GoldEvidence, ...] = ()
    documents: tuple[str, ...] | None = None
    """Only these documents may be used; None for all."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of the system under test. Suites name the asks they need; equal ids are asked once."""

    id: str
    question: Question
    ground: Ground = "golden"
    change: Change = ""
    """What is done to the passages on their way to the model: order shuffled, or strangers put among them."""


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A citation of an answer; offsets are None when another system gives none."""

    number: int
    document_id: str
    quote: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer, without its ``[n]`` markers, and the citation numbers it carries."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage that the system showed as its evidence, best first."""

    passage_id: str
    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """An answer as read back from JSON lines, ours or another system's."""

    id: str
    answer: str
    refused: bool
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[CitedQuote, ...] = ()
    evidence: tuple[ShownPassage, ...] = ()
    refusal_reason: str | None = None
    score: float | None = None
    """How sure the system was that it may answer, for the refusal curve; None when it tells nothing."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    model: str = ""
    error: str = ""
    """Why there is no answer; then the rest is empty."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the evidence that may support it; ``supported`` is the label, None where there is none."""

    id: str
    claim: str
    evidence: str
    question: str | None = None
    supported: bool | None = None
    kind: str = ""
    language: str = ""
    half: str = ""
    origin: str = ""
    """One of ``ORIGINS``."""
    reference: str = ""
    """Where evidence stands that is named but not given (other people's data); shown in place of its text."""
    missing: str = ""
    """Why the evidence could not be had (a reference to data that is not here); then it counts as not judged."""


class Claim(NamedTuple):
    """Something that the judge is asked: does the evidence state the claim?"""

    claim: str
    evidence: str
    question: str | None = None
    date: str = ""
    """The day the evidence was published (ISO 8601), to read 去年 from."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one item scored in one suite.

    ``counts`` holds for each measure hits and units ``(h, n)``; a figure is the sum of hits over the sum of units.
    ``unjudged`` holds units that no verdict could be had for; they are in no ``counts``.
    """

    suite: str
    id: str
    groups: Mapping[str, str]
    counts: Mapping[str, tuple[float, float]]
    unjudged: Mapping[str, float] = field(default_factory=dict)
    passed: bool | None = None
    why: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that a suite reports, with its formula in words."""

    name: str
    title: str
    what: str
    better: Literal["high", "low"] = "high"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over a group of items with its 95% interval; ``value`` is None when nothing was judged."""

    suite: str
    measure: str
    group: str
    """Empty for all items, else ``key=value`` pairs joined by ``,``."""
    value: float | None
    low: float | None
    high: float | None
    items: int
    units: float
    unjudged: float
