"""Is an index whole? Everything that can be checked against something else is, and each fault is told in a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.copy import read_copy
from index.embedding import Encoder
from index.errors import DebateError
from index.generation import VECTORS, WORDS
from index.lexical import LexicalDamaged, build_bm25, load_bm25
from index.passages import split_document
from index.seal import check_seal
from index.stamp import current_stamp
from index.store import FILE, Contents, Library, NoSpace, document_hash, passage_digest
from index.vectors import PassageVectors

_TOLERANCE = 1e-3
"""Cosine distance of a vector in Chroma from the one that it was given."""
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    part: str
    """``library``, ``stamp``, ``documents``, ``passages``, ``vectors``, ``chroma``, ``bm25``, ``copy``…"""
    told: str
    """One line."""
    fault: bool = True
    """Whether answers suffer; what is merely left over does no harm."""


def check_index(path: Path, encoder: Encoder | None = None) -> list[Finding]:
    """What is wrong with the index at ``path``; nothing, when it is whole.

    With an encoder (its weights are not loaded) the stamp is compared, and every document split anew to compare its
    passages. An index that was never built has nothing wrong. Raises nothing that a repair could mend: `NoSpace`, where
    the disk is too full to read it, as Chroma and SQLite write even to read.
    """
    if not (path / FILE).is_file():
        return [Finding("library", f"{path / FILE} is gone")] if read_copy(path).documents else []
    library: Library | None = None
    try:
        library = Library(path)
        library.refuse_damage()
        contents = library.contents()
        if contents is None:
            return [Finding("library", f"{path / FILE} is empty")] if read_copy(path).documents else []
        return [
            *_stamp(contents, encoder),
            *_documents(contents),
            *_passages(contents, encoder),
            *_vectors(library, contents),
            *_chroma(path / contents.generation / VECTORS, library, contents),
            *_words(path / contents.generation / WORDS, library, contents),
            *_copy(path, contents),
            *_leftovers(path, contents.generation),
        ]
    except NoSpace:
        raise
    except DebateError as error:
        return [Finding("library", str(error).partition(": run `debate")[0])]
    finally:
        if library:
            library.close()


def _stamp(contents: Contents, encoder: Encoder | None) -> Iterator[Finding]:
    if encoder and (reason := current_stamp(encoder).differs_from(contents.stamp)):
        yield Finding("stamp", f"the index was {reason} than now")


def _documents(contents: Contents) -> Iterator[Finding]:
    for id, document in contents.documents.items():
        if document_hash(document) != contents.hashes[id]:
            yield Finding("documents", f"document {id} is not as it was written")


def _passages(contents: Contents, encoder: Encoder | None) -> Iterator[Finding]:
    """Offsets that lie in the text, and, with an encoder, the passages that splitting gives."""
    for id, passage in contents.passages.items():
        text = contents.documents[passage.document_id].text
        inside = 0 <= passage.start < passage.end <= len(text)
        spans = all(passage.start <= s.start < s.end <= passage.end for s in passage.sentences)
        if not inside or not spans:
            yield Finding("passages", f"passage {id} points outside its document")
    if encoder is None or current_stamp(encoder) != contents.stamp:
        return
    for document in contents.documents.values():
        expected = split_document(document, encoder.count_tokens)
        held = {p.id: p for p in contents.passages.values() if p.document_id == document.id}
        digests = {p.id: passage_digest(encoder.fingerprint, document.title, p) for p in expected}
        if {p.id: p for p in expected} != held or any(contents.digests[id] != digests[id] for id in held):
            yield Finding("passages", f"the passages of document {document.id} are not those of its text")


def _vectors(library: Library, contents: Contents) -> Iterator[Finding]:
    faulty = set(library.faulty_vectors())
    missing = set(contents.digests.values()) - library.known(contents.digests.values())
    for name, found in (("damaged", faulty & set(contents.digests.values())), ("missing", missing)):
        if found:
            yield Finding("vectors", f"the vectors of {len(found)} passages are {name}")


def _chroma(folder: Path, library: Library, contents: Contents) -> Iterator[Finding]:
    """The ids in Chroma, and each vector against the one kept in the library."""
    try:
        check_seal(folder, full=True)  # before Chroma reads what is damaged, which may end the process
        vectors = PassageVectors(folder)
    except NoSpace:
        raise
    except DebateError as error:
        yield Finding("chroma", str(error).partition(": run `debate")[0])
        return
    try:
        held = vectors.ids()
        for told, ids in (("lacks", set(contents.passages) - held), ("holds too many:", held - set(contents.passages))):
            if ids:
                yield Finding("chroma", f"Chroma {told} {len(ids)} passages")
        good = [id for id in contents.passages if id in held and library.known([contents.digests[id]])]
        wrong = 0
        for start in range(0, len(good), _BATCH):
            part = good[start : start + _BATCH]
            stored = vectors.stored(part)
            for id in part:
                own = library.vector(contents.digests[id])
                other = stored.get(id)
                alike = other is not None and len(other) == len(own) and 1 - _cosine(own, other) < _TOLERANCE
                wrong += not alike
        if wrong:
            yield Finding("chroma", f"Chroma holds other vectors than the library for {wrong} passages")
    except DebateError as error:
        yield Finding("chroma", str(error).partition(": run `debate")[0])
    finally:
        vectors.close()


def _cosine(one: "np.typing.NDArray[np.float32]", other: "np.typing.NDArray[np.float32]") -> float:
    lengths = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return float(np.dot(one, other)) / lengths if lengths else 0.0


def _words(folder: Path, library: Library, contents: Contents) -> Iterator[Finding]:
    """The word index against one made anew."""
    words = library.words()
    try:
        held = load_bm25(folder)
        with TemporaryDirectory() as temporary:
            fresh = Path(temporary) / WORDS
            build_bm25(fresh, list(contents.passages), [words[id] for id in contents.passages])
            if not load_bm25(fresh).agrees_with(held):
                yield Finding("bm25", "the word index is not that of the passages")
    except (LexicalDamaged, IndexError, ValueError):
        yield Finding("bm25", "the word index is damaged")


def _copy(path: Path, contents: Contents) -> Iterator[Finding]:
    if read_copy(path).documents != contents.documents:
        yield Finding("copy", "the second copy of the documents is not up to date", fault=False)


def _leftovers(path: Path, generation: str) -> Iterator[Finding]:
    left = [p.name for p in path.glob("generation-*") if p.name != generation]
    left += [p.name for p in path.glob(".documents.jsonl-*")]
    if left:
        yield Finding("leftovers", f"{len(left)} files or folders of updates that were broken off", fault=False)
