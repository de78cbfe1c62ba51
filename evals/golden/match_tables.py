"""Does a summary cover a fact, is a position or an event in the hand-made table? Exact rules, no model.

The formats of the tables are in ``README-judge.md`` beside this file.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.citations import units
from assistant.summaries.types import Event, Position, Summary, Telling
from assistant.types import Citation
from evals.golden.match import missing, normalise
from index.types import Document

Row = Mapping[str, Any]
Documents = Mapping[str, Document]

_SAME_ARGUMENT = 0.4
"""Share of the shorter argument's words (pairs of characters in Chinese) that both have."""


def covered(fact: Row, summary: Summary) -> bool:
    """Whether one statement of a summary, in either language, holds all that the fact must hold."""
    statements = [*([summary.headline] if summary.headline else []), *summary.bullets]
    return any(not missing(fact["must_hold"], text) for bullet in statements for text in bullet.texts.values())


def position_rows(
    position: Position, cited: Sequence[Citation], rows: Iterable[Row], documents: Documents
) -> list[Row]:
    """The rows of the table with the same speaker and document, and with the same words or the same argument."""
    said = {normalise(name) for name in (*position.spellings, *position.speaker.values())}
    found = []
    for row in rows:
        names = {normalise(name) for name in (row["speaker"], row["speaker_en"], *row["aliases"])}
        if row["document_id"] != cited[0].document_id or not _alike(said, names):
            continue
        same_words = any(overlaps(citation, row, documents) for citation in cited)
        if same_words or _share(position.argument["zh-Hans"], row["argument_zh"]) >= _SAME_ARGUMENT:
            found.append(row)
    return found


def stance_fits(position: Position, row: Row) -> bool:
    """Whether the stance is the row's, or another that a careful reader could give."""
    return position.stance == row["stance"] or position.stance in row["stance_also"]


def event_rows(telling: Telling, citation: Citation, rows: Iterable[Row], documents: Documents) -> list[Row]:
    """The rows of the table that the same sentence tells with the same words for the date."""
    written = normalise(telling.date_text)
    return [
        row
        for row in rows
        if overlaps(citation, row, documents)
        and (written in normalise(row["date_text"]) or normalise(row["date_text"]) in written)
    ]


def date_fits(telling: Telling, row: Row) -> bool:
    """Whether the normalised date is the row's; for an uncertain one either may be the more exact."""
    told, right = telling.date, row["date_normalised"]
    return told == right or (row["uncertain"] and (told.startswith(right) or right.startswith(told)))


def tellings(events: Iterable[Event]) -> list[tuple[Event, Telling]]:
    """Each telling with its event, in order."""
    return [(event, telling) for event in events for telling in event.tellings]


def overlaps(citation: Citation, row: Row, documents: Documents) -> bool:
    """Whether a citation and the quote of a row share words of the document."""
    document = documents.get(row["document_id"])
    if document is None or citation.document_id != document.id:
        return False
    start = document.text.find(row["quote"])
    return start >= 0 and citation.start < start + len(row["quote"]) and start < citation.end


def _alike(said: set[str], names: set[str]) -> bool:
    return bool(said & names) or any(
        len(short) > 1 and short in long
        for one in said
        for other in names
        for short, long in [sorted((one, other), key=len)]
    )


def _share(first: str, second: str) -> float:
    a, b = set(units(first)), set(units(second))
    return len(a & b) / max(4, min(len(a), len(b)))
