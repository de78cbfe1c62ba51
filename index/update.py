"""One change of an index: what is encoded anew, and the order of writing that makes a kill at any moment harmless.

Vectors are kept as they are made; the new generation's folder is written under a name that nothing points to; then one
SQLite transaction makes it current; then old folders go. What an update leaves behind when it dies, the next one takes
away.
"""

import errno
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.contents import BIN_DAYS, BIN_DOCUMENTS
from index.copy import read_copy, rescue, write_copy
from index.embedding import Encoder
from index.errors import DebateError, UsageError
from index.generation import is_sound, sweep, write_generation
from index.intake import FOLDER
from index.passages import split_document
from index.stamp import current_stamp
from index.store import (
    FILE,
    REPAIR,
    Contents,
    Library,
    LibraryDamaged,
    NoSpace,
    Removed,
    Stamp,
    document_hash,
    passage_digest,
)
from index.terms import terms
from index.types import Document, Passage

Progress = Callable[[str, int, int], None]
"""Called with the stage (``split``, ``encode``, ``store``), and how many passages or documents of how many are done."""

LOCK = "write.lock"
_CHUNK = 64


class IndexBusy(DebateError):
    """Another process is changing the index."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an update did; counts are of documents unless they say otherwise."""

    added: int
    """New or changed."""
    unchanged: int
    removed: int
    passages: int
    """In the index now."""
    seconds: float
    rebuilt_because: str | None
    """Why everything was built anew, or None."""
    gone: tuple[str, ...] = ()
    """SHA-256 of the files of removed documents that cannot be brought back from now on."""


@dataclass(slots=True)
class Update:
    """One change of an index, by the one process that holds its lock."""

    path: Path
    library: Library
    old: Contents | None
    damage: str | None

    def documents(self) -> dict[str, Document]:
        return dict(self.old.documents) if self.old else {}

    def origins(self) -> dict[str, str]:
        return dict(self.old.origins) if self.old else {}

    def removed(self) -> dict[str, Removed]:
        return dict(self.old.removed) if self.old else {}

    def run(
        self,
        documents: Sequence[Document],
        origins: Mapping[str, str],
        encoder: Encoder,
        progress: Progress | None,
        removed: Mapping[str, Removed] | None = None,
        anew: str | None = None,
        for_good: Sequence[Document] = (),
    ) -> BuildReport:
        """Make these the documents; the bin becomes ``removed``, or stays, less what is among the documents again and
        what has been in it for too long. ``for_good`` are documents that do not even go there."""
        started = time.monotonic()
        unique(documents)
        report = progress or silent
        stamp = current_stamp(encoder)
        because = self.damage or (stamp.differs_from(self.old.stamp) if self.old else None) or anew
        held = {document.id for document in documents}
        origins = {id: origin for id, origin in origins.items() if id in held and origin}
        binned = {id: one for id, one in (self.removed() if removed is None else removed).items() if id not in held}
        binned = _not_lapsed(binned)
        gone = self._gone(documents, binned, for_good)
        aside_same = self.old is not None and origins == dict(self.old.origins) and binned == dict(self.old.removed)
        fits = None if because else self.old
        sound = fits is not None and is_sound(self.path / fits.generation, fits)
        if fits and not sound:
            because = "the search files were missing or damaged"
        hashes = self.old.hashes if self.old else {}
        changed = {d.id for d in documents if hashes.get(d.id) != document_hash(d)}
        same_order = list(hashes) == [d.id for d in documents]
        if fits and sound and same_order and not changed:
            if not aside_same:
                words, same = self.library.words(), list(fits.passages.values())
                self.library.replace(fits.generation, stamp, documents, same, fits.digests, words, origins, binned)
                write_copy(self.path, documents, origins)
            elif read_copy(self.path).documents != fits.documents:
                write_copy(self.path, documents, origins)  # The disk was full when it should have been written.
            sweep(self.path, keep=fits.generation)
            seconds = time.monotonic() - started
            return BuildReport(0, len(documents), 0, len(fits.passages), seconds, None, gone)

        passages, digests = _split(documents, fits, changed, encoder, report)
        _encode(self.library, passages, digests, documents, encoder, report)
        known_words = self.library.words() if fits else {}
        words = {p.id: known_words[p.id] if p.id in known_words else terms(p.text) for p in passages}
        new = Contents("", stamp, {d.id: d for d in documents}, {}, {p.id: p for p in passages}, digests)
        generation = write_generation(self.path, self.library, fits if sound else None, new, words, report)
        self.library.replace(generation, stamp, documents, passages, digests, words, origins, binned)
        write_copy(self.path, documents, origins)
        sweep(self.path, keep=generation)
        return BuildReport(
            added=len(changed),
            unchanged=len(documents) - len(changed),
            removed=len(set(hashes) - set(new.documents)),
            passages=len(passages),
            seconds=time.monotonic() - started,
            rebuilt_because=because,
            gone=gone,
        )

    def _gone(
        self, documents: Sequence[Document], binned: Mapping[str, Removed], for_good: Sequence[Document]
    ) -> tuple[str, ...]:
        """Files of documents that were in the bin, or went past it, and that no other document has."""
        kept = [*documents, *(one.document for one in binned.values())]
        ids, files = {document.id for document in kept}, {document.sha256 for document in kept}
        before = [*for_good, *(one.document for one in self.removed().values())]
        return tuple(sorted({document.sha256 for document in before if document.id not in ids} - files))


