"""Changing the documents from the page: one change at a time, in a thread of its own, with its progress to look at."""

import hashlib
import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

from index.errors import DebateError, UsageError
from index.types import Document, Script
from ui.backend import Assistant, Loading

_log = logging.getLogger(__name__)

Report = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is."""
Change = Callable[[Assistant, Sequence[Document], Collection[str], Report], None]
"""Puts documents into the index (or in place of those with the same ids) and takes others out."""


class ShelfBusy(DebateError):
    """Another change is being made."""


@dataclass(frozen=True, slots=True)
class Work:
    """How far a change of the documents is."""

    stage: str = ""
    done: int = 0
    total: int = 0
    added: tuple[str, ...] = ()
    """Titles."""
    problems: tuple[str, ...] = ()
    """One line for each file that could not be used, or for what went wrong."""
    finished: bool = False


class Shelf:
    """The documents as the page changes them. ``folder`` keeps the raw files of those added here."""

    def __init__(self, loading: Loading, change: Change, folder: Path) -> None:
        self._loading = loading
        self._change = change
        self._folder = folder
        self._busy = threading.Lock()
        self._removed: dict[str, Document] = {}
        self.work: Work | None = None

    @property
    def busy(self) -> bool:
        """Whether a change is being made."""
        return self._busy.locked()

    def add(self, files: Mapping[str, bytes]) -> None:
        """Add files by name. What cannot be used becomes a problem of ``work``; the others go in."""
        documents: list[Document] = []
        problems: list[str] = []
        from index.documents import document_from_bytes

        for name, data in files.items():
            try:
                document = document_from_bytes(name, data)
                self._keep(data)
                documents.append(document)
            except DebateError as error:
                problems.append(str(error))
        unique = {document.id: document for document in documents}
        self._start(list(unique.values()), (), tuple(problems))

    def remove(self, document_id: str) -> Document:
        """Take a document out; ``restore`` brings it back as long as the program runs."""
        document = self._known(document_id)
        self._start((), (document_id,))
        self._removed[document_id] = document
        return document

    def restore(self, document_id: str) -> None:
        """Put a removed document back."""
        if document_id in self._removed:
            self._start((self._removed[document_id],), ())

    def correct(self, document_id: str, facts: Mapping[str, str]) -> None:
        """Set title, publisher, date, author and script of a document. Raises ``UsageError`` for a wrong value."""
        document = self._known(document_id)
        title, script = facts.get("title", "").strip(), facts.get("script", document.script)
        if not title:
            raise UsageError("A document needs a title.")
        scripts: dict[str, Script] = {name: name for name in get_args(Script)}
        if script not in scripts:
            raise UsageError(f"The language is one of {', '.join(scripts)}.")
        changed = replace(
            document,
            title=title,
            publisher=facts.get("publisher", "").strip(),
            date=_iso(facts.get("date", "").strip()),
            author=facts.get("author", "").strip(),
            script=scripts[script],
        )
        if changed != document:
            self._start((changed,), ())

    def raw(self, document: Document, folders: Sequence[Path]) -> bytes | None:
        """The file as received: the one kept here, else one of that name and content in ``folders``."""
        for path in (self._folder / document.sha256, *(folder / Path(document.source).name for folder in folders)):
            try:
                data = path.read_bytes()
            except OSError:
                continue
            if hashlib.sha256(data).hexdigest() == document.sha256:
                return data
        return None

    def _known(self, document_id: str) -> Document:
        if document_id not in self._loading.documents:
            raise UsageError("This document is no longer here.")
        return self._loading.documents[document_id]

    def _keep(self, data: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / hashlib.sha256(data).hexdigest()).write_bytes(data)
        except OSError as error:
            raise DebateError(f"The file could not be kept in {self._folder}: {error.strerror}") from error

    def _start(self, add: Sequence[Document], remove: Collection[str], problems: tuple[str, ...] = ()) -> None:
        if not self._busy.acquire(blocking=False):
            raise ShelfBusy("Another change of the documents is being made; try again when it is done.")
        work = Work(added=tuple(d.title for d in add), problems=problems)
        self.work = work
        threading.Thread(target=self._run, args=(work, add, remove), name="documents", daemon=True).start()

    def _run(self, work: Work, add: Sequence[Document], remove: Collection[str]) -> None:
        def report(stage: str, done: int, total: int) -> None:
            self.work = replace(work, stage=stage, done=done, total=total)

        problem: tuple[str, ...] = ()
        try:
            assistant = self._loading.wait(threading.Event())
            if assistant is not None and (add or remove):
                self._change(assistant, add, remove, report)
        except DebateError as error:
            problem = (str(error),)
        except Exception as error:
            _log.exception("The documents could not be changed")
            problem = (f"{type(error).__name__}: {error}",)
        finally:
            added = () if problem else work.added
            self._busy.release()
            self.work = replace(work, added=added, problems=(*work.problems, *problem), finished=True)


def change_index(assistant: Assistant, add: Sequence[Document], remove: Collection[str], report: Report) -> None:
    """``Change`` for the real assistant: its index on disk, and then the one it has open."""
    from assistant.answer import Assistant as RealAssistant
    from assistant.reading_ahead import read_ahead
    from index.build import add_documents, remove_documents
    from index.collection import Index

    index = assistant.index
    assert isinstance(index, Index)
    if add:
        add_documents(index.path, add, index.encoder, report)
    if remove:
        remove_documents(index.path, remove, index.encoder, report)
    index.refresh()
    if isinstance(assistant, RealAssistant):
        read_ahead(assistant)


def _iso(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as in 2024-03-09.") from None
