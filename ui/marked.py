"""A whole clean document as HTML, with the cited sentences marked in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.types import Citation
from index.types import Document
from ui.escape import show


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of offsets to mark. The ``current`` one stands out, the others are faint."""

    start: int
    end: int
    number: int
    current: bool = False


def place(document: Document, citation: Citation) -> tuple[int, int] | None:
    """Where the quote stands in the document now: its own offsets, or the nearest same text after an edit, or None."""
    if document.text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    found = _nearest(document.text, citation.quote, citation.start) if citation.quote else None
    return None if found is None else (found, found + len(citation.quote))


def marks_of(document: Document, citations: Iterable[Citation], current: int | None) -> list[Mark]:
    """Marks for those citations that are in this document; ``current`` is the number shown strongly."""
    marks = []
    for citation in citations:
        if citation.document_id == document.id and (found := place(document, citation)):
            marks.append(Mark(*found, citation.number, citation.number == current))
    return marks


def mark_text(text: str, marks: Sequence[Mark]) -> str:
    """``text`` as escaped paragraphs, one a line, with each marked range in ``<mark>``.

    A range over several lines is marked in each; where ranges overlap the current one wins, then the lower number.
    """
    kept = sorted((m for m in marks if m.start < m.end), key=lambda m: (not m.current, m.number))
    edges = {edge for mark in kept for edge in (mark.start, mark.end)}
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
            paragraphs.append(f"<p dir='auto'>{''.join(_segment(text, a, b, kept) for a, b in pairwise(cuts))}</p>")
        start = end + 1
    return "".join(paragraphs)


def _segment(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    words = show(text[start:end])
    mark = next((m for m in marks if m.start <= start and end <= m.end), None)
    if mark is None or not text[start:end].strip():
        return words
    kind = "cited current" if mark.current else "cited"
    # The number is shown once, by the style sheet, so that the text of the mark is the quote and nothing else.
    last = f" data-number='{mark.number}'" if end == mark.end else ""
    return f"<mark class='{kind}'{last}>{words}</mark>"


def _nearest(text: str, quote: str, start: int) -> int | None:
    before = text.rfind(quote, 0, start + len(quote))
    after = text.find(quote, max(0, start))
    places = [p for p in (before, after) if p >= 0]
    return min(places, key=lambda p: abs(p - start), default=None)
