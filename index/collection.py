"""The index as its readers see it: documents, passages and search.

Any number of processes may read while one changes the index: a reader works on one whole generation, and goes over
to the next, if there is one, at the start of a search.
"""

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.contents import Removed
from index.embedding import Encoder, Vectors
from index.errors import DebateError
from index.generation import VECTORS, WORDS
from index.lexical import LexicalDamaged, load_bm25
from index.stamp import current_stamp
from index.store import FILE, Contents, Library, VectorsGone
from index.terms import simplified
from index.types import Document, Evidence, Passage
from index.vectors import PassageVectors, VectorsDamaged

if TYPE_CHECKING:
    from index.search import Searchable

_QUERIES_KEPT = 256


class IndexMissing(DebateError):
    """Nothing was built yet."""


class IndexUnfit(DebateError):
    """The index was built with another encoder or other rules than are in use."""


@dataclass(slots=True)
class _Open:
    """One generation, open. Its vectors are closed when the last search that uses it is over."""

    contents: Contents
    source: "Searchable"

    def __del__(self) -> None:
        with contextlib.suppress(Exception):  # the interpreter may be going down
            self.source.vectors.close()


class Index:
    """An open index. Safe to share between threads; `close` it, or use it in a ``with``."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        """Use `Index.open`."""
        self.path = path
        self.encoder = encoder
        self._lock = threading.RLock()
        self._queries: OrderedDict[str, Vectors] = OrderedDict()
        self._before: Contents | None = None
        self._library = Library(path)
        try:
            self._open = self._load()
        except BaseException:
            self._library.close()
            raise

    @classmethod
    def open(cls, path: Path, encoder: Encoder) -> "Index":
        """Open the index at ``path`` for reading.

        Raises `IndexMissing` where none was built, `IndexUnfit` where it was built with something else, and
        `LibraryDamaged`, `VectorsDamaged` or `LexicalDamaged` where its files are broken.
        """
        if not (path / FILE).is_file():
            raise IndexMissing(f"no index in {path}: run `debate index build`")
        return cls(path, encoder)

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents by id, in the order they were given."""
        return self._open.contents.documents

    @property
    def passages(self) -> Mapping[str, Passage]:
        """All passages by id, in the order of the documents and of their text."""
        return self._open.contents.passages

    @property
    def removed(self) -> Mapping[str, Removed]:
        """Documents that were taken out and can be brought back, by id, oldest first."""
        return self._open.contents.removed

    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]:
        """The ``k`` passages that best fit a question, best first; of some ``documents`` only, where they are given.

        ``Evidence.scores`` holds ``dense`` for each, ``lexical`` and ``coverage`` where words matched.
        """
        self.refresh()
        try:
            return self._search(self._open, query, k, documents)
        except VectorsDamaged:
            # A writer may have swept this generation away; damage shows again on a second try.
            if not self.refresh():
                raise
            return self._search(self._open, query, k, documents)

    def _search(self, opened: _Open, query: str, k: int, documents: Collection[str] | None) -> list[Evidence]:
        from index.search import FusionRetriever

        if not opened.contents.passages or k < 1 or (documents is not None and not documents):
            return []
        nodes = FusionRetriever(opened.source, self.query_vector, k, documents).retrieve(query)
        return [
            Evidence(
                passage=opened.contents.passages[node.node_id],
                rank=rank,
                score=node.score or 0.0,
                scores=dict(getattr(node, "scores", {})),
            )
            for rank, node in enumerate(nodes, 1)
        ]

    def query_vector(self, query: str) -> Vectors:
        """Vector of a question, shape ``(width,)``; kept, so that search and the choice of sentences share it.

        Chinese is read in simplified script, whatever the documents are in: of 108 questions in traditional script the
        sentence that answers is then among the five nearest for 0.92, as asked for 0.86, which lean to documents in
        their script.
        """
        with self._lock:
            if query in self._queries:
                self._queries.move_to_end(query)
                return self._queries[query]
        vector: Vectors = self.encoder.encode_queries([simplified(query)])[0]
        vector.setflags(write=False)
        with self._lock:
            self._queries[query] = vector
            while len(self._queries) > _QUERIES_KEPT:
                self._queries.popitem(last=False)
        return vector

    def sentence_vectors(self, passage_id: str) -> Vectors:
        """Vectors of a passage's sentences, in order, shape ``(sentences, width)``.

        A passage that an update took away a moment ago still has them, for the answer that is being written. Raises
        KeyError for any other id.
        """
        with self._lock:
            contents = self._open.contents
            if passage_id not in contents.passages and self._before:
                contents = self._before
            passage = contents.passages[passage_id]
            try:
                return self._library.sentence_vectors(contents.digests[passage_id])
            except VectorsGone:
                title = contents.documents[passage.document_id].title
        return self.encoder.encode_passages([passage], [title])[1][0]

    def warm(self) -> None:
        """Load all that a first search would wait for: weights, dictionary, Chroma's graph."""
        self.encoder.load()
        self.search("开源 open", 1)

    def refresh(self) -> bool:
        """Go over to the newest generation; whether there was one. Searches that run go on with theirs."""
        with self._lock:
            if self._library.generation() == self._open.contents.generation:
                self._refresh_bin()
                return False
            before, self._open = self._open, self._load()
            self._before = before.contents
            return True

    def _refresh_bin(self) -> None:
        """Look at the bin anew where something was taken out of it for good."""
        if self._library.binned() == {id: one.moment for id, one in self._open.contents.removed.items()}:
            return
        contents = self._library.contents()
        if contents and contents.generation == self._open.contents.generation:
            self._open.contents = contents

    def close(self) -> None:
        """Give files and memory back."""
        with self._lock:
            self._open.source.vectors.close()
            self._library.close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _load(self) -> _Open:
        while True:
            contents = self._library.contents()
            if contents is None:
                raise IndexMissing(f"no index in {self.path}: run `debate index build`")
            reason = current_stamp(self.encoder).differs_from(contents.stamp)
            if reason:
                raise IndexUnfit(f"the index in {self.path} was {reason}: run `debate index build`")
            try:
                return self._open_files(contents)
            except (VectorsDamaged, LexicalDamaged):
                # A writer may have put a newer generation in its place since.
                if self._library.generation() == contents.generation:
                    raise

    def _open_files(self, contents: Contents) -> _Open:
        from index.search import Searchable

        folder = self.path / contents.generation
        bm25 = load_bm25(folder / WORDS)
        vectors = PassageVectors(folder / VECTORS)

        library, lock = self._library, self._lock

        def sentences(ids: Sequence[str]) -> dict[str, Vectors]:
            digests = {id: contents.digests[id] for id in ids}
            with lock:
                found = library.sentences_of(digests.values())
            return {id: found[digest] for id, digest in digests.items() if digest in found}

        return _Open(contents, Searchable(contents.passages, contents.documents, vectors, bm25, sentences))
