"""The files that documents were read from: those added on the page are kept here, the others lie in their folders."""

import hashlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from index.errors import DebateError
from index.types import Document


class RawFiles:
    """``folder`` keeps what was added on the page, by content; ``folders`` are where other documents came from."""

    def __init__(self, folder: Path, folders: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._folders = tuple(folders)
        self._digests: dict[tuple[Path, int, int], str] = {}

    def keep(self, data: bytes) -> None:
        """Keep a file that was added. Raises ``DebateError`` where it cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256(data).hexdigest()
            path = self._folder / digest
            if self._digest(path) != digest:
                # Never half a file under this name: whoever looks meanwhile would take it for a changed one.
                part = path.with_name(f"{digest}.{os.getpid()}-{threading.get_ident()}.part")
                part.write_bytes(data)
                part.replace(path)
        except OSError as error:
            raise DebateError(f"The file could not be kept in {self._folder}: {error.strerror}") from error

    def read(self, document: Document) -> bytes | None:
        """The file as it was received; None when no file of that content is here any more."""
        path = next((path for path in self._places(document) if self._digest(path) == document.sha256), None)
        return path.read_bytes() if path else None

    def newest(self, document: Document) -> bytes | None:
        """The file as it is now; None when there is none."""
        path = next((path for path in self._places(document) if self._digest(path)), None)
        return path.read_bytes() if path else None

    def changed(self, document: Document) -> bool:
        """Whether the file it was read from has other content by now."""
        digests = [digest for path in self._places(document) if (digest := self._digest(path))]
        return bool(digests) and document.sha256 not in digests

    def _places(self, document: Document) -> list[Path]:
        name = Path(document.source).name
        return [self._folder / document.sha256, *(folder / name for folder in self._folders)]

    def _digest(self, path: Path) -> str:
        """SHA-256 of a file, empty where there is none; computed once for each state of the file."""
        try:
            facts = path.stat()
            key = (path, facts.st_mtime_ns, facts.st_size)
            if key not in self._digests:
                self._digests[key] = hashlib.sha256(path.read_bytes()).hexdigest()
            return self._digests[key]
        except OSError:
            return ""
