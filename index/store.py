"""The library: one SQLite file that holds the documents, passages, vectors and stamp of an index. The source of truth.

Chroma and BM25 are built from it into a numbered folder ("generation"), and one transaction makes documents and
generation the current ones, so that a reader sees all of an update or nothing of it. Vectors are kept by what was
encoded, and written as soon as they are there: an update that was broken off goes on where it stopped.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np

from index.contents import Contents, Removed, Stamp, document_hash, passage_digest
from index.embedding import Vectors
from index.errors import DebateError
from index.types import Document, Passage, Span

__all__ = [
    "FILE",
    "REPAIR",
    "SCHEMA",
    "Contents",
    "Library",
    "LibraryDamaged",
    "NoSpace",
    "Removed",
    "Stamp",
    "VectorsGone",
    "document_hash",
    "passage_digest",
]

FILE = "library.sqlite"
REPAIR = "run `debate index check --repair`"
SCHEMA = "1"

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, hash TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY, document_id TEXT NOT NULL, place INTEGER NOT NULL, digest TEXT NOT NULL, record TEXT NOT NULL,
    words TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS origins (id TEXT PRIMARY KEY, origin TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bin (
    id TEXT PRIMARY KEY, removed TEXT NOT NULL, origin TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (digest TEXT PRIMARY KEY, passage BLOB NOT NULL, sentences BLOB NOT NULL);
"""


class LibraryDamaged(DebateError):
    """The file of documents cannot be read."""


class VectorsGone(LibraryDamaged):
    """The vectors of a passage are not kept (any more)."""


class NoSpace(DebateError):
    """The disk is full or may not be written."""


