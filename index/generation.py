"""A generation: the folder of search files (Chroma, BM25) that belongs to one state of the library."""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.lexical import LexicalDamaged, build_bm25, load_bm25
from index.seal import SealBroken, check_seal, seal
from index.store import Contents, Library
from index.vectors import PassageVectors, VectorsDamaged, language
from index.vectors_server import chosen_server, forget, place_of

VECTORS, WORDS = "vectors", "words"
_PREFIX = "generation-"
_BATCH = 1000


def is_sound(folder: Path, contents: Contents) -> bool:
    """Whether a generation can be opened and holds the passages that it should."""
    place = place_of(folder / VECTORS)
    if (place.url if place else None) != chosen_server(folder.parent):
        return False  # Vectors that are to lie elsewhere from now on are written anew.
    try:
        if set(load_bm25(folder / WORDS).ids) != set(contents.passages):
            return False
        check_seal(folder / VECTORS, full=True)
        vectors = PassageVectors(folder / VECTORS)
        try:
            return vectors.ids() == set(contents.passages)
        finally:
            vectors.close()
    except (LexicalDamaged, SealBroken, VectorsDamaged):
        return False


def write_generation(
    path: Path,
    library: Library,
    old: Contents | None,
    new: Contents,
    words: Mapping[str, Sequence[str]],
    report: Callable[[str, int, int], None],
) -> str:
    """Write the search files of ``new``, from those of ``old`` where most is the same, and give the folder's name.

    Nothing points to the folder yet, and it is on disk, whole, when this returns.
    """
    name = _PREFIX + secrets.token_hex(6)
    try:
        _write(path, path / name, library, old, new, words, report)
    except BaseException:
        _remove(path / name)
        raise
    return name


def _write(
    path: Path,
    folder: Path,
    library: Library,
    old: Contents | None,
    new: Contents,
    words: Mapping[str, Sequence[str]],
    report: Callable[[str, int, int], None],
) -> None:
    same = {id for id in new.passages if old and _same(old, new, id)}
    server = chosen_server(path)
    in_files = server is None and old is not None and place_of(path / old.generation / VECTORS) is None
    if old and in_files and len(same) * 2 > max(len(new.passages), len(old.passages)):
        _copy(path / old.generation / VECTORS, folder / VECTORS)
        vectors = PassageVectors(folder / VECTORS)
        gone = set(old.passages) - set(new.passages)
    else:
        folder.mkdir()
        vectors = PassageVectors(folder / VECTORS, create=True, server=server)
        same, gone = set(), set()
    try:
        vectors.delete(gone)
        fresh = [id for id in new.passages if id not in same]
        for start in range(0, len(fresh), _BATCH):
            report("store", start, len(fresh))
            ids = fresh[start : start + _BATCH]
            documents = [new.documents[new.passages[id].document_id] for id in ids]
            vectors.upsert(
                ids,
                np.stack([library.vector(new.digests[id]) for id in ids]),
                [{"document_id": document.id, "language": language(document)} for document in documents],
            )
        report("store", len(fresh), len(fresh))
    finally:
        vectors.close()
    seal(folder / VECTORS)
    build_bm25(folder / WORDS, list(new.passages), [words[id] for id in new.passages])
    _to_disk(folder)


def _copy(source: Path, target: Path) -> None:
    """As ``shutil.copytree``, whose error does not tell a full disk from others."""
    target.mkdir(parents=True)
    for file in sorted(source.rglob("*")):
        if file.is_dir():
            (target / file.relative_to(source)).mkdir()
        else:
            shutil.copy2(file, target / file.relative_to(source))


def sweep(path: Path, keep: str) -> None:
    """Take away all generations but one. A reader that still has one open goes on with it and then opens the new."""
    for folder in path.glob(f"{_PREFIX}*"):
        if folder.name != keep:
            _remove(folder)
    for stray in path.glob(".documents.jsonl-*"):
        stray.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    forget(folder / VECTORS)
    shutil.rmtree(folder, ignore_errors=True)


def _same(old: Contents, new: Contents, id: str) -> bool:
    """Whether what Chroma holds of a passage is the same in both."""
    if id not in old.passages or old.digests[id] != new.digests[id]:
        return False
    document = new.passages[id].document_id
    return language(old.documents[document]) == language(new.documents[document])


def _to_disk(folder: Path) -> None:
    """Make the system write the files out: what SQLite says is current must survive a power cut."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("r+b") as handle:
                os.fsync(handle.fileno())
