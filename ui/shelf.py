"""Changing the documents from the page: one change at a time, in a thread of its own, with its progress to look at."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from index.errors import DebateError, UsageError
from index.types import Document, Script
from ui.backend import Assistant, Loading
from ui.raw_files import RawFiles

_log = logging.getLogger(__name__)

Report = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is."""
Change = Callable[[Assistant, Sequence[Document], Collection[str], Report], None]
"""Puts documents into the index (or in place of those with the same ids) and takes others out."""


class ShelfBusy(DebateError):
    """Another change is being made."""


DocumentState = Literal["ready", "reading", "changed"]
"""Whether a document is in the index as it is, is being put there, or its file on the disk is another by now."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is being added, and what became of it."""

    name: str
    state: Literal["waiting", "reading", "ready", "refused"] = "waiting"
    note: str = ""
    """Why it was refused, in one line; of one that is ready, its title."""


@dataclass(frozen=True, slots=True)
class Work:
    """How far a change of the documents is."""

    stage: str = ""
    """``read``, then ``split``, ``encode``, ``store``; empty before the first."""
    done: int = 0
    total: int = 0
    files: tuple[File, ...] = ()
    """Those being added."""
    ids: frozenset[str] = frozenset()
    """Of the documents that are being put into the index."""
    rebuilt: bool = False
    """Whether all documents are read anew."""
    problems: tuple[str, ...] = ()
    """One line for each document that could not be read anew, or for what went wrong."""
    finished: bool = False


class Shelf:
    """The documents as the page changes them; ``files`` are what they were read from."""

    def __init__(self, loading: Loading, change: Change, files: RawFiles) -> None:
        self._loading = loading
        self._change = change
        self.files = files
        self._busy = threading.Lock()
        self._removed: dict[str, Document] = {}
        self._now = Work(finished=True)
        self._any = False

    @property
    def work(self) -> Work | None:
        """The change being made, or the last one; None before the first."""
        return self._now if self._any else None

    @property
    def busy(self) -> bool:
        """Whether a change is being made."""
        return self._busy.locked()

    def add(self, files: Mapping[str, bytes], refused: Sequence[File] = ()) -> None:
        """Add files by name. One that cannot be used is refused, with the reason; the others go in.

        ``refused`` are files that did not even arrive, to be told of with the others.
        """
        waiting = (File(name) for name in files)
        self._start(lambda: self._read_files(files), (), Work(files=(*waiting, *refused)))

    def rebuild(self) -> None:
        """Read every document anew from its file, with the facts as they are now, and index what changed.

        A document whose file is gone stays as it is.
        """
        self._start(self._read_again, (), Work(rebuilt=True))

    def state(self, document: Document) -> DocumentState:
        """Whether it is ready, being read, or its file has changed since."""
        work = self.work
        if work is not None and not work.finished and (document.id in work.ids or work.rebuilt):
            return "reading"
        return "changed" if self.files.changed(document) else "ready"

    def remove(self, document_id: str) -> Document:
        """Take a document out; ``restore`` brings it back as long as the program runs."""
        document = self._known(document_id)
        self._start(list, (document_id,))
        self._removed[document_id] = document
        return document

    def restore(self, document_id: str) -> None:
        """Put a removed document back."""
        if document_id in self._removed:
            self._put(self._removed[document_id])

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
            self._put(changed)

    def _known(self, document_id: str) -> Document:
        if document_id not in self._loading.documents:
            raise UsageError("This document is no longer here.")
        return self._loading.documents[document_id]

    def _read_files(self, files: Mapping[str, bytes]) -> list[Document]:
        from index.documents import document_from_bytes

        found: dict[str, Document] = {}
        for at, (name, data) in enumerate(files.items()):
            self._tell("read", at, len(files))
            self._file(name, "reading")
            try:
                document = document_from_bytes(name, data)
                there = self._loading.documents.get(document.id)
                if there is not None and there.sha256 == document.sha256:
                    raise UsageError(f"{name}: is here already, as “{there.title}”.")
                self.files.keep(data)
                found[document.id] = document
                self._file(name, "ready", document.title)
            except DebateError as error:
                self._file(name, "refused", str(error))
        return list(found.values())

    def _read_again(self) -> list[Document]:
        from index.documents import document_from_bytes

        documents = list(self._loading.documents.values())
        again: list[Document] = []
        for at, document in enumerate(documents):
            self._tell("read", at, len(documents))
            facts = {name: getattr(document, name) for name in ("id", "title", "publisher", "date", "author", "script")}
            try:
                data = self.files.newest(document)
                if data is not None:
                    again.append(document_from_bytes(document.source, data, facts))
            except DebateError as error:
                self._problem(str(error))
            except OSError as error:
                self._problem(f"{document.source}: {error.strerror}")
        return again

    def _put(self, document: Document) -> None:
        self._start(lambda: [document], ())

    def _start(self, read: Callable[[], list[Document]], remove: Collection[str], work: Work | None = None) -> None:
        if not self._busy.acquire(blocking=False):
            raise ShelfBusy("Another change of the documents is being made; try again when it is done.")
        self._now, self._any = work or Work(), True
        threading.Thread(target=self._run, args=(read, remove), name="documents", daemon=True).start()

    def _run(self, read: Callable[[], list[Document]], remove: Collection[str]) -> None:
        try:
            assistant = self._loading.wait(threading.Event())
            documents = read()
            self._now = replace(self._now, ids=frozenset(document.id for document in documents))
            if assistant is not None and (documents or remove):
                self._change(assistant, documents, remove, self._tell)
        except DebateError as error:
            self._problem(str(error))
        except Exception as error:
            _log.exception("The documents could not be changed")
            self._problem(f"{type(error).__name__}: {error}")
        finally:
            # Told first: whoever follows it looks once more as long as it is busy.
            self._now = replace(self._now, finished=True)
            self._busy.release()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._now = replace(self._now, stage=stage, done=done, total=total)

    def _file(self, name: str, state: Literal["reading", "ready", "refused"], note: str = "") -> None:
        files = tuple(File(name, state, note) if file.name == name else file for file in self._now.files)
        self._now = replace(self._now, files=files)

    def _problem(self, line: str) -> None:
        self._now = replace(self._now, problems=(*self._now.problems, line))


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
