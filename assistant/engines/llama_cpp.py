"""The default engine: llama.cpp in the process, one owner thread, a queue before it.

A llama.cpp context is not thread-safe, and an answer needs it for several steps in a row (place the passages, check
the evidence, write, check what was written). So a caller hands over a whole piece of *work*, a function from the
reader to an iterator; the owner thread runs the pieces one after the other and passes their items back.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from assistant.engines.context import EngineError
from assistant.engines.reader import Reader

T = TypeVar("T")
Work = Callable[[Reader], Iterator[T]]

_POLL_SECONDS = 0.25


class Busy(EngineError):
    """Too many readers wait already."""


class _Job(Generic[T]):
    """One piece of work and the way its items go back."""

    def __init__(self, work: Work[T], cancel: threading.Event) -> None:
        self.work = work
        self.cancel = cancel
        self.items: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def run(self, reader: Reader) -> None:
        try:
            items = self.work(reader)
            for item in items:
                self.items.put(("item", item))
                if self.cancel.is_set():
                    break
        except BaseException as error:
            self.items.put(("error", error))
        else:
            self.items.put(("end", None))


class Engine:
    """Owner of one reader. ``open_reader`` runs in the owner thread, so that loading does not block the caller.

    >>> engine = Engine(lambda: open_reader(path, store=store))
    >>> for item in engine.run(work):  # work(reader) yields items
    ...     print(item)
    """

    def __init__(self, open_reader: Callable[[], Reader], *, max_waiting: int = 64) -> None:
        self._open_reader = open_reader
        self._max_waiting = max_waiting
        self._waiting: list[_Job[Any]] = []
        self._changed = threading.Condition()
        self._closed = False
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._own, name="engine", daemon=True)
        self._thread.start()

    def wait_ready(self) -> None:
        """Block until the model is loaded; raises what loading raised."""
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def run(
        self,
        work: Work[T],
        *,
        cancel: threading.Event | None = None,
        waiting: Callable[[int], T] | None = None,
    ) -> Iterator[T]:
        """Items of ``work``, run in the owner thread when its turn comes.

        ``cancel`` stops it at the next item, and so does leaving the iterator. While it waits, ``waiting`` makes an
        item from the place in the queue (1 is next) each time that changes. Raises ``Busy`` when the queue is full.
        """
        job: _Job[T] = _Job(work, cancel or threading.Event())
        with self._changed:
            if self._failure is not None:
                raise self._failure
            if self._closed:
                raise EngineError("the engine is closed")
            if len(self._waiting) >= self._max_waiting:
                raise Busy(f"{self._max_waiting} questions are waiting already; try again in a minute")
            self._waiting.append(job)
            self._changed.notify_all()
        shown = 0
        try:
            while True:
                try:
                    kind, value = job.items.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    position = self._position(job)
                    if waiting is not None and position and position != shown:
                        shown = position
                        yield waiting(position)
                    if job.cancel.is_set() and self._withdraw(job):
                        return
                    continue
                if kind == "error":
                    raise value
                if kind == "end":
                    return
                yield value
        finally:
            job.cancel.set()
            self._withdraw(job)

    def close(self) -> None:
        """Stop after the work in hand and free the model."""
        with self._changed:
            self._closed = True
            for job in self._waiting:
                job.cancel.set()
            self._changed.notify_all()
        self._thread.join(timeout=30)

    def _position(self, job: _Job[Any]) -> int:
        with self._changed:
            return self._waiting.index(job) + 1 if job in self._waiting else 0

    def _withdraw(self, job: _Job[Any]) -> bool:
        with self._changed:
            if job in self._waiting:
                self._waiting.remove(job)
                return True
            return False

    def _own(self) -> None:
        try:
            reader = self._open_reader()
        except BaseException as error:
            with self._changed:
                self._failure = error
                for job in self._waiting:
                    job.items.put(("error", error))
                self._waiting.clear()
            self._ready.set()
            return
        self._ready.set()
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    for job in self._waiting:
                        job.items.put(("error", EngineError("the engine is closed")))
                    self._waiting.clear()
                    break
                job = self._waiting.pop(0)
            if not job.cancel.is_set():
                job.run(reader)
            else:
                job.items.put(("end", None))
        reader.close()
