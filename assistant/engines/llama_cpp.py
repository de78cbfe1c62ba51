"""The default engine: llama.cpp in the process, one owner thread, a queue before it.

A llama.cpp context is not thread-safe, and an answer needs it for several steps in a row (place the passages, check
the evidence, write, check what was written). So a caller hands over a whole piece of *work*, a function from the
reader to an iterator; the owner thread runs the pieces one after the other and passes their items back.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from assistant.engines.base import Reader
from assistant.engines.context import EngineError, Interrupted
from assistant.engines.filling import NOTHING_MORE, Afterwards, Filled, KeepsStates, Told, fill
from assistant.prompts.openings import Opening

T = TypeVar("T")
Work = Callable[[Reader], Iterator[T]]

log = logging.getLogger(__name__)

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
        except Interrupted:
            self.items.put(("end", None))
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
        self._running: _Job[Any] | None = None
        self._to_fill: tuple[Sequence[str], Told, Sequence[Opening], Afterwards] | None = None
        self._filling: Iterator[None] | None = None
        self._in_filling = False
        self._filled: Filled | None = None
        self._keeper: KeepsStates | None = None
        self._interrupted = False
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
            if self._in_filling:
                self._interrupt()
            self._changed.notify_all()
        shown = 0
        ended = False
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
                ended = kind != "item"
                if kind == "error":
                    raise value
                if ended:
                    return
                yield value
        finally:
            if not ended:
                job.cancel.set()
                self._withdraw(job)

    def fill(
        self,
        passages: Sequence[str],
        told: Told | None = None,
        openings: Sequence[Opening] = (),
        afterwards: Afterwards = NOTHING_MORE,
    ) -> None:
        """From now on compute, between questions, the kept states of these passages; those of others are deleted.

        Before them those of ``openings``, the beginnings of conversations that every answer needs; ``afterwards`` what
        is worth doing when all of them are there, of which ``told`` and ``filled`` say nothing.

        ``told`` is called in the owner thread after each passage; ``filled`` says the same. A question waits no longer
        for it than it takes to stop an operation, some milliseconds. Engines that keep no states do nothing.
        """

        def tell(filled: Filled) -> None:
            with self._changed:
                self._filled = filled
                self._changed.notify_all()
            if told is not None:
                told(filled)

        with self._changed:
            self._filled = Filled(0, len(passages))
            self._to_fill = (list(passages), tell, openings, afterwards)
            self._changed.notify_all()

    @property
    def filled(self) -> Filled | None:
        """How far filling is; None when nothing was to be filled."""
        return self._filled

    def wait_filled(self, timeout: float | None = None) -> None:
        """Block until filling ends, at most so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._filled is None or self._filled.state != "filling", timeout)

    def close(self) -> None:
        """Stop after the work in hand and free the model."""
        with self._changed:
            self._closed = True
            if self._in_filling:
                self._interrupt()
            for job in self._waiting:
                job.cancel.set()
            self._changed.notify_all()
        self._thread.join(timeout=30)

    def _position(self, job: _Job[Any]) -> int:
        with self._changed:
            return self._waiting.index(job) + 1 if job in self._waiting else 0

    def _withdraw(self, job: _Job[Any]) -> bool:
        """Take a job out of the queue; one that runs is stopped. Whether it was still in the queue."""
        with self._changed:
            if job in self._waiting:
                self._waiting.remove(job)
                return True
            if self._running is job:
                self._interrupt()
            return False

    def _interrupt(self) -> None:
        if self._keeper is not None and not self._interrupted:
            self._interrupted = True
            self._keeper.interrupt()

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
        self._keeper = reader if isinstance(reader, KeepsStates) else None
        self._ready.set()
        while (work := self._next()) is not _CLOSED:
            if work is None:
                self._fill_on()
            elif work.cancel.is_set():
                work.items.put(("end", None))
            else:
                work.run(reader)
        reader.close()

    def _next(self) -> _Job[Any] | None:
        """The next job; None when there is none but something to fill; ``_CLOSED`` at the end."""
        with self._changed:
            self._running, self._in_filling = None, False
            while not (self._waiting or self._closed or self._filling or self._to_fill):
                self._changed.wait()
            if self._interrupted and self._keeper is not None:
                self._interrupted = False
                self._keeper.resume()
            if self._closed:
                for job in self._waiting:
                    job.items.put(("error", EngineError("the engine is closed")))
                self._waiting.clear()
                return _CLOSED
            if self._waiting:
                self._running = self._waiting.pop(0)
            else:
                self._in_filling = True
                if self._to_fill is not None:
                    to_fill, self._to_fill = self._to_fill, None
                    self._filling = fill(self._keeper, *to_fill) if self._keeper is not None else None
            return self._running

    def _fill_on(self) -> None:
        """A step of filling. Nothing that goes wrong in it may end the owner thread."""
        try:
            if self._filling is not None:
                next(self._filling)
                return
        except StopIteration:
            pass
        except Exception:
            log.exception("reading ahead stopped; answers stay right, only slower")
        with self._changed:
            self._filling = None
            if self._to_fill is None and self._filled is not None and self._filled.state == "filling":
                self._filled = None
            self._changed.notify_all()


_CLOSED: _Job[Any] = _Job(lambda _: iter(()), threading.Event())
