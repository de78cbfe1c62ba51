"""The objects that documents become, from file to ranked evidence. Data only, no logic.

All offsets are Python string offsets (code points) into ``Document.text``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Script = Literal["zh-Hans", "zh-Hant", "en"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of offsets in a document's clean text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article: what it is, where it came from, and its clean text."""

    id: str
    title: str
    publisher: str
    date: str
    """Publication date as ISO 8601 (``2024-03-09``), or empty when the page does not tell."""
    author: str
    script: Script
    source: str
    """Name of the file as received."""
    sha256: str
    """Of the raw bytes, in hex."""
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences, the unit that is embedded, searched and shown to the model.

    ``document.text[start:end] == text``, and each of ``sentences`` lies within ``[start, end)``.
    """

    id: str
    """Stable: document id + hash of text and place."""
    document_id: str
    text: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    label: str
    """Short, stable name of the passage that does not depend on its place in a prompt."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage as a search returned it."""

    passage: Passage
    rank: int
    """From 1, best first."""
    score: float
    """Fused score; comparable within one search only."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """By retriever: ``dense`` is a cosine similarity, ``lexical`` a BM25 score; absent when it did not return it."""
