"""What the page needs of the assistant, and its loading behind a page that is already up."""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from assistant.types import AnswerEvent, Document, Passage, Turn
from index.contents import Removed
from index.errors import DebateError

_log = logging.getLogger(__name__)

LoadingState = Literal["loading", "ready", "failed"]


class Collected(Protocol):
    """The documents and passages that answers come from."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """By id."""
        ...

    @property
    def passages(self) -> Mapping[str, Passage]:
        """By id, document by document."""
        ...

    @property
    def removed(self) -> Mapping[str, Removed]:
        """What was taken out and can be brought back, by id, oldest first."""
        ...


class Assistant(Protocol):
    """Answers questions from the documents."""

    @property
    def index(self) -> Collected:
        """What it answers from."""
        ...

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Events of one answer, ``Done`` last; ends early once ``cancel`` is set."""
        ...


AssistantProvider = Callable[[], Assistant]


class Loading:
    """An assistant on its way: ``provider`` runs once, in a thread of its own."""

    def __init__(self, provider: AssistantProvider) -> None:
        self._provider = provider
        self._finished = threading.Event()
        self._assistant: Assistant | None = None
        self._error: DebateError | None = None
        self._start_lock = threading.Lock()
        self._started = False

    def start(self) -> None:
        """Begin; further calls change nothing."""
        with self._start_lock:
            if self._started:
                return
            self._started = True
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    @property
    def state(self) -> LoadingState:
        """How far it is."""
        if not self._finished.is_set():
            return "loading"
        return "ready" if self._assistant else "failed"

    @property
    def error(self) -> str:
        """What to do about a failure, in one line; empty when there is none."""
        return str(self._error) if self._error else ""

    @property
    def documents(self) -> Mapping[str, Document]:
        """By id; empty until the assistant is there."""
        return self._assistant.index.documents if self._assistant else {}

    @property
    def passages(self) -> Mapping[str, Passage]:
        """By id; empty until the assistant is there."""
        return self._assistant.index.passages if self._assistant else {}

    @property
    def removed(self) -> Mapping[str, Removed]:
        """What can be brought back, by id, oldest first; empty until the assistant is there."""
        return self._assistant.index.removed if self._assistant else {}

    def wait(self, cancel: threading.Event) -> Assistant | None:
        """The assistant once it is loaded; None when cancelled before. Raises what stopped it from loading."""
        while not self._finished.wait(0.1):
            if cancel.is_set():
                return None
        if self._error:
            raise self._error
        return self._assistant

    def _load(self) -> None:
        try:
            self._assistant = self._provider()
        except DebateError as error:
            self._error = error
        except Exception as error:
            _log.exception("The assistant could not be loaded")
            self._error = DebateError(f"The assistant could not be loaded ({type(error).__name__}: {error}).")
        finally:
            self._finished.set()
