"""The files that documents were read from, as received: kept in a folder under the hash of their content."""

import hashlib
import re
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from index.errors import DebateError

_DAY = 86_400.0
# Whole files, and what a process that was killed had begun to write, by this version or an earlier one.
_OURS = re.compile(r"[0-9a-f]{64}|[0-9a-f]{64}\..+\.part|\.keeping-.*")
_DIGEST = 64


class OriginalNotKept(DebateError):
    """A file as received cannot be written."""


def keep_original(folder: Path, data: bytes) -> None:
    """Keep a file as received, whole or not at all. Raises :class:`OriginalNotKept`."""
    target = folder / hashlib.sha256(data).hexdigest()
    try:
        if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == target.name:
            target.touch()  # It may be left of a document that is gone, and is wanted again from now on.
            return
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".keeping-", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OriginalNotKept(
            f"{folder}: the file could not be kept ({error.strerror or error}); free space or set DEBATE_HOME."
        ) from error


def sweep_originals(folder: Path, wanted: Collection[str], gone: Collection[str] = ()) -> int:
    """Delete the files that no document was read from, and those begun and never ended, and tell how many.

    ``wanted`` and ``gone`` are SHA-256 of files. One that is in neither stays for a day: it may belong to a document
    that is about to be added, or be in the writing.
    """
    deleted = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in wanted or not _OURS.fullmatch(path.name):
            continue
        with suppress(OSError):  # Another process may have been first.
            if path.name[:_DIGEST] in gone or time.time() - path.stat().st_mtime > _DAY:
                path.unlink()
                deleted += 1
    return deleted
