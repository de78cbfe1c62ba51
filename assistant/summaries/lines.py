"""The sentences of a document in order, with what the index knows of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assistant.citations import Candidate, Vector
from index.collection import Index
from index.types import Document, Passage, Span

_ENDS = re.compile(r"[。！？!?.…;；:：][”’」』\"')）\]]*\s*$|[”」』]\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence where it stands."""

    document: Document
    passage: Passage
    span: Span
    text: str
    """Word for word: ``document.text[span.start:span.end]``."""
    place: int
    """From 0, in the document."""
    paragraph: int
    ended: bool
    """Has the mark that ends a sentence; headings, list items and cells of tables have none."""
    vector: Vector
    """Of unit length, shape ``(width,)``."""

    def candidate(self, before: str = "") -> Candidate:
        """As a sentence that can be cited."""
        return Candidate(self.passage, self.span, self.text, before, self.vector)


def read_lines(index: Index, document: Document) -> list[Line]:
    """Every sentence of a document once, in order."""
    return list(_lines(index, document))


def _lines(index: Index, document: Document) -> Iterator[Line]:
    seen: set[int] = set()
    place = paragraph = end = 0
    for passage in [item for item in index.passages.values() if item.document_id == document.id]:
        vectors = index.sentence_vectors(passage.id)
        for span, vector in zip(passage.sentences, vectors, strict=False):
            if span.start in seen:
                continue
            seen.add(span.start)
            paragraph += "\n" in document.text[end : span.start]
            end = span.end
            text = document.text[span.start : span.end]
            length = float(np.linalg.norm(vector)) or 1.0
            yield Line(document, passage, span, text, place, paragraph, bool(_ENDS.search(text)), vector / length)
            place += 1
