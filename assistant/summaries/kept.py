"""Keeps what was made beside the index: one file a result, under a key that changes when anything it rests on does.

Reading needs neither models nor the vectors, so that an unchanged result is shown at once.
"""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.summaries.types import Length, Positions, Subject, Summary, Timeline
from index.store import document_hash
from index.types import Document

VERSION = "12"
"""Of the rules that results are made by; another version makes them anew."""

FOLDER = "summaries"
_MOST = 400
"""Results kept; the oldest go first."""

T = TypeVar("T", Summary, Positions, Timeline)


class Kept:
    """The results kept in the index folder, for one pair of models. Safe to share between threads and processes."""

    def __init__(self, index_dir: Path, generator: str, encoder: str) -> None:
        self._folder = index_dir / FOLDER
        self._models = (generator, encoder)

    def summary(self, documents: Mapping[str, Document], subject: Subject, length: Length) -> Summary | None:
        """The summary of these documents as they are now, or None where it has to be made."""
        return self._read(self._summary_key(documents, subject, length), Summary)

    def positions(self, documents: Mapping[str, Document]) -> Positions | None:
        """The positions in these documents as they are now, or None."""
        return self._read(self._key(documents, "positions"), Positions)

    def timeline(self, documents: Mapping[str, Document]) -> Timeline | None:
        """The timeline of these documents as they are now, or None."""
        return self._read(self._key(documents, "timeline"), Timeline)

    def keep_summary(self, documents: Mapping[str, Document], length: Length, summary: Summary) -> None:
        """Keep a summary of these documents. A folder that cannot be written costs making it again, no more."""
        self._write(self._summary_key(documents, summary.subject, length), summary, Summary)

    def keep_positions(self, documents: Mapping[str, Document], positions: Positions) -> None:
        """Keep the positions in these documents."""
        self._write(self._key(documents, "positions"), positions, Positions)

    def keep_timeline(self, documents: Mapping[str, Document], timeline: Timeline) -> None:
        """Keep the timeline of these documents."""
        self._write(self._key(documents, "timeline"), timeline, Timeline)

    def _summary_key(self, documents: Mapping[str, Document], subject: Subject, length: Length) -> str:
        return self._key(documents, "summary", subject.kind, " ".join(subject.value.split()), length)

    def _key(self, documents: Mapping[str, Document], *what: str) -> str:
        parts = [VERSION, *self._models, *what, *(document_hash(document) for document in documents.values())]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:40]

    def _read(self, key: str, kind: type[T]) -> T | None:
        try:
            return TypeAdapter(kind).validate_json((self._folder / f"{key}.json").read_bytes())
        except (OSError, ValidationError):
            return None

    def _write(self, key: str, value: T, kind: type[T]) -> None:
        data = TypeAdapter(kind).dump_json(value)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
                part.write(data)
            Path(part.name).replace(self._folder / f"{key}.json")
            self._sweep()
        except OSError:
            return

    def _sweep(self) -> None:
        files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[_MOST:]:
            file.unlink(missing_ok=True)
