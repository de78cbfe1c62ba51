"""Building and changing an index: only what changed is encoded, and readers see the change whole or not at all."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.embedding import Encoder
from index.errors import UsageError
from index.intake import FOLDER, Incoming, Plan, plan_intake
from index.store import Removed
from index.types import Document
from index.update import LOCK, BuildReport, IndexBusy, Progress, Update, unique, writer

__all__ = [
    "LOCK",
    "BuildReport",
    "IndexBusy",
    "Progress",
    "UnknownDocument",
    "add_documents",
    "build_index",
    "discard_removed",
    "rebuild_index",
    "remove_documents",
    "restore_documents",
    "sync_folder",
    "take_in",
]


class UnknownDocument(UsageError):
    """No document has this id."""


def build_index(
    path: Path, documents: Sequence[Document], encoder: Encoder, progress: Progress | None = None
) -> BuildReport:
    """Make the index at ``path`` hold exactly these documents.

    A damaged library is put aside and told of in the report. Raises `IndexBusy` while another process changes the
    index, `UsageError` where two documents have one id, `NoSpace`.
    """
    with writer(path, replace_damaged=True) as update:
        return update.run(documents, dict.fromkeys((d.id for d in documents), FOLDER), encoder, progress)


def sync_folder(
    path: Path,
    documents: Sequence[Document],
    encoder: Encoder,
    progress: Progress | None = None,
    again: bool = False,
) -> BuildReport:
    """Make what the index holds of a folder these documents. Those added otherwise stay, and those a person took out
    stay out, unless they are wanted ``again``. Raises as `build_index` does."""
    with writer(path, replace_damaged=True) as update:
        unique(documents)
        binned = update.removed()
        wanted = {d.id: d for d in documents if again or d.id not in binned}
        held = update.documents()
        others = {id: d for id, d in held.items() if update.origins().get(id) != FOLDER and id not in wanted}
        origins = dict.fromkeys(wanted, FOLDER) | {id: update.origins().get(id, "") for id in others}
        # A document that was added before the folder held it stays the reader's own.
        origins |= {id: origin for id, origin in update.origins().items() if id in wanted and id in held and origin}
        return update.run([*wanted.values(), *others.values()], origins, encoder, progress)


def add_documents(
    path: Path,
    documents: Sequence[Document],
    encoder: Encoder,
    progress: Progress | None = None,
    origins: Mapping[str, str] | None = None,
) -> BuildReport:
    """Add documents, or replace those with the same ids; the others stay. Raises as `build_index` does."""
    with writer(path) as update:
        return _add(update, documents, encoder, progress, origins)


def take_in(
    path: Path, incoming: Sequence[Incoming], encoder: Encoder, progress: Progress | None = None
) -> tuple[Plan, BuildReport]:
    """Add what is new or changed of documents as they come in, and tell what became of each.

    What is there already is looked up while nobody else can add anything, so that the same document is taken once
    however many bring it at a time. Raises as `build_index` does.
    """
    with writer(path) as update:
        plan = plan_intake(update.documents(), update.origins(), incoming)
        return plan, _add(update, plan.add, encoder, progress, plan.origins)


def _add(
    update: Update,
    documents: Sequence[Document],
    encoder: Encoder,
    progress: Progress | None,
    origins: Mapping[str, str] | None,
) -> BuildReport:
    unique(documents)
    new = {document.id: document for document in documents}
    places = {id: origin for id, origin in update.origins().items() if id not in new or origins is None}
    return update.run(list((update.documents() | new).values()), places | dict(origins or {}), encoder, progress)


def remove_documents(
    path: Path, ids: Collection[str], encoder: Encoder, progress: Progress | None = None, for_good: bool = False
) -> BuildReport:
    """Take documents out, into the bin; or, ``for_good``, out of the index or the bin so that none can be brought
    back. Raises `UnknownDocument` (and changes nothing) where one is not there."""
    with writer(path) as update:
        kept, binned = update.documents(), update.removed()
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        past: list[Document] = []
        for id in ids:
            document, before = kept.pop(id, None), binned.pop(id, None)
            if document is None and not (for_good and before):
                raise UnknownDocument(f"no document {id!r} in the index: see `debate docs list`")
            if document is not None and for_good:
                past.append(document)
            elif document is not None:
                binned[id] = Removed(document, update.origins().get(id, ""), moment)
        return update.run(list(kept.values()), update.origins(), encoder, progress, binned, for_good=past)


def restore_documents(
    path: Path, ids: Collection[str], encoder: Encoder, progress: Progress | None = None
) -> BuildReport:
    """Bring documents back from the bin. Raises `UnknownDocument` (and changes nothing) where one is not in it."""
    with writer(path) as update:
        kept, binned, origins = update.documents(), update.removed(), update.origins()
        for id in ids:
            back = binned.pop(id, None)
            if back is None:
                raise UnknownDocument(f"no removed document {id!r}: see `debate docs list --removed`")
            kept[id], origins[id] = back.document, back.origin
        return update.run(list(kept.values()), origins, encoder, progress, binned)


def discard_removed(
    path: Path, ids: Collection[str], encoder: Encoder, progress: Progress | None = None
) -> BuildReport:
    """Take documents out of the bin, so that none can be brought back. Raises `UnknownDocument` (and changes nothing)
    where one is not in it: a document that somebody has brought back meanwhile stays."""
    with writer(path) as update:
        binned = update.removed()
        for id in ids:
            if binned.pop(id, None) is None:
                raise UnknownDocument(f"no removed document {id!r}: see `debate docs list --removed`")
        return update.run(list(update.documents().values()), update.origins(), encoder, progress, binned)


def rebuild_index(path: Path, encoder: Encoder, progress: Progress | None = None) -> BuildReport:
    """Write passages and search files anew from the documents; vectors that are whole are used again.

    A damaged library is put aside, and its documents are taken from what is whole of it and from the copy beside it.
    """
    with writer(path, replace_damaged=True) as update:
        update.library.drop_faulty_vectors()
        documents = list(update.documents().values())
        return update.run(documents, update.origins(), encoder, progress, anew="asked for")
