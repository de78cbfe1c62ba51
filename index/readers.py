"""From a file's bytes to its text and what its head tells, by kind of file.

A kind is added by registering a function under its suffixes::

    @reader(".rtf")
    def read_rtf(data: bytes, name: str) -> Reading: ...
"""

import io
import re
import zipfile
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


class DamagedDocument(DebateError):
    """The file is not whole, or not what it says it is."""


class ProtectedDocument(DebateError):
    """The file is encrypted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, before cleaning, and what is told of it."""

    text: str
    facts: Facts = field(default_factory=Facts)
    """What its head tells (HTML meta, front matter, the record of a book)."""
    hints: Facts = field(default_factory=Facts)
    """What its properties say (PDF, Word): kept by programs more than by people, so the page's own words go first."""


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
    """The text of a file by its kind, which its first bytes tell, or its name where they do not.

    Raises a :class:`DebateError` that names the file for what is empty, too large, damaged, encrypted, binary or of no
    known kind.
    """
    if not data.strip():
        raise EmptyDocument(f"{name}: is empty; add a file that holds the text.")
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge(
            f"{name}: has {len(data) / 1e6:.1f} MB; up to {MAX_BYTES / 1e6:.0f} MB are read: split it."
        )
    reading = _READERS[_kind(data, name)](data, name)
    if not reading.text.strip():
        raise EmptyDocument(f"{name}: holds no text; add a file that does.")
    refuse_long(len(reading.text), name)
    return reading


def refuse_long(characters: int, name: str) -> None:
    """Raise :class:`DocumentTooLarge` when a text is over the limit; readers ask while they read."""
    if characters > MAX_CHARACTERS:
        raise DocumentTooLarge(
            f"{name}: its text has {characters / 1e6:.1f} million characters; up to {MAX_CHARACTERS / 1e6:.0f} "
            "million are read: split it."
        )


_KNOWN_OTHER = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|wav|avi|mov|exe|dll|so|bin|zip|gz|tar|7z|rar|db|sqlite|doc|xls|ppt|xlsx|pptx)"
)


def _kind(data: bytes, name: str) -> str:
    """The suffix that a file has, or should have had, by its content."""
    suffix = PurePath(name).suffix.lower()
    if told := sniff(data):
        # A text or Markdown file may begin with a tag; the reader of plain text looks at that itself.
        return suffix if told == ".html" and suffix in _READERS and suffix not in _BINARY else told
    if data.startswith(_OLE):
        raise ProtectedDocument(
            f"{name}: is an old office document, or one with a password; save it as .docx without one and add that."
        )
    if suffix in _BINARY:
        try:
            words = data.decode("utf-8")
        except UnicodeDecodeError:
            words = "\0"
        if "\0" in words:
            raise DamagedDocument(f"{name}: is damaged, or no {suffix} file; get it anew and add it again.")
        return ".txt"
    if suffix in _READERS:
        return suffix
    if _KNOWN_OTHER.fullmatch(suffix):
        raise UnknownKind(f"{name}: {suffix} files are not read; the kinds are {', '.join(suffixes())}.")
    return ".txt"


_OLE = b"\xd0\xcf\x11\xe0"
_BINARY = frozenset([".pdf", ".docx", ".epub"])


def sniff(data: bytes) -> str:
    """The kind that the first bytes of a file show, as a suffix, or empty."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"PK\x03\x04"):
        return _office(data)
    if start.lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return ".html"
    if _MIME.match(data[:16384].lstrip()):
        return ".mhtml"
    return ""


_MIME = re.compile(
    rb"(?:[A-Za-z-]{2,60}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*){0,40}?content-type:\s*multipart/related",
    re.IGNORECASE,
)


def _office(data: bytes) -> str:
    """Which kind of document a zip archive is, or empty."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if "META-INF/container.xml" in names:
        return ".epub"
    return ".docx" if "[Content_Types].xml" in names and any(one.startswith("word/") for one in names) else ""


@reader(".txt", ".text")
def read_text(data: bytes, name: str) -> Reading:
    """Plain text, in whatever encoding; a page saved whole under this name is read as the HTML it is."""
    text = decode(data, name)
    if re.match(r"\s*(?:<!doctype html|<html[\s>])", text[:500], re.IGNORECASE):
        return _READERS[".html"](data, name)
    return Reading(text)
