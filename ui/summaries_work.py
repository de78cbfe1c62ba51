"""Summaries, positions and timeline for the page: what is kept, what is being made, one thing at a time."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.settings import Settings
from assistant.summaries.checking import checked, subject_documents
from assistant.summaries.errors import Stopped
from assistant.summaries.kept import Kept
from assistant.summaries.types import Length, Positions, Progress, Report, Subject, Summary, Timeline
from assistant.types import Citation, Document
from index.errors import DebateError
from ui.backend import Assistant, Loading
from ui.told import unexpected

_log = logging.getLogger(__name__)

View = Literal["summary", "positions", "timeline"]
VIEWS: tuple[View, ...] = ("summary", "positions", "timeline")
LENGTHS: tuple[Length, ...] = ("short", "medium", "long")
Thing = Summary | Positions | Timeline


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one open page shows of the summaries."""

    view: View = "summary"
    subject: Subject = field(default_factory=lambda: Subject("collection"))
    length: Length = "medium"


Shown = Literal["both", "zh", "en"]
SHOWN: tuple[Shown, ...] = ("both", "zh", "en")
"""In which languages what was made is shown: Chinese and English side by side, or one of them."""

FIRST = Wanted()
"""What a page shows before its reader has chosen."""

Make = Callable[[Assistant, Wanted, Report, threading.Event], Thing]
"""Makes it and keeps it with the index; raises ``Stopped`` once the event is set."""


class MakingElse(DebateError):
    """Something else is being made."""


@dataclass(frozen=True, slots=True)
class Making:
    """How far what is being made is."""

    wanted: Wanted
    progress: Progress | None = None
    stopping: bool = False
    finished: bool = False
    problem: str = ""


def make_thing(settings: Settings) -> Make:
    """``Make`` by the assistant that answers."""

    def make(assistant: Assistant, wanted: Wanted, report: Report, cancel: threading.Event) -> Thing:
        # Imported here: what it needs takes seconds to load, and the page is to be up before.
        from assistant.answer import Assistant as Real
        from assistant.summaries.service import Summarizer

        assert isinstance(assistant, Real)
        maker = Summarizer.of(assistant, settings)
        if wanted.view == "positions":
            return maker.positions(report=report, cancel=cancel)
        if wanted.view == "timeline":
            return maker.timeline(report=report, cancel=cancel)
        return maker.summary(wanted.subject, wanted.length, report=report, cancel=cancel)

    return make


class Works:
    """What was made of the documents, shared by all readers; making goes on when a page is left."""

    def __init__(self, loading: Loading, make: Make, settings: Settings) -> None:
        self._loading = loading
        self._make = make
        self._kept = Kept(settings.index_dir, settings.generator, settings.encoder)
        self._busy = threading.Lock()
        self._cancel = threading.Event()
        self.making: Making | None = None
        """What is being made, or was last."""

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._busy.locked()

    def find(self, wanted: Wanted) -> Thing | None:
        """What is kept of the documents as they are now; None where it has to be made."""
        documents = self._loading.documents
        if not documents:
            return None
        if wanted.view == "positions":
            return self._kept.positions(documents)
        if wanted.view == "timeline":
            return self._kept.timeline(documents)
        try:
            return self._kept.summary(_of(documents, wanted.subject), wanted.subject, wanted.length)
        except DebateError:
            return None

    def start(self, wanted: Wanted) -> None:
        """Begin to make it. Raises ``UsageError`` for a subject that is none, ``MakingElse`` while busy."""
        checked(wanted.subject)
        if self._loading.documents:
            subject_documents(self._loading.documents, wanted.subject)
        if not self._busy.acquire(blocking=False):
            raise MakingElse("Something else is being made; stop it or wait for its end.")
        self._cancel.clear()
        self.making = Making(wanted)
        threading.Thread(target=self._run, args=(wanted,), name="summaries", daemon=True).start()

    def stop(self) -> None:
        """Stop after the statement in hand; what was translated is not done again."""
        self._cancel.set()
        if self.making is not None and not self.making.finished:
            self.making = replace(self.making, stopping=True)

    def cited(self, wanted: Wanted) -> tuple[Citation, ...]:
        """The citations of what a page shows."""
        found = self.find(wanted)
        return found.citations if found else ()

    def _run(self, wanted: Wanted) -> None:
        problem = ""
        try:
            assistant = self._loading.wait(self._cancel)
            if assistant is not None:
                self._make(assistant, wanted, lambda progress: self._told(wanted, progress), self._cancel)
        except Stopped:
            pass
        except DebateError as error:
            problem = str(error)
        except Exception as error:
            _log.exception("The %s could not be made", wanted.view)
            problem = unexpected(error)
        finally:
            self.making = Making(wanted, finished=True, problem=problem)
            self._busy.release()

    def _told(self, wanted: Wanted, progress: Progress) -> None:
        self.making = Making(wanted, progress, self._cancel.is_set())


def _of(documents: Mapping[str, Document], subject: Subject) -> Mapping[str, Document]:
    return subject_documents(documents, subject)