class Library:
    """The open SQLite file of the index in ``folder``. One thread at a time.

    Raises `LibraryDamaged` where the file is none of ours or broken, `NoSpace` where it cannot be written.
    """

    def __init__(self, folder: Path, write: bool = False) -> None:
        self.path = folder / FILE
        # A reader, too, must be able to roll back what a killed writer left: a file opened "ro" could not. SQLite
        # opens a write-protected file for reading only by itself.
        uri = f"{self.path.absolute().as_uri()}?mode={'rwc' if write else 'rw'}"
        with self._explained():
            self._db = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
            if write:
                # What is deleted is written over, so that a removed document is not left in free pages of the file.
                self._db.execute("PRAGMA secure_delete = ON")
                self._db.executescript(_TABLES)
            else:
                self._db.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def generation(self) -> str | None:
        """Folder of the current generation; None before the first. Cheap: asked before every search."""
        with self._explained():
            row = self._db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return str(row[0]) if row else None

    def binned(self) -> dict[str, str]:
        """What is in the bin, by id, and since when. Cheap, too: it may change while the generation stays."""
        with self._explained():
            if "bin" not in self._tables():
                return {}
            return dict(self._db.execute("SELECT id, removed FROM bin ORDER BY rowid"))

    def contents(self) -> Contents | None:
        """The current generation, read in one transaction; None where nothing was ever built."""
        with self._explained(), self._transaction("DEFERRED"):
            meta = dict(self._db.execute("SELECT key, value FROM meta"))
            if "generation" not in meta:
                return None
            stamp = Stamp(**json.loads(meta["stamp"]))
            documents, hashes = {}, {}
            for id, hash, record in self._db.execute("SELECT id, hash, record FROM documents ORDER BY place"):
                documents[id] = Document(**json.loads(record))
                hashes[id] = hash
            passages, digests = {}, {}
            for id, document_id, digest, record in self._db.execute(
                "SELECT id, document_id, digest, record FROM passages ORDER BY place"
            ):
                passages[id] = _passage(id, documents[document_id], json.loads(record))
                digests[id] = digest
            origins, removed = self._aside()
        return Contents(meta["generation"], stamp, documents, hashes, passages, digests, origins, removed)

    def _aside(self) -> tuple[dict[str, str], dict[str, Removed]]:
        """Origins and bin; an index of an earlier version has neither."""
        if not {"origins", "bin"} <= self._tables():
            return {}, {}
        removed = {
            id: Removed(Document(**json.loads(record)), origin, moment)
            for id, moment, origin, record in self._db.execute(
                "SELECT id, removed, origin, record FROM bin ORDER BY rowid"
            )
        }
        return dict(self._db.execute("SELECT id, origin FROM origins")), removed

    def _tables(self) -> set[str]:
        return {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def replace(
        self,
        generation: str,
        stamp: Stamp,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        digests: Mapping[str, str],
        words: Mapping[str, Sequence[str]],
        origins: Mapping[str, str] | None = None,
        removed: Mapping[str, Removed] | None = None,
    ) -> None:
        """Make these the current documents and passages, at once, and drop the vectors that nothing needs any more."""
        with self._explained(), self._transaction("IMMEDIATE"):
            self._db.execute("DELETE FROM documents")
            self._db.execute("DELETE FROM passages")
            self._db.executemany(
                "INSERT INTO documents VALUES (?, ?, ?, ?)",
                ((d.id, i, document_hash(d), json.dumps(asdict(d))) for i, d in enumerate(documents)),
            )
            self._db.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (p.id, p.document_id, i, digests[p.id], _record(p), "\n".join(words[p.id]))
                    for i, p in enumerate(passages)
                ),
            )
            self._db.execute("DELETE FROM origins")
            self._db.executemany("INSERT INTO origins VALUES (?, ?)", (origins or {}).items())
            self._db.execute("DELETE FROM bin")
            self._db.executemany(
                "INSERT INTO bin VALUES (?, ?, ?, ?)",
                ((id, r.moment, r.origin, json.dumps(asdict(r.document))) for id, r in (removed or {}).items()),
            )
            self._db.execute("DELETE FROM vectors WHERE digest NOT IN (SELECT digest FROM passages)")
            meta = {"generation": generation, "stamp": json.dumps(asdict(stamp))}
            self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def words(self) -> dict[str, list[str]]:
        """The words of the current passages, as `index.terms` found them."""
        with self._explained():
            return {
                id: words.split("\n") if words else []
                for id, words in self._db.execute("SELECT id, words FROM passages")
            }

    def known(self, digests: Iterable[str]) -> set[str]:
        """Those of the digests whose vectors are kept."""
        with self._explained():
            return {
                digest
                for digest in digests
                if self._db.execute("SELECT 1 FROM vectors WHERE digest = ?", (digest,)).fetchone()
            }

    def keep(self, digests: Sequence[str], vectors: Vectors, sentences: Sequence[Vectors]) -> None:
        """Keep vectors: of passages in f32, of their sentences in f16 (they are compared, never summed)."""
        rows = (
            (digest, vector.astype("<f4").tobytes(), parts.astype("<f2").tobytes())
            for digest, vector, parts in zip(digests, vectors, sentences, strict=True)
        )
        with self._explained(), self._transaction("IMMEDIATE"):
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def refuse_damage(self) -> None:
        """Read every page of the file; raises `LibraryDamaged` where SQLite finds one that is not as it should be."""
        with self._explained():
            found = [" ".join(str(row[0]).split()) for row in self._db.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            raise LibraryDamaged(f"{self.path} is damaged ({'; '.join(found)[:200]}): {REPAIR}")

    def faulty_vectors(self) -> list[str]:
        """Digests whose vectors are not what an encoder gives: of odd length, of another width, or not of length 1."""
        with self._explained():
            rows = self._db.execute("SELECT digest, passage, sentences FROM vectors")
            return [digest for digest, passage, sentences in rows if not _is_whole(passage, sentences)]

    def drop_faulty_vectors(self) -> None:
        """Forget them, so that the next update encodes those passages anew."""
        faulty = self.faulty_vectors()
        with self._explained(), self._transaction("IMMEDIATE"):
            self._db.executemany("DELETE FROM vectors WHERE digest = ?", ((digest,) for digest in faulty))

    def vector(self, digest: str) -> Vectors:
        """Vector of a passage, shape ``(width,)``."""
        return np.frombuffer(self._blob("passage", digest), "<f4").astype(np.float32)

    def sentence_vectors(self, digest: str) -> Vectors:
        """Vectors of a passage's sentences in order, shape ``(sentences, width)``."""
        width = len(self._blob("passage", digest)) // 4
        return np.frombuffer(self._blob("sentences", digest), "<f2").astype(np.float32).reshape(-1, width)

    def sentences_of(self, digests: Iterable[str]) -> dict[str, Vectors]:
        """As ``sentence_vectors`` for many passages at once, by digest; those whose vectors are gone are left out."""
        with self._explained():
            rows = self._db.execute(
                "SELECT digest, length(passage), sentences FROM vectors"
                " WHERE digest IN (SELECT value FROM json_each(?))",
                (json.dumps(list(digests)),),
            )
            return {
                digest: np.frombuffer(sentences, "<f2").astype(np.float32).reshape(-1, size // 4)
                for digest, size, sentences in rows
            }

    def _blob(self, column: str, digest: str) -> bytes:
        with self._explained():
            row = self._db.execute(f"SELECT {column} FROM vectors WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise VectorsGone(f"{self.path} lacks the vectors of a passage: {REPAIR}")
        return bytes(row[0])

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        self._db.execute(f"BEGIN {kind}")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """SQLite's errors as ours."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorname
            if (
                code in {"SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR_WRITE"}
                or "READONLY" in code
            ):
                raise NoSpace(
                    f"cannot write {self.path} ({error}): free some space or choose another DEBATE_HOME"
                ) from error
            if code.startswith("SQLITE_BUSY") or code.startswith("SQLITE_LOCKED"):
                raise DebateError(f"{self.path} is in use by another process: try again when it is done") from error
            raise LibraryDamaged(f"{self.path} cannot be read ({error}): {REPAIR}") from error
        except (sqlite3.DatabaseError, ValueError, KeyError, TypeError) as error:
            raise LibraryDamaged(f"{self.path} is damaged ({error}): {REPAIR}") from error


def _is_whole(passage: object, sentences: object) -> bool:
    if not isinstance(passage, bytes) or not isinstance(sentences, bytes) or not passage or len(passage) % 4:
        return False
    if len(sentences) % (len(passage) // 2):
        return False
    length = float(np.linalg.norm(np.frombuffer(passage, "<f4").astype(np.float64)))
    return abs(length - 1) < 0.01 and bool(np.isfinite(np.frombuffer(sentences, "<f2")).all())


def _record(passage: Passage) -> str:
    """The text is not kept twice: it is cut from the document."""
    spans = [number for span in passage.sentences for number in (span.start, span.end)]
    return json.dumps({"start": passage.start, "end": passage.end, "label": passage.label, "sentences": spans})


def _passage(id: str, document: Document, record: Mapping[str, object]) -> Passage:
    start, end, label, numbers = record["start"], record["end"], record["label"], record["sentences"]
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(label, str) and isinstance(numbers, list)):
        raise ValueError(f"record of passage {id}")
    spans = tuple(Span(numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2))
    return Passage(id, document.id, document.text[start:end], start, end, spans, label)
