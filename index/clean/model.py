"""What cleaning takes and gives: data only."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edit:
    """A repair that a rule proposes: put ``put`` where ``[start, end)`` of the present text is."""

    start: int
    end: int
    put: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """One thing that cleaning took out or mended, for a page that shows clean beside raw.

    ``raw[start:end] == text``; ``put`` is what stands there now (empty: nothing).
    """

    rule: str
    text: str
    start: int
    end: int
    put: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page itself tells about the article; empty where it does not tell. ``date`` is ISO 8601."""

    title: str = ""
    publisher: str = ""
    date: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article alone: paragraphs parted by an empty line, what was taken out (in raw order), and the facts."""

    text: str
    removed: tuple[Removed, ...] = ()
    facts: Facts = field(default_factory=Facts)


@dataclass(slots=True)
class Line:
    """One line of the repaired text, trimmed.

    ``at`` is its offset in the repaired text, ``start`` and ``end`` are offsets in the raw text; ``gap`` tells that
    an empty line came before it.
    """

    text: str
    at: int
    start: int
    end: int
    gap: bool = False


@dataclass(slots=True)
class Page:
    """The lines of a page and, by line number, the rule that took the line out."""

    lines: list[Line]
    title: str = ""
    gone: dict[int, str] = field(default_factory=dict)

    def rest(self) -> list[int]:
        """Numbers of the lines that are still there, in order."""
        return [number for number in range(len(self.lines)) if number not in self.gone]
