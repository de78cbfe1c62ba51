"""The objects of summaries, positions and the timeline. Data only, no logic.

Every text is given in all three scripts and says the same in each, so that a language is chosen when it is shown and
never changes what is said. Citation numbers are those of the object that holds the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.types import Citation, RefusalReason, Script

Texts = Mapping[Script, str]
"""One statement, by language and script."""

Length = Literal["short", "medium", "long"]
Stance = Literal["open", "closed", "between"]
Voice = Literal["person", "group", "organisation", "publisher"]
"""Whose words: a named person's, those of several or unnamed people, an organisation's, or the publisher's own."""

SubjectKind = Literal["collection", "document", "topic"]
Step = Literal["queued", "reading", "choosing", "writing", "checking"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is summarised: one document (``value`` is its id), a topic (its words), or everything (empty)."""

    kind: SubjectKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come: ``done`` of ``total`` statements; ``done`` is the place in line while queued."""

    step: Step
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]
"""Is told of progress; called in the thread that called the work."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One statement of a summary, checked against the sentences it cites."""

    texts: Texts
    citations: tuple[int, ...]
    support: float
    """Probability, 0 to 1, that the cited quotes support the statement in each language."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The most important things first; a refusal has ``refusal`` set, ``notice`` to show, and no bullets."""

    subject: Subject
    title: str
    """Of the document, or the topic; empty for the collection."""
    length: Length
    headline: Bullet | None
    bullets: tuple[Bullet, ...]
    citations: tuple[Citation, ...]
    refusal: RefusalReason | None
    notice: Texts
    """What the reader is told where there is no summary, or where there is less of one than was asked for."""
    dropped: int
    """Statements left out because they did not hold in one of the languages."""
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody stands in the debate, in words that a document gives them."""

    speaker: Texts
    spellings: tuple[str, ...]
    """The name as the documents write it, first the one of this row."""
    organisation: Texts
    """As the document tells it; empty texts where it does not."""
    voice: Voice
    stance: Stance
    theme: str
    """What the argument is about: the key of a row of themes.toml."""
    argument: Texts
    citations: tuple[int, ...]
    """The sentences of the quote, and before them the one that names whom its "he" means."""
    support: float


@dataclass(frozen=True, slots=True)
class Positions:
    """Who stands where: ordered by side, then by theme, then by speaker."""

    positions: tuple[Position, ...]
    themes: Mapping[str, Texts]
    """The names of the themes in use, by key, in the order shown."""
    citations: tuple[Citation, ...]
    dropped: int
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Telling:
    """One document's telling of an event."""

    date_text: str
    """As the document writes it."""
    date: str
    """Normalised, ISO 8601 as far as it is known: ``2024``, ``2024-03`` or ``2024-03-07``."""
    uncertain: bool
    """The date rests on words that cannot be reckoned exactly, or on a publication date that the page does not give."""
    citation: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a date, told by one document or several."""

    date: str
    """The most exact that the tellings agree on, else the date of the first."""
    uncertain: bool
    what: Texts
    tellings: tuple[Telling, ...]
    differing: bool
    """The tellings give dates that cannot both be right."""
    support: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated events, earliest first."""

    events: tuple[Event, ...]
    citations: tuple[Citation, ...]
    dropped: int
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Voiced:
    """A statement with its speaker."""

    speaker: str
    """The name, or the words for a group, as the document writes them."""
    organisation: str
    """As the sentence tells it, empty where it does not."""
    voice: Voice
    content: str
    """What is said, without the words that tell who says it."""
