"""Files of a model on disk: hashing, writing whole or not at all, the receipt of what was verified, free space."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from assistant.models_catalogue import FileFact
from assistant.models_errors import ModelDamaged, NotEnoughSpace, PullBusy, StorageError
from assistant.models_progress import Update

__all__ = ["Receipt", "copy_verified", "hash_file", "model_lock", "need_space", "size_below", "storage_errors"]

BLOCK = 1 << 20


def hash_file(path: Path, update: Update | None = None) -> str:
    """SHA-256 of a file, in hex."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            done += len(block)
            if update:
                update(done)
    return digest.hexdigest()


def copy_verified(
    source: IO[bytes], target: Path, fact: FileFact, remedy: str, name: str = "", update: Update | None = None
) -> str:
    """Write a stream to ``target``, whole and verified or not at all, and give its SHA-256.

    The bytes go to a temporary name beside ``target`` that is synced and then renamed. Raises ``ModelDamaged`` when
    size or hash are not those of ``fact`` (``name`` is what the message calls the file, ``remedy`` what it advises);
    no more than the expected size is ever written.
    """
    name = name or target.name
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + ".tmp")
    digest, done = hashlib.sha256(), 0
    try:
        with temporary.open("wb") as file:
            while block := source.read(BLOCK):
                done += len(block)
                if fact.size is not None and done > fact.size:
                    raise ModelDamaged(name, f"{fact.size} bytes", "more", remedy)
                digest.update(block)
                file.write(block)
                if update:
                    update(done)
            file.flush()
            os.fsync(file.fileno())
        if fact.size is not None and done != fact.size:
            raise ModelDamaged(name, f"{fact.size} bytes", f"{done} bytes", remedy)
        found = digest.hexdigest()
        if fact.sha256 is not None and found != fact.sha256:
            raise ModelDamaged(name, f"SHA-256 {fact.sha256}", found, remedy)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return found


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


class Receipt:
    """What was hashed and found right in a model's folder, so that nobody hashes gigabytes twice.

    A file counts as verified while its size and modification time are those at the time of the check.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / ".verified.json"
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            stored = {}
        self._entries: dict[str, list[object]] = stored if isinstance(stored, dict) else {}

    def holds(self, fact: FileFact) -> bool:
        """Whether the file lies there, unchanged since it was found right."""
        entry = self._entries.get(fact.name)
        try:
            stat = (self.folder / fact.name).stat()
        except OSError:
            return False
        if not isinstance(entry, list) or entry[:2] != [stat.st_size, stat.st_mtime_ns]:
            return False
        return fact.sha256 is None or entry[2:] == [fact.sha256]

    def add(self, fact: FileFact, sha256: str) -> None:
        """Note a file that was just hashed and found right."""
        stat = (self.folder / fact.name).stat()
        self._entries[fact.name] = [stat.st_size, stat.st_mtime_ns, sha256]
        temporary = self.path.with_suffix(".tmp")
        temporary.write_text(json.dumps(self._entries, indent=1), encoding="utf-8")
        temporary.replace(self.path)


@contextmanager
def model_lock(folder: Path, model: str) -> Iterator[None]:
    """Hold the right to write a model's folder; released by the system when the process dies.

    Raises ``PullBusy`` at once when another process holds it.
    """
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise PullBusy(model) from error
    try:
        yield
    finally:
        lock.release()


def need_space(folder: Path, need: int) -> None:
    """Raise ``NotEnoughSpace`` unless the disk of ``folder`` has ``need`` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < need:
        raise NotEnoughSpace(str(folder), need, free)


def size_below(folder: Path) -> int:
    """Bytes of all files below a folder, however quickly they come and go."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(root, name)).st_size  # noqa: PTH116, PTH118
            except OSError:
                continue
    return total


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn a full or read-only disk into an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NotEnoughSpace(str(folder)) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOTDIR, errno.EEXIST):
            raise StorageError(str(folder), error.strerror or str(error)) from error
        raise
