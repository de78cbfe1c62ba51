"""A second copy of the documents beside the library: what a damaged SQLite file is made whole from."""

import contextlib
import json
import logging
import os
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.contents import Removed
from index.store import document_hash
from index.types import Document

COPY = "documents.jsonl"
_FORM = TypeAdapter(Document)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """Documents by id, where they came from, and what was in the bin."""

    documents: Mapping[str, Document]
    origins: Mapping[str, str]
    removed: Mapping[str, Removed] = field(default_factory=dict)


def write_copy(folder: Path, documents: Sequence[Document], origins: Mapping[str, str]) -> None:
    """Write the copy, whole or not at all. The library is the truth: a copy that cannot be written is only logged."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{COPY}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                for document in documents:
                    line = {"document": asdict(document), "origin": origins.get(document.id, "")}
                    file.write(json.dumps(line) + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(folder / COPY)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the copy of the documents was not written (%s)", error.strerror or error)


def read_copy(folder: Path) -> Saved:
    """What the copy holds; lines that are no documents are passed over."""
    documents: dict[str, Document] = {}
    origins: dict[str, str] = {}
    with contextlib.suppress(OSError), (folder / COPY).open(encoding="utf-8", errors="replace") as file:
        for line in file:
            with contextlib.suppress(ValueError, TypeError, KeyError, ValidationError):
                kept = json.loads(line)
                document = _FORM.validate_python(kept["document"])
                documents[document.id] = document
                if kept.get("origin"):
                    origins[document.id] = str(kept["origin"])
    return Saved(documents, origins)


def rescue(folder: Path, library: Path) -> Saved:
    """The documents of a damaged library: those rows that are as they were written, else those of the copy. Of the bin
    what can be read."""
    copy = read_copy(folder)
    rows, origins, whole = _rows(library)
    removed = _bin(library)
    documents = rows if whole else {id: d for id, d in copy.documents.items() if id not in removed} | rows
    return Saved(documents, {id: o for id, o in (dict(copy.origins) | origins).items() if id in documents}, removed)


def _bin(library: Path) -> dict[str, Removed]:
    removed: dict[str, Removed] = {}
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(library)) as db:
        for moment, origin, record in db.execute("SELECT removed, origin, record FROM bin ORDER BY rowid"):
            with contextlib.suppress(ValueError, TypeError, ValidationError):
                document = _FORM.validate_python(json.loads(record))
                removed[document.id] = Removed(document, str(origin), str(moment))
    return removed


def _rows(library: Path) -> tuple[dict[str, Document], dict[str, str], bool]:
    """What can be read of the documents, from both ends, and whether that is all of them."""
    documents: dict[str, Document] = {}
    origins: dict[str, str] = {}
    whole = False
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(library)) as db:
        for order in ("ASC", "DESC"):
            try:
                for hash, record in db.execute(f"SELECT hash, record FROM documents ORDER BY rowid {order}"):
                    with contextlib.suppress(ValueError, TypeError, ValidationError):
                        document = _FORM.validate_python(json.loads(record))
                        if document_hash(document) == hash:
                            documents[document.id] = document
                whole = bool(documents) and len(documents) == int(
                    db.execute("SELECT count(*) FROM documents").fetchone()[0]
                )
            except sqlite3.Error:
                whole = False
            if whole:
                break
        with contextlib.suppress(sqlite3.Error):
            origins.update({str(id): str(origin) for id, origin in db.execute("SELECT id, origin FROM origins")})
    return documents, origins, whole
