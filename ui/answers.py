"""Answers for programs: each in a thread of its own, bounded in number, given up when its reader leaves."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from assistant.engines.llama_cpp import Busy
from assistant.types import AnswerEvent, Done, Turn
from index.errors import DebateError
from ui.backend import Loading

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.25
"""How often it is looked whether the reader is still there."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    text: str
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] | None = None


class _End:
    """The last thing a thread sends."""


class ReaderLeft(Exception):
    """The connection was closed before the answer was there."""


class Answers:
    """The answers being written for one server's programs; ``most`` at once, those that wait included."""

    def __init__(self, loading: Loading, most: int) -> None:
        self._loading = loading
        self._most = most
        self._lock = threading.Lock()
        self._running = 0

    @property
    def running(self) -> int:
        """How many there are now."""
        return self._running

    async def events(self, question: Question, left: Callable[[], Awaitable[bool]]) -> AsyncIterator[AnswerEvent]:
        """Events of one answer. Raises ``Busy`` where there is no place, ``ReaderLeft`` once ``left`` says so, and
        what the assistant raises."""
        with self._lock:
            if self._running >= self._most:
                raise Busy(f"{self._running} questions are before yours and no more may wait; try again in a minute")
            self._running += 1
        cancel = threading.Event()
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[AnswerEvent | BaseException | _End] = asyncio.Queue()

        def send(item: AnswerEvent | BaseException | _End) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(items.put_nowait, item)

        def work() -> None:
            try:
                assistant = self._loading.wait(cancel)
                if assistant is not None:
                    stream = assistant.stream(
                        question.text, history=question.history, documents=question.documents, cancel=cancel
                    )
                    for event in stream:
                        send(event)
                        if cancel.is_set():
                            break
            except BaseException as error:
                send(error)
            finally:
                with self._lock:
                    self._running -= 1
                send(_End())

        threading.Thread(target=work, name="api answer", daemon=True).start()
        looked = loop.time()
        try:
            while True:
                if loop.time() - looked >= _LOOK_SECONDS:
                    looked = loop.time()
                    if await left():
                        raise ReaderLeft
                try:
                    item = await asyncio.wait_for(items.get(), _LOOK_SECONDS)
                except TimeoutError:
                    continue
                if isinstance(item, _End):
                    return
                if isinstance(item, DebateError):
                    raise item
                if isinstance(item, BaseException):
                    _log.error("An answer failed", exc_info=item)
                    raise DebateError(f"Unexpected {type(item).__name__}; see the log.")
                yield item
                if isinstance(item, Done):
                    return
        finally:
            cancel.set()
