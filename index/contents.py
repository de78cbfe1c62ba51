"""What one state of an index holds: data, and the hashes that tell one state from another."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from index.types import Document, Passage

BIN_DOCUMENTS, BIN_DAYS = 200, 30
"""How many removed documents can be brought back, the oldest go first, and for how long."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was built with. Another stamp means that its vectors and passages do not fit."""

    schema: str
    encoder: str
    splitter: str
    terms: str

    def differs_from(self, other: "Stamp") -> str | None:
        """What changed, in words, or None."""
        mine, theirs = asdict(self), asdict(other)
        names = {"schema": "index format", "encoder": "encoder", "splitter": "splitter", "terms": "word rules"}
        changed = [names[key] for key in mine if mine[key] != theirs[key]]
        return f"built with another {' and '.join(changed)}" if changed else None


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of one generation but its vectors."""

    generation: str
    """Name of its folder."""
    stamp: Stamp
    documents: Mapping[str, Document]
    hashes: Mapping[str, str]
    """Of each document as `document_hash` gives it."""
    passages: Mapping[str, Passage]
    digests: Mapping[str, str]
    """Of each passage: the key of its vectors."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Of documents: where each came from, as `index.intake` writes it; absent where that is not known."""
    removed: Mapping[str, "Removed"] = field(default_factory=dict)
    """By id, oldest first: documents that were taken out and can be brought back."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A document in the bin."""

    document: Document
    origin: str
    moment: str
    """When it was taken out, ISO 8601 in UTC."""


def document_hash(document: Document) -> str:
    """Changes when anything of a document does."""
    record = json.dumps(asdict(document), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(record.encode()).hexdigest()


def passage_digest(encoder: str, title: str, passage: Passage) -> str:
    """Key of a passage's vectors: all that decides them."""
    spans = [(span.start - passage.start, span.end - passage.start) for span in passage.sentences]
    return hashlib.sha256(json.dumps([encoder, title, passage.text, spans]).encode()).hexdigest()[:32]
