"""Remembers checked translations, so that a sentence is put into the other language once, and stopped work goes on."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.summaries.kept import FOLDER, VERSION


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation that held, or ``text`` empty for a sentence of which none did."""

    text: str
    support: float


class Memory:
    """Translations by what was translated and by which model. Safe to share between threads and processes.

    A folder that cannot be written costs translating again, no more.
    """

    def __init__(self, index_dir: Path, generator: str) -> None:
        self._file = index_dir / FOLDER / "translations.sqlite"
        self._generator = generator

    def find(self, *what: str) -> Translated | None:
        """What became of this sentence, or None where it was never tried."""
        try:
            with self._open() as database:
                row = database.execute("SELECT text, support FROM translations WHERE key = ?", (self._key(what),))
                found = row.fetchone()
        except (OSError, sqlite3.Error):
            return None
        return Translated(str(found[0]), float(found[1])) if found else None

    def keep(self, value: Translated, *what: str) -> None:
        """Remember what became of a sentence."""
        try:
            with self._open() as database:
                database.execute(
                    "INSERT OR REPLACE INTO translations VALUES (?, ?, ?)", (self._key(what), value.text, value.support)
                )
        except (OSError, sqlite3.Error):
            return

    def _key(self, what: tuple[str, ...]) -> str:
        parts = [VERSION, self._generator, *what]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:32]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, timeout=10)
        try:
            with database:
                database.execute(
                    "CREATE TABLE IF NOT EXISTS translations (key TEXT PRIMARY KEY, text TEXT NOT NULL, "
                    "support REAL NOT NULL) WITHOUT ROWID"
                )
                yield database
        finally:
            database.close()
