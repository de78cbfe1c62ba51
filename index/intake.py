"""What adding some documents to others would do: which are there already, which replace an older self, which are near.

An origin tells where a document came from, so that it can be found again when it has changed: the address of a page,
``file:`` and a path as the file system has it, `FOLDER` for those that ``index build`` took from a folder, or nothing
(pasted, uploaded).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.likeness import NEAR, SAME_WORK, Shingles, likeness, shingles
from index.types import Document

FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to be added, and where it comes from."""

    document: Document
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A document that shares much of its text with another."""

    id: str
    other: str
    share: float
    """Part of the shorter text, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done."""

    add: tuple[Document, ...]
    """New documents, and changed ones under the id of their older self."""
    origins: Mapping[str, str]
    """By id, of those that are added."""
    same: tuple[tuple[str, str], ...]
    """(source, id of the document that is there already)."""
    replaced: tuple[str, ...]
    """Ids of documents that a changed self replaces."""
    near: tuple[Near, ...]


def plan_intake(held: Mapping[str, Document], origins: Mapping[str, str], incoming: Sequence[Incoming]) -> Plan:
    """What adding ``incoming`` to the documents ``held`` does. Changes nothing.

    The same file, or the same text under another name, is taken once. A document from the same origin, or of the same
    file name and no known origin with part of its text in common, replaces the one that is there and keeps its id.
    """
    state = dict(held)
    places = dict(origins)
    known: dict[str, Shingles] = {}
    added: dict[str, Document] = {}
    same: list[tuple[str, str]] = []
    replaced: list[str] = []
    for one in incoming:
        document = one.document
        old = _older_self(one, state, places, known)
        twin = old if old and _twins(old, document) else next((d for d in state.values() if _twins(d, document)), None)
        if twin is not None and (old is None or twin is old) and (old is None or not _facts_differ(old, document)):
            same.append((document.source, twin.id))
            continue
        if old is not None:
            document = replace(document, id=old.id)
            if old.id in held and old.id not in replaced:
                replaced.append(old.id)
        elif document.id in state:  # another file that happens to make the same id
            document = replace(document, id=f"{document.id}-{document.sha256[8:16]}")
        state[document.id] = added[document.id] = document
        places[document.id] = one.origin
        known.pop(document.id, None)
    near = [found for document in added.values() if (found := _nearest(document, state, known))]
    return Plan(
        tuple(added.values()), {id: places[id] for id in added if places[id]}, tuple(same), tuple(replaced), tuple(near)
    )


def composed(name: str) -> str:
    """A name or path in the form that names are compared in: the same letters may be stored in several."""
    return unicodedata.normalize("NFC", name)


def _twins(one: Document, other: Document) -> bool:
    return one.sha256 == other.sha256 or one.text == other.text


def _facts_differ(one: Document, other: Document) -> bool:
    """Whether a page now tells something else of itself; what a person corrected in the same bytes stays."""
    facts = [(d.title, d.publisher, d.date, d.author) for d in (one, other)]
    return one.sha256 != other.sha256 and facts[0] != facts[1]


def _older_self(
    one: Incoming, state: Mapping[str, Document], places: Mapping[str, str], known: dict[str, Shingles]
) -> Document | None:
    origin, name = composed(one.origin), composed(one.document.source)
    for id, document in state.items():
        if origin and composed(places.get(id, "")) == origin != FOLDER:
            return document
    for id, document in state.items():
        named = composed(document.source) == name and (not places.get(id) or not origin)
        if named and _share(one.document, document, known) >= SAME_WORK:
            return document
    return None


def _nearest(document: Document, state: Mapping[str, Document], known: dict[str, Shingles]) -> Near | None:
    shares = [(_share(document, other, known), other.id) for other in state.values() if other.id != document.id]
    share, id = max(shares, default=(0.0, ""))
    return Near(document.id, id, share) if share >= NEAR else None


def _share(one: Document, other: Document, known: dict[str, Shingles]) -> float:
    for document in (one, other):
        if document.id not in known:
            known[document.id] = shingles(document.text)
    return likeness(known[one.id], known[other.id])