def _not_lapsed(binned: Mapping[str, Removed]) -> dict[str, Removed]:
    """The bin without what has been in it for too long. Documents of a folder stay: that they are in the bin is what
    keeps them out of the index when it is brought up to date from there, and their files lie in the folder."""
    now = datetime.now(UTC)
    held = [id for id, one in binned.items() if one.origin != FOLDER and now - _when(one, now) <= timedelta(BIN_DAYS)]
    return {id: one for id, one in binned.items() if one.origin == FOLDER or id in held[-BIN_DOCUMENTS:]}


def _when(one: Removed, now: datetime) -> datetime:
    """When a document was taken out; a moment that cannot be read counts as now."""
    try:
        moment = datetime.fromisoformat(one.moment)
        return moment if moment.tzinfo else now
    except ValueError:
        return now


def _split(
    documents: Sequence[Document], fits: Contents | None, changed: Collection[str], encoder: Encoder, report: Progress
) -> tuple[list[Passage], dict[str, str]]:
    """Passages of all documents, and the digest of each; unchanged documents keep those they have."""
    kept: dict[str, list[Passage]] = {}
    for passage in fits.passages.values() if fits else ():
        kept.setdefault(passage.document_id, []).append(passage)
    passages: list[Passage] = []
    digests: dict[str, str] = {}
    for done, document in enumerate(documents, 1):
        if fits and document.id not in changed:
            own = kept.get(document.id, [])
        else:
            own = split_document(document, encoder.count_tokens)
        passages.extend(own)
        digests.update((p.id, passage_digest(encoder.fingerprint, document.title, p)) for p in own)
        report("split", done, len(documents))
    return passages, digests


def _encode(
    library: Library,
    passages: Sequence[Passage],
    digests: Mapping[str, str],
    documents: Sequence[Document],
    encoder: Encoder,
    report: Progress,
) -> None:
    """Encode and keep what is not kept yet, longest first, so that each batch is of like length."""
    titles = {document.id: document.title for document in documents}
    known = library.known(digests.values())
    missing = {digests[p.id]: p for p in passages if digests[p.id] not in known}
    queue = sorted(missing.items(), key=lambda item: -len(item[1].text))
    for start in range(0, len(queue), _CHUNK):
        chunk = queue[start : start + _CHUNK]
        report("encode", start, len(queue))
        vectors, sentences = encoder.encode_passages([p for _, p in chunk], [titles[p.document_id] for _, p in chunk])
        library.keep([digest for digest, _ in chunk], vectors, sentences)
    if queue:
        report("encode", len(queue), len(queue))


@contextmanager
def writer(path: Path, replace_damaged: bool = False) -> Iterator[Update]:
    """Hold the index for changing it."""
    from filelock import FileLock, Timeout

    lock = FileLock(path / LOCK)
    library: Library | None = None
    damage = None
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
        try:
            library = Library(path, write=True)
            if replace_damaged:
                library.refuse_damage()
            old = library.contents()
            if old is None and read_copy(path).documents:
                raise LibraryDamaged(f"{path / FILE} was emptied: {REPAIR}")
        except LibraryDamaged:
            if not replace_damaged:
                raise
            if library:
                library.close()
            library, old, damage = _set_aside(path)
        yield Update(path, library, old, damage)
    except Timeout as error:
        raise IndexBusy(f"another process is changing the index in {path}: try again when it is done") from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}:
            raise NoSpace(
                f"cannot write the index in {path} ({error.strerror}): free space or set DEBATE_HOME"
            ) from error
        raise
    finally:
        if library:
            library.close()
        lock.release()


def _set_aside(path: Path) -> tuple[Library, Contents | None, str]:
    """A fresh library in place of a damaged one, what could be saved of its documents, and what to tell."""
    aside = path / f"{FILE}.damaged"
    while aside.exists():
        aside = aside.with_name(f"{aside.name}+")
    (path / FILE).replace(aside)
    # A rollback journal belongs to the file it was written for.
    journal = path / f"{FILE}-journal"
    if journal.exists():
        journal.replace(aside.with_name(f"{aside.name}-journal"))
    saved = rescue(path, aside)
    found = Contents("", Stamp("", "", "", ""), saved.documents, {}, {}, {}, saved.origins, saved.removed)
    old = found if saved.documents or saved.removed else None
    return Library(path, write=True), old, f"the library was damaged (put aside as {aside.name})"


def unique(documents: Sequence[Document]) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise UsageError(f"two documents have the id {document.id!r}: give one another id in the catalogue")
        seen.add(document.id)


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
