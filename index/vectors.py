"""The passages' vectors in Chroma: one folder a generation, written once by one process, read by any number."""

import os
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import Vectors
from index.errors import DebateError
from index.seal import SealBroken, check_seal
from index.store import NoSpace
from index.types import Document
from index.vectors_server import ServerUnreachable, connect, new_place, place_of

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as ChromaCollection

COLLECTION = "passages"
_BATCH = 1000
_LEAST_FREE = 1 << 20
"""Bytes of a disk below which a failure is taken for one of space."""
_opening = threading.Lock()
"""Chroma shares what it opened in a table of its own, which two threads must not change at once."""

_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 24}


class VectorsDamaged(DebateError):
    """Chroma's folder cannot be read."""


class PassageVectors:
    """An open Chroma collection of passages. `close` it; two in one process need two folders.

    Raises `VectorsDamaged` where the folder holds no such collection.
    """

    def __init__(self, folder: Path, create: bool = False, server: str | None = None) -> None:
        """``create`` makes it, on the Chroma server of that URL where one is given."""
        import chromadb
        from chromadb.config import Settings

        place = new_place(folder, server) if create and server else place_of(folder)
        if not create and not place and not (folder / "chroma.sqlite3").is_file():
            raise VectorsDamaged(f"the vectors in {folder} are not there: run `debate index check --repair`")
        if not create and not place:
            try:
                check_seal(folder)
            except SealBroken as error:
                raise VectorsDamaged(f"in {folder} {error}: run `debate index check --repair`") from error

        self._folder = folder
        self._client: Any = None
        self._copy: TemporaryDirectory[str] | None = None
        if not create and not place and not os.access(folder, os.W_OK):
            # Chroma writes to its files even to read them.
            self._copy = TemporaryDirectory()
            folder = Path(self._copy.name) / folder.name
            shutil.copytree(self._folder, folder)
        try:
            with _opening:
                self._client = (
                    connect(place.url)
                    if place
                    else chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
                )
            name = place.collection if place else COLLECTION
            if create:
                self._collection: ChromaCollection = self._client.create_collection(
                    name, configuration={"hnsw": _HNSW}, embedding_function=None
                )
            else:
                self._collection = self._client.get_collection(name, embedding_function=None)
        except ServerUnreachable:
            self.close()
            raise
        except Exception as error:  # as in _explained
            self.close()
            if not place:
                _forget_unstarted(str(folder))
            if not place and shutil.disk_usage(folder).free < _LEAST_FREE:
                # Chroma writes even to read.
                raise NoSpace(f"the disk of {folder} is full: free some space or choose another DEBATE_HOME") from error
            raise VectorsDamaged(
                f"the vectors in {folder} cannot be read: run `debate index check --repair`"
            ) from error

    def close(self) -> None:
        """Give files and memory back."""
        client, self._client = self._client, None
        if client is not None:
            with _opening:
                client.close()
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def ids(self) -> set[str]:
        """Ids of all passages."""
        with self._explained("read"):
            return set(self._collection.get(include=[])["ids"])

    def upsert(self, ids: Sequence[str], vectors: Vectors, metadata: Sequence[Mapping[str, str]]) -> None:
        """Put passages in, or put new vectors under ids that are there."""
        for part in _parts(range(len(ids))):
            with self._explained("written"):
                self._collection.upsert(
                    ids=[ids[i] for i in part],
                    embeddings=vectors[part[0] : part[-1] + 1],
                    metadatas=[dict(metadata[i]) for i in part],
                )

    def delete(self, ids: Iterable[str]) -> None:
        """Take passages out."""
        for part in _parts(sorted(ids)):
            with self._explained("written"):
                self._collection.delete(ids=list(part))

    def nearest(
        self, query: Vectors, k: int, documents: Collection[str] | None = None, language: str | None = None
    ) -> list[tuple[str, float]]:
        """The ``k`` passages nearest to a vector of shape ``(width,)``: id and cosine similarity, best first."""
        if documents is not None and not documents:
            return []
        conditions: list[dict[str, Any]] = []
        if documents is not None:
            conditions.append({"document_id": {"$in": sorted(documents)}})
        if language is not None:
            conditions.append({"language": language})
        where: Any = {"$and": conditions} if len(conditions) > 1 else conditions[0] if conditions else None
        with self._explained("read"):
            found = self._collection.query(
                query_embeddings=np.asarray([query], np.float32), n_results=k, where=where, include=["distances"]
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        pairs = [(id, 1 - float(distance)) for id, distance in zip(ids, distances, strict=True)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def similarities(self, ids: Sequence[str], query: Vectors) -> dict[str, float]:
        """Cosine similarity of some passages to a vector of shape ``(width,)``."""
        return {id: float(np.dot(vector, query)) for id, vector in self.stored(ids).items()}

    def stored(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are kept of some passages, by id."""
        with self._explained("read"):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        kept = found["embeddings"]
        return {} if kept is None else {id: np.asarray(v, np.float32) for id, v in zip(found["ids"], kept, strict=True)}

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        """Chroma's errors as ours: its Rust side raises kinds of its own, some of them bare."""
        try:
            yield
        except Exception as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise VectorsDamaged(
                f"the vectors in {self._folder} cannot be {what} ({lines[0]}): free some space if the disk is full, "
                "then run `debate index check --repair`"
            ) from error


def _forget_unstarted(folder: str) -> None:
    """Chroma keeps what it could not start, as on a full disk, and would hand it out again when there is room."""
    from chromadb.api.shared_system_client import SharedSystemClient

    with _opening:
        if folder not in SharedSystemClient._identifier_to_refcount:
            SharedSystemClient._identifier_to_system.pop(folder, None)


def language(document: Document) -> str:
    """``zh`` or ``en``: scripts of one language are searched as one."""
    return document.script.split("-")[0]


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for i in range(0, len(items), _BATCH):
        yield items[i : i + _BATCH]
