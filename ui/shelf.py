"""Changing the documents from the page: one change at a time, in a thread of its own, with its progress to look at."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.correcting import corrected
from index.errors import DebateError, UsageError
from index.types import Document
from ui.backend import Loading
from ui.changes import Change, Changes, DocumentState, File, Work
from ui.raw_files import RawFiles
from ui.told import unexpected

if TYPE_CHECKING:
    from index.intake import Plan

_log = logging.getLogger(__name__)


class ShelfBusy(DebateError):
    """Another change is being made."""


class Shelf:
    """The documents as the page changes them; ``files`` are what they were read from."""

    def __init__(self, loading: Loading, change: Change, files: RawFiles) -> None:
        self._loading = loading
        self._change = change
        self.files = files
        self._busy = threading.Lock()
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

        What is there already is not taken twice, and a changed document replaces its older self, as ``debate docs
        add`` has it. ``refused`` are files that did not even arrive, to be told of with the others.
        """
        waiting = (File(name) for name in files)
        self._start(lambda: self._read_files(files), Work(files=(*waiting, *refused)))

    def rebuild(self) -> None:
        """Read every document anew from its file, with the facts as they are now, and index what changed.

        A document whose file is gone stays as it is.
        """
        self._start(lambda: Changes(self._read_again()), Work(rebuilt=True))

    def state(self, document: Document) -> DocumentState:
        """Whether it is ready, being read, or its file has changed since."""
        work = self.work
        if work is not None and not work.finished and (document.id in work.ids or work.rebuilt):
            return "reading"
        return "changed" if self.files.changed(document) else "ready"

    def remove(self, document_id: str) -> Document:
        """Take a document out, into the bin; ``restore`` brings it back as it was, also after a restart."""
        document = self._known(document_id)
        self._start(lambda: Changes(remove=(document_id,)))
        return document

    def restore(self, document_id: str) -> None:
        """Bring a removed document back, with its facts and where it came from."""
        self._start(lambda: Changes(restore=(document_id,)))

    def discard(self, document_id: str) -> None:
        """Delete a removed document for good: nothing brings it back."""
        self._start(lambda: Changes(discard=(document_id,)))

    def correct(self, document_id: str, facts: Mapping[str, str]) -> None:
        """Set title, publisher, date, author and script of a document. Raises ``UsageError`` for a wrong value."""
        document = self._known(document_id)
        changed = corrected(document, facts)
        if changed != document:
            self._start(lambda: Changes([changed]))

    def _known(self, document_id: str) -> Document:
        if document_id not in self._loading.documents:
            raise UsageError("This document is no longer here.")
        return self._loading.documents[document_id]

    def _read_files(self, files: Mapping[str, bytes]) -> Changes:
        from index.documents import document_from_bytes
        from index.intake import Incoming

        incoming: list[Incoming] = []
        for at, (name, data) in enumerate(files.items()):
            self._tell("read", at, len(files))
            self._file(File(name, "reading"))
            try:
                document = document_from_bytes(name, data)
                self.files.keep(data)
                incoming.append(Incoming(document))
            except DebateError as error:
                self._file(File(name, "refused", str(error)))
        return Changes(incoming=incoming)

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

    def _start(self, prepare: Callable[[], Changes], work: Work | None = None) -> None:
        if not self._busy.acquire(blocking=False):
            raise ShelfBusy("Another change of the documents is being made; try again when it is done.")
        self._now, self._any = work or Work(), True
        threading.Thread(target=self._run, args=(prepare,), name="documents", daemon=True).start()

    def _run(self, prepare: Callable[[], Changes]) -> None:
        try:
            assistant = self._loading.wait(threading.Event())
            changes = prepare()
            self._now = replace(self._now, ids=frozenset(document.id for document in changes.add))
            if assistant is not None and changes:
                plan = self._change(assistant, changes, self._tell)
                for file in outcomes(plan, self._loading.documents) if plan else ():
                    self._file(file)
        except DebateError as error:
            self._problem(str(error))
        except Exception as error:
            _log.exception("The documents could not be changed")
            self._problem(unexpected(error))
        finally:
            # Told first: whoever follows it looks once more as long as it is busy.
            self._now = replace(self._now, finished=True)
            self._busy.release()

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._now = replace(self._now, stage=stage, done=done, total=total)

    def _file(self, now: File) -> None:
        files = tuple(now if file.name == now.name else file for file in self._now.files)
        self._now = replace(self._now, files=files)

    def _problem(self, line: str) -> None:
        self._now = replace(self._now, problems=(*self._now.problems, line))


def outcomes(plan: "Plan", held: Mapping[str, Document]) -> list[File]:
    """What became of each file that could be read; ``held`` are the documents as they are now."""
    titles = {id: document.title for id, document in held.items()} | {d.id: d.title for d in plan.add}
    near = {one.id: one for one in plan.near}
    files = [File(source, "same", titles.get(id, "")) for source, id in plan.same]
    for document in plan.add:
        one = near.get(document.id)
        file = File(document.source, "replaced" if document.id in plan.replaced else "ready", document.title)
        files.append(replace(file, near=titles.get(one.other, ""), share=one.share) if one else file)
    return files
