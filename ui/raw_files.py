"""The files that documents were read from: those added on the page are kept here, the others lie in their folders."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from index.originals import keep_original
from index.types import Document


class RawFiles:
    """``folder`` keeps what was added on the page, by content; ``folders`` are where other documents came from."""

    def __init__(self, folder: Path, folders: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._folders = tuple(folders)
        self._digests: dict[tuple[Path, int, int], str] = {}

    def keep(self, data: bytes) -> None:
        """Keep a file that was added. Raises ``OriginalNotKept`` where it cannot be written."""
        keep_original(self._folder, data)

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
