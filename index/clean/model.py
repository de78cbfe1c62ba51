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
    an empty line came before it. What it looks like is measured once: ``plain`` is its beginning in simplified
    characters, for patterns; ``words`` its length in words; ``ends`` whether it ends a sentence; ``prose`` whether it
    reads as running text; ``article`` whether it is more than a teaser.
    """

    text: str
    at: int
    start: int
    end: int
    gap: bool
    plain: str
    words: int
    ends: bool
    prose: bool
    article: bool


@dataclass(slots=True)
class Page:
    """The lines of a page and, by line number, the rule that took the line out."""

    lines: list[Line]
    title: str = ""
    gone: dict[int, str] = field(default_factory=dict)

    def left(self) -> list[tuple[int, Line]]:
        """The lines that are still there with their numbers, in order."""
        return [(number, line) for number, line in enumerate(self.lines) if number not in self.gone]

    def rest(self) -> list[int]:
        """Numbers of the lines that are still there, in order."""
        return [number for number in range(len(self.lines)) if number not in self.gone]

    def body(self) -> tuple[int, int]:
        """Numbers of the first and last line of prose that are still there; ``(-1, -1)`` when there is none."""
        prose = [number for number, line in self.left() if line.prose]
        return (prose[0], prose[-1]) if prose else (-1, -1)
