"""From a file's bytes to its text and what its head tells, by kind of file.

A kind is added by registering a function under its suffixes::

    @reader(".rtf")
    def read_rtf(data: bytes, name: str) -> Reading: ...
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from index.clean.model import Facts
from index.encodings import decode
from index.errors import DebateError

MAX_BYTES = 50_000_000
"""Size of a file that is read at all."""
MAX_CHARACTERS = 20_000_000
"""Length of the text that a file may turn out to hold (some 8,000 pages)."""


class EmptyDocument(DebateError):
    """There is nothing to read in the file."""


class DocumentTooLarge(DebateError):
    """The file is over a limit."""


class UnknownKind(DebateError):
    """No reader is registered for such a file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, before cleaning, and the facts that its head tells (HTML meta, front matter)."""

    text: str
    facts: Facts = field(default_factory=Facts)


Reader = Callable[[bytes, str], Reading]
_READERS: dict[str, Reader] = {}


def reader(*suffixes: str) -> Callable[[Reader], Reader]:
    """Register a reader for file names that end so (lower case, with the dot)."""

    def register(function: Reader) -> Reader:
        for suffix in suffixes:
            _READERS[suffix] = function
        return function

    return register


def suffixes() -> tuple[str, ...]:
    """The kinds of files that can be read."""
    return tuple(sorted(_READERS))


def read(data: bytes, name: str) -> Reading:
    """The text of a file by its kind, which its name tells, or its first bytes where the name tells none.

    Raises a :class:`DebateError` that names the file for what is empty, too large, binary or of no known kind.
    """
    if not data.strip():
        raise EmptyDocument(f"{name}: is empty; add a file that holds the text.")
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge(
            f"{name}: has {len(data) / 1e6:.0f} MB; up to {MAX_BYTES / 1e6:.0f} MB are read: split it."
        )
    suffix = PurePath(name).suffix.lower()
    chosen = _READERS.get(suffix) or _READERS[_sniff(data, suffix, name)]
    reading = chosen(data, name)
    if not reading.text.strip():
        raise EmptyDocument(f"{name}: holds no text; add a file that does.")
    if len(reading.text) > MAX_CHARACTERS:
        raise DocumentTooLarge(
            f"{name}: its text has {len(reading.text) / 1e6:.1f} million characters; up to {MAX_CHARACTERS / 1e6:.0f} "
            "million are read: split it."
        )
    return reading


_KNOWN_OTHER = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|wav|avi|mov|exe|dll|so|bin|zip|gz|tar|7z|rar|db|sqlite|doc|xls|ppt)"
)


def _sniff(data: bytes, suffix: str, name: str) -> str:
    """The suffix that a file of another name should have had, by its first bytes."""
    if _KNOWN_OTHER.fullmatch(suffix):
        raise UnknownKind(f"{name}: {suffix} files are not read; the kinds are {', '.join(suffixes())}.")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return ".html"
    if start.startswith(b"%pdf-") and ".pdf" in _READERS:
        return ".pdf"
    return ".txt"


@reader(".txt", ".text")
def read_text(data: bytes, name: str) -> Reading:
    """Plain text, in whatever encoding; a page saved whole under this name is read as the HTML it is."""
    text = decode(data, name)
    if re.match(r"\s*(?:<!doctype html|<html[\s>])", text[:500], re.IGNORECASE):
        return _READERS[".html"](data, name)
    return Reading(text)
