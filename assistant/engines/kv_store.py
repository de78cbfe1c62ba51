"""KV states of passages, kept beside the index: computed once, read back at question time.

A state is only as good as its key: the key names everything that decides its bytes (passage text, and model file,
engine version, KV type, prompt prefix), so a state of another model is never found. Files are written to a temporary
name and renamed, carry a checksum, and are dropped when it does not match; the store is a cache and may be deleted at
any time, by people and by other processes.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import struct
import tempfile
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path

log = logging.getLogger(__name__)

_MAGIC = b"DBKV1\n"
_HEADER = struct.Struct("<6sQ32s")
_LEAVE_FREE = 256 << 20
"""Bytes of the disk that a cache does not take from others."""
_PAUSE = 600.0
"""Seconds without a try to write after one failed."""


_OPENING = "opening"


def state_key(text: str, *identity: str) -> str:
    """Name of a passage's state: from its text, and from all else that decides the bytes."""
    return f"{_digest(text)}-{_digest(*identity)}"


def opening_key(tokens: Sequence[int], *identity: str) -> str:
    """Name of the state of a conversation's beginning, which belongs to no passage and stays when those go."""
    return f"{_OPENING}-{_digest(' '.join(map(str, tokens)), *identity)}"


def _digest(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", errors="replace")
        digest.update(struct.pack("<Q", len(data)))
        digest.update(data)
    return digest.hexdigest()


class KvStore:
    """States by key: the latest in memory, all on disk up to a budget, least recently used out first.

    ``folder`` None or ``disk_bytes`` 0 keeps nothing on disk. Sizes are in bytes. No call raises for a full or
    read-only disk or a damaged file: a state is then simply not there, and one line in the log says why.
    """

    def __init__(self, folder: Path | None, *, disk_bytes: int = 2 << 30, memory_bytes: int = 256 << 20) -> None:
        self._folder = folder if disk_bytes > 0 else None
        self._disk_bytes = disk_bytes
        self._memory_bytes = memory_bytes
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._memory_used = 0
        self._paused_until = 0.0
        self._told: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """The state, or None when it is not there or not whole."""
        state = self._memory.get(key)
        if state is not None:
            self._memory.move_to_end(key)
            return state
        state = self._read(key)
        if state is not None:
            self._remember(key, state)
        return state

    def __contains__(self, key: str) -> bool:
        return key in self._memory or (self._folder is not None and self._path(key).is_file())

    def put(self, key: str, state: bytes) -> None:
        """Keep a state in memory and, budget and disk allowing, on disk."""
        self._remember(key, state)
        if self._folder is None or len(state) > self._disk_bytes or time.monotonic() < self._paused_until:
            return
        try:
            self._write(self._folder, key, state)
        except OSError as error:
            self._paused_until = time.monotonic() + _PAUSE
            why = error.strerror or error
            log.warning("passage cache in %s not written (%s); answers stay right, only slower", self._folder, why)

    def room(self) -> int:
        """Bytes that can be kept without putting anything out: on disk, or in memory where no disk is used."""
        if self._folder is not None and time.monotonic() >= self._paused_until:
            return min(self._disk_bytes - self.disk_usage()[1], _free(self._folder) - _LEAVE_FREE)
        return self._memory_bytes - self._memory_used

    def keep_only(self, texts: Iterable[str]) -> int:
        """Delete what is kept of all texts but these, whatever model made it; returns how many files."""
        wanted = {_OPENING, *(_digest(text) for text in texts)}
        for key in [key for key in self._memory if key.partition("-")[0] not in wanted]:
            self._memory_used -= len(self._memory.pop(key))
        removed = 0
        for path in self._files():
            if path.stem.partition("-")[0] not in wanted:
                try:
                    path.unlink(missing_ok=True)
                    removed += 1
                except OSError as error:
                    self._tell("delete", f"states of removed passages cannot be deleted ({error.strerror})")
        return removed

    def disk_usage(self) -> tuple[int, int]:
        """Files and bytes on disk, those of other processes included."""
        sizes = []
        for path in self._files():
            with contextlib.suppress(OSError):
                sizes.append(path.stat().st_size)
        return len(sizes), sum(sizes)

    def _files(self) -> list[Path]:
        return list(self._folder.glob("*.kv")) if self._folder is not None and self._folder.is_dir() else []

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{key}.kv"

    def _remember(self, key: str, state: bytes) -> None:
        if key in self._memory:
            self._memory_used -= len(self._memory.pop(key))
        self._memory[key] = state
        self._memory_used += len(state)
        while self._memory_used > self._memory_bytes and len(self._memory) > 1:
            self._memory_used -= len(self._memory.popitem(last=False)[1])

    def _write(self, folder: Path, key: str, state: bytes) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._make_room(len(state))
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_HEADER.pack(_MAGIC, len(state), hashlib.sha256(state).digest()))
                file.write(state)
            Path(name).replace(self._path(key))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _make_room(self, size: int) -> None:
        """Put out what was not used for longest, and what killed processes left half-written."""
        for path in self._folder.glob("*.part") if self._folder else ():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > 3600:
                    path.unlink()
        used = self.disk_usage()[1]
        if used + size <= self._disk_bytes:
            return
        ages = []
        for path in self._files():
            with contextlib.suppress(OSError):
                status = path.stat()
                ages.append((status.st_mtime, status.st_size, path))
        for _, freed, path in sorted(ages):
            path.unlink(missing_ok=True)
            used -= freed
            if used + size <= self._disk_bytes:
                return

    def _read(self, key: str) -> bytes | None:
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            with path.open("rb") as file:
                head = file.read(_HEADER.size)
                state = file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell("read", f"it cannot be read ({error.strerror or error})")
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        if head[: len(_MAGIC)] != _MAGIC and head[:4] == _MAGIC[:4]:
            self._tell("version", "it was written by another version of this program")
        elif len(head) == _HEADER.size and (_MAGIC, len(state), hashlib.sha256(state).digest()) == _HEADER.unpack(head):
            return state
        else:
            self._tell("damaged", f"{path.name} is damaged")
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return None

    def _tell(self, kind: str, why: str) -> None:
        """One line in the log for each kind of trouble."""
        if kind not in self._told:
            self._told.add(kind)
            log.warning("passage cache in %s: %s; answers stay right, only slower", self._folder, why)


def is_whole(path: Path) -> bool:
    """Whether a state's file is what its checksum says. Changes nothing."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    head, state = data[: _HEADER.size], data[_HEADER.size :]
    return len(head) == _HEADER.size and (_MAGIC, len(state), hashlib.sha256(state).digest()) == _HEADER.unpack(head)


def _free(folder: Path) -> int:
    """Bytes free on the disk of a folder that may not be there yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
