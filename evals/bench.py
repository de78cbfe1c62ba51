"""What a suite works with, and what every suite is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from evals.judging import Judging
from evals.made import Made
from evals.types import Ask, Claim, Figure, Ground, Measure, Pair, Question, Record, Score
from evals.xquad import Xquad
from index.types import Evidence

Search = Callable[[str, int], Sequence[Evidence]]


@dataclass(slots=True)
class Bench:
    """Everything that is measured in a run. Suites read it; the runner fills ``records`` before they score."""

    questions: Mapping[str, Question]
    judging: Judging
    records: dict[str, Record] = field(default_factory=dict)
    """By ask id; an ask that is not here was not answered at all (an answers file without the line)."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Clean text by document id."""
    scripts: Mapping[str, str] = field(default_factory=dict)
    """Script by document id."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """Publication date (ISO 8601 or empty) by document id."""
    search: Search | None = None
    """None when answers come from a file."""
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    paraphrases: Sequence[Question] = ()
    """Each with the id ``QUESTION~p1`` … of the question that it says in other words."""
    xquad: Xquad | None = None
    alive: bool = True
    """Whether the system can be asked more than the questions (False for an answers file)."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """By document id, what a statement is headed by that tells which document says it: its publisher, or its title."""
    sample: int = 0
    """How many items at most each suite takes; 0 for all."""
    seed: int = 0
    made: Made | None = None
    """What the program makes of the index at hand; None where another collection or answers of a file are measured."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a suite reports beside its measures: figures that are no ratio, and points of curves for the plots."""

    figures: Sequence[Figure] = ()
    curves: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


class Suite(Protocol):
    """One subject of measurement: which items, how each is scored, what is reported."""

    @property
    def name(self) -> str:
        """What it is called on the command line."""

    @property
    def title(self) -> str:
        """What it is called in the report."""

    @property
    def source(self) -> str:
        """Where the definition comes from."""

    @property
    def ground(self) -> Ground:
        """Which documents it is measured on."""

    @property
    def measures(self) -> Sequence[Measure]:
        """What it reports; the first is its headline."""

    @property
    def tables(self) -> Sequence[str]:
        """Group keys that get a table of their own."""

    def ids(self, bench: Bench) -> Sequence[str]:
        """The items to score, in a fixed order."""

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """What the system must be asked before."""

    def score(self, item: str, bench: Bench) -> Score:
        """Score one item; never raises for a strange answer."""

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Figures over all items that no sum of hits gives."""


@runtime_checkable
class Judged(Protocol):
    """A suite that knows before it scores an item what it will ask the judge, so that many can be asked together."""

    def claims(self, item: str, bench: Bench) -> Sequence[Claim]:
        """What the judge will be asked of an item, or the part of it that is known before the first verdict."""


@runtime_checkable
class AsksAgain(Protocol):
    """A suite that asks more once the first answers are there, because it depends on them what is worth asking."""

    def asks_again(self, bench: Bench) -> Sequence[Ask]:
        """What the system is asked when ``asks`` have their records."""


def plain_asks(bench: Bench) -> list[Ask]:
    """Each question of the run asked once as it is."""
    return [Ask(q.id, q) for q in bench.questions.values()]


def groups(question: Question) -> dict[str, str]:
    """The keys that figures are broken down by."""
    return {"language": question.language, "kind": question.kind or "other"}


def answered(bench: Bench) -> list[str]:
    """Ids of the questions that have a record which is an answer: no refusal, no error."""
    return [
        name
        for name in bench.questions
        if (record := bench.records.get(name)) is not None and not record.refused and not record.error
    ]
