"""A change of the documents as data: what is to be done, and how far it is."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.types import Document
from ui.backend import Assistant

if TYPE_CHECKING:
    from index.intake import Incoming, Plan

Report = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done, all or nothing."""

    add: Sequence[Document] = ()
    """Documents that take the place of the ones with their ids."""
    incoming: "Sequence[Incoming]" = ()
    """Documents that come in: what is new or changed of them is added."""
    remove: Collection[str] = ()
    """Ids of documents to take out, into the bin."""
    restore: Collection[str] = ()
    """Ids of documents to bring back from the bin, as they were."""
    discard: Collection[str] = ()
    """Ids of documents to take out of the bin for good."""

    def __bool__(self) -> bool:
        return bool(self.add or self.incoming or self.remove or self.restore or self.discard)


Change = Callable[[Assistant, Changes, Report], "Plan | None"]
"""Makes changes in the index; gives what became of those that came in, where there were any."""

DocumentState = Literal["ready", "reading", "changed"]
"""Whether a document is in the index as it is, is being put there, or its file on the disk is another by now."""
FileState = Literal["waiting", "reading", "ready", "replaced", "same", "refused"]
"""``replaced``: it has taken the place of its older self; ``same``: it is there already, and nothing was done."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is being added, and what became of it."""

    name: str
    state: FileState = "waiting"
    note: str = ""
    """Why it was refused, in one line; else the title of the document that it is."""
    near: str = ""
    """Title of another document that it shares much of its text with, if any."""
    share: float = 0.0
    """How much it shares, as part of the shorter text, 0 to 1."""


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
