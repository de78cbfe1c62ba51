"""States come back whole or not at all; budget, damage and a bad disk cost time, never an answer."""

import errno
import logging
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from assistant.engines.kv_store import KvStore, state_key


def test_kept_across_stores(tmp_path: Path) -> None:
    KvStore(tmp_path).put("k", b"state")
    assert KvStore(tmp_path).get("k") == b"state"
    assert "k" in KvStore(tmp_path) and "other" not in KvStore(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"DBKV1\n", b"x" * 200])
def test_damaged_file_is_dropped_and_told(tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture) -> None:
    KvStore(tmp_path).put("k", b"state" * 100)
    (file,) = tmp_path.glob("*.kv")
    file.write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert KvStore(tmp_path).get("k") is None
    assert "damaged" in caplog.text and not file.exists()


def test_one_flipped_bit_is_found(tmp_path: Path) -> None:
    KvStore(tmp_path).put("k", b"state" * 100)
    (file,) = tmp_path.glob("*.kv")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    assert KvStore(tmp_path).get("k") is None


def test_budget_drops_the_least_recently_used(tmp_path: Path) -> None:
    store = KvStore(tmp_path, disk_bytes=2500, memory_bytes=1)
    for n, key in enumerate("ab"):
        store.put(key, bytes(1000))
        os.utime(tmp_path / f"{key}.kv", (n, n))
    assert store.get("a") is not None
    store.put("c", bytes(1000))
    assert {path.stem for path in tmp_path.glob("*.kv")} == {"a", "c"}


def test_no_budget_keeps_memory_only(tmp_path: Path) -> None:
    store = KvStore(tmp_path, disk_bytes=0)
    store.put("k", b"state")
    assert store.get("k") == b"state" and not list(tmp_path.iterdir())


def test_disk_that_cannot_be_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "kv").write_text("a file where the folder should be")
    store = KvStore(tmp_path / "kv")
    with caplog.at_level(logging.WARNING):
        store.put("k", b"state")
    assert store.get("k") == b"state" and "only slower" in caplog.text


def test_states_of_removed_passages_go(tmp_path: Path) -> None:
    store = KvStore(tmp_path)
    keys = {text: state_key(text, "model") for text in "abc"}
    for key in [*keys.values(), state_key("a", "other model")]:
        store.put(key, b"state")
    assert store.keep_only(["b"]) == 3
    assert store.get(keys["a"]) is None and store.get(keys["b"]) == b"state"
    assert store.disk_usage()[0] == 1


def test_a_folder_that_became_read_only_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    KvStore(tmp_path).put("k", b"state")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    store = KvStore(tmp_path, memory_bytes=1)
    with caplog.at_level(logging.WARNING):
        store.put("new", b"state")
        store.put("newer", b"state")
    assert store.get("k") == b"state"
    assert len(caplog.records) == 1 and "Read-only" in caplog.text


def test_room_is_what_the_budget_and_the_disk_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KvStore(tmp_path, disk_bytes=3000)
    store.put("k", bytes(1000))
    assert 1900 < store.room() < 2000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    assert store.room() < 0
    assert KvStore(None, memory_bytes=500).room() == 500


def test_half_written_files_of_killed_processes_go(tmp_path: Path) -> None:
    left = tmp_path / "x.part"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    KvStore(tmp_path).put("k", b"state")
    assert not left.exists()


def test_keys_do_not_run_together() -> None:
    assert state_key("t", "ab", "c") != state_key("t", "a", "bc")
