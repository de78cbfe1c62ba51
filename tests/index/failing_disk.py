"""A disk that fails: every way in which Python begins to write below a folder can be made to raise, from any one on.

Built on audit events, which ``open``, ``mkdir`` and ``rename`` raise before they do anything. What SQLite and Chroma
write by themselves is not seen here.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_EVENTS = {"open", "os.mkdir", "os.rename", "os.link", "os.truncate"}


@dataclass
class Disk:
    """What is watched, and how many writes have been seen."""

    folder: str
    code: int = 0
    after: int = 0
    seen: int = 0
    """Beginnings of writes, those that failed included."""


_watched: list[Disk] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watched or event not in _EVENTS or not arguments or not isinstance(arguments[0], str | os.PathLike | bytes):
        return
    disk = _watched[-1]
    if not os.fsdecode(arguments[0]).startswith(disk.folder) or (event == "open" and not _writes(arguments)):
        return
    disk.seen += 1
    if disk.code and disk.seen > disk.after:
        raise OSError(disk.code, os.strerror(disk.code), os.fsdecode(arguments[0]))


def _writes(arguments: tuple[object, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


sys.addaudithook(_hook)


@contextmanager
def writes(folder: Path) -> Iterator[Disk]:
    """Count the writes below a folder."""
    yield from _watch(Disk(str(folder)))


@contextmanager
def failing(folder: Path, code: int, after: int = 0) -> Iterator[Disk]:
    """Let that many writes below a folder pass; the others raise ``OSError`` with this code."""
    yield from _watch(Disk(str(folder), code, after))


def _watch(disk: Disk) -> Iterator[Disk]:
    _watched.append(disk)
    try:
        yield disk
    finally:
        _watched.remove(disk)
