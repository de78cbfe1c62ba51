"""Computing the kept states of passages before anybody asks: step by step, so that a question can go before."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, cast, runtime_checkable

from assistant.engines.base import Reader, Role
from assistant.engines.context import EngineError, Interrupted
from assistant.prompts import Said
from assistant.prompts.openings import Opening

log = logging.getLogger(__name__)


@runtime_checkable
class KeepsStates(Protocol):
    """A reader that can compute a passage's state ahead, and be interrupted while it does."""

    def keep(self, passage: str) -> bool:
        """Have the state of a passage kept for later; False when there is no room left for it."""
        ...

    def keep_opening(self, messages: Sequence[tuple[Role, str]], begins: str = "") -> None:
        """Have the state of a conversation's beginning kept, and of the words that its next message begins with."""
        ...

    def keep_only(self, texts: Sequence[str]) -> None:
        """Delete what is kept of all texts but these."""
        ...

    def interrupt(self) -> None:
        """Make what is being computed raise ``Interrupted``, and all that follows until ``resume``; any thread."""
        ...

    def resume(self) -> None:
        """Compute again."""
        ...


@dataclass(frozen=True, slots=True)
class Filled:
    """How many passages have their state, of how many."""

    done: int
    total: int
    state: Literal["filling", "done", "stopped"] = "filling"
    """``stopped``: there is no room for more; passages without a state are read when they are first needed."""


Told = Callable[[Filled], None]


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is done once all passages have their states, and may be broken off at any time."""

    texts: Sequence[str] = ()
    """Texts beside the passages whose notes are kept."""
    work: Callable[[Reader], Iterator[None]] | None = None
    """Steps that take up where they were when a question came first (``Interrupted``), if they are begun anew."""


NOTHING_MORE = Afterwards()


def fill(
    reader: KeepsStates,
    passages: Sequence[str],
    tell: Told,
    openings: Sequence[Opening] = (),
    afterwards: Afterwards = NOTHING_MORE,
) -> Iterator[None]:
    """Have the states of ``passages`` kept and those of all others deleted; a step is one passage, or part of one.

    Before them come ``openings``, the beginnings of conversations, which every answer needs. An interrupted passage is
    begun anew with the next step. Tells after each passage.
    """
    filled = Filled(0, len(passages))
    tell(filled)
    reader.keep_only([*passages, *afterwards.texts])
    for messages, begins in openings:
        while not _opened(reader, messages, begins):
            yield
        yield
    for passage in passages:
        try:
            while not (kept := _kept(reader, passage)):
                if kept is False:
                    log.warning("passage cache full with %d of %d passages", filled.done, filled.total)
                    tell(replace(filled, state="stopped"))
                    return
                yield
        except EngineError as error:
            log.warning("a passage cannot be read ahead (%s)", error)
        else:
            filled = replace(filled, done=filled.done + 1)
        tell(filled)
        yield
    tell(replace(filled, state="done"))
    if afterwards.work is not None:
        yield from _steadily(afterwards.work, cast(Reader, reader))  # it is one that keeps states, too


def _steadily(work: Callable[[Reader], Iterator[None]], reader: Reader) -> Iterator[None]:
    """Steps to their end, begun anew where a question came first."""
    while True:
        try:
            yield from work(reader)
            return
        except Interrupted:
            yield


def _kept(reader: KeepsStates, passage: str) -> bool | None:
    """None when a question came first."""
    try:
        return reader.keep(passage)
    except Interrupted:
        return None


def _opened(reader: KeepsStates, messages: Sequence[Said], begins: str) -> bool:
    """False when a question came first."""
    try:
        reader.keep_opening(messages, begins)
    except Interrupted:
        return False
    except EngineError as error:
        log.warning("the beginning of a conversation cannot be read ahead (%s)", error)
    return True
