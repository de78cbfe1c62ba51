"""KV states of passages, kept beside the index: computed once, read back at question time.

A state is only as good as its key: the key names everything that decides its bytes (model file, engine version, KV
type, prompt prefix, passage text), so a state of another model is never found. Files are written to a temporary name
and renamed, carry a checksum, and are dropped when it does not match; the store is a cache and may be deleted at any
time.
"""

import contextlib
import hashlib
import logging
import os
import struct
import tempfile
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

log = logging.getLogger(__name__)

_MAGIC = b"DBKV1\n"
_HEADER = struct.Struct("<6sQ32s")


def state_key(*parts: str) -> str:
    """Name of a state from everything that decides its bytes."""
    digest = hashlib.blake2b(digest_size=20)
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
        self._disk_used: int | None = None

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
        if self._folder is None or len(state) > self._disk_bytes:
            return
        try:
            self._make_room(len(state))
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_HEADER.pack(_MAGIC, len(state), hashlib.sha256(state).digest()))
                    file.write(state)
                Path(name).replace(self._path(key))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            self._disk_used = (self._disk_used or 0) + len(state) + _HEADER.size
        except OSError as error:
            log.warning("passage cache not written (%s); answers stay right, only slower", error.strerror or error)
            self._folder = self._folder if os.access(self._folder, os.W_OK) else None

    def keep_only(self, keys: Iterable[str]) -> int:
        """Delete every state whose key is not among ``keys`` (their passages are gone); returns how many."""
        wanted = set(keys)
        for key in [key for key in self._memory if key not in wanted]:
            self._memory_used -= len(self._memory.pop(key))
        removed = 0
        for path in self._files():
            if path.stem not in wanted:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        self._disk_used = None
        return removed

    def disk_usage(self) -> tuple[int, int]:
        """Files and bytes on disk."""
        sizes = [path.stat().st_size for path in self._files()]
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

    def _read(self, key: str) -> bytes | None:
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            with path.open("rb") as file:
                head = file.read(_HEADER.size)
                state = file.read()
            os.utime(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            if not path.is_file():
                return None
            log.warning("passage cache not read (%s)", error.strerror or error)
            return None
        if len(head) == _HEADER.size:
            magic, size, digest = _HEADER.unpack(head)
            if magic == _MAGIC and size == len(state) and digest == hashlib.sha256(state).digest():
                return state
        log.warning("passage cache file %s is damaged; it is computed again", path.name)
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def _make_room(self, size: int) -> None:
        if self._disk_used is None:
            self._disk_used = self.disk_usage()[1]
        if self._disk_used + size <= self._disk_bytes:
            return
        by_age = sorted(((path.stat().st_mtime, path) for path in self._files()), key=lambda item: item[0])
        for _, path in by_age:
            with contextlib.suppress(OSError):
                freed = path.stat().st_size
                path.unlink()
                self._disk_used -= freed
            if self._disk_used + size <= self._disk_bytes:
                return
