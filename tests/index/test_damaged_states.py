"""Files that a crash, a full disk or a careless hand left in a bad state: told in one line, and mended by a rebuild."""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.build import add_documents, build_index, rebuild_index, sync_folder
from index.check import check_index
from index.collection import Index
from index.copy import COPY
from index.errors import DebateError
from index.store import FILE, NoSpace
from index.types import Document
from index.vectors import VectorsDamaged
from tests.index.bag_encoder import BagEncoder, make_document
from tests.index.failing_disk import failing, writes

pytestmark = pytest.mark.slow

DOCUMENTS = [
    make_document("musk", "马斯克起诉了OpenAI。他要求公开研究成果。" * 8),
    make_document("law", "The court will hear the case in March. Both sides filed papers. " * 6, script="en"),
]
NEW = make_document("new", "又一篇文章，说的是别的事情。" * 5)


def vectors(path: Path) -> Path:
    return next(path.glob("generation-*")) / "vectors"


def halve(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))


def one_line(error: BaseException) -> bool:
    text = str(error)
    return bool(text) and "\n" not in text


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of so many passages that Chroma writes a graph out."""
    path = tmp_path_factory.mktemp("large")
    many = [make_document(f"d{n}", f"文章{n}说的是编号{n * 7919}的事情，写得完整。") for n in range(1100)]
    build_index(path, [*DOCUMENTS, *many], BagEncoder())
    return path


GRAPH: dict[str, Callable[[Path], object]] = {
    "all gone": lambda folder: [shutil.rmtree(one) for one in folder.iterdir() if one.is_dir()],
    "one gone": lambda folder: next(folder.glob("*/link_lists.bin")).unlink(),
    "header cut short": lambda folder: halve(next(folder.glob("*/header.bin"))),
    "level cut short": lambda folder: halve(next(folder.glob("*/data_level0.bin"))),
    "rows cut short": lambda folder: halve(folder / "chroma.sqlite3"),
    "rows emptied": lambda folder: (folder / "chroma.sqlite3").write_bytes(b""),
    "seal cut short": lambda folder: halve(folder.with_name("vectors.seal.json")),
}


@pytest.mark.parametrize("name", GRAPH)
def test_a_damaged_graph_is_told_before_it_is_read_and_is_mended(large: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "index"
    shutil.copytree(large, path)
    GRAPH[name](vectors(path))
    with pytest.raises(VectorsDamaged, match="index check --repair") as caught:
        Index.open(path, BagEncoder())
    assert one_line(caught.value)
    (found,) = [one for one in check_index(path, BagEncoder()) if one.fault]
    assert found.part == "chroma" and "\n" not in found.told
    report = rebuild_index(path, BagEncoder())
    assert report.unchanged == 1102 and check_index(path, BagEncoder()) == []


def test_a_bit_that_turned_is_found_by_a_check_and_by_the_next_change(large: Path, tmp_path: Path) -> None:
    path = tmp_path / "index"
    shutil.copytree(large, path)
    flip(next(vectors(path).glob("*/data_level0.bin")))
    assert [one.part for one in check_index(path, BagEncoder())] == ["chroma"]
    report = add_documents(path, [NEW], BagEncoder())
    assert report.rebuilt_because and "search files" in report.rebuilt_because
    assert check_index(path, BagEncoder()) == []


def test_reading_breaks_no_seal(large: Path, tmp_path: Path) -> None:
    for path in (large, tmp_path / "small"):
        if path != large:
            build_index(path, DOCUMENTS, BagEncoder())
        for _ in range(2):
            with Index.open(path, BagEncoder()) as index:
                assert index.search("马斯克起诉", 1, documents=["musk"])[0].passage.document_id == "musk"
                assert len(index.search("编号", 20)) >= 2
        assert check_index(path, BagEncoder()) == []
        assert not sync_folder(path, list(_held(path).values()), BagEncoder()).rebuilt_because


def _held(path: Path) -> dict[str, Document]:
    with Index.open(path, BagEncoder()) as index:
        return dict(index.documents)


def test_half_a_line_in_the_copy_is_no_fault_and_is_written_anew(tmp_path: Path) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    whole = (tmp_path / COPY).read_bytes()
    halve(tmp_path / COPY)
    (found,) = check_index(tmp_path, BagEncoder())
    assert found.part == "copy" and not found.fault and "\n" not in found.told
    assert _held(tmp_path).keys() == {"musk", "law"}
    rebuild_index(tmp_path, BagEncoder())
    assert (tmp_path / COPY).read_bytes() == whole and check_index(tmp_path, BagEncoder()) == []


def test_from_half_a_copy_alone_what_is_whole_is_saved(tmp_path: Path) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    lines = (tmp_path / COPY).read_bytes().splitlines(keepends=True)
    (tmp_path / COPY).write_bytes(lines[0] + lines[1][: len(lines[1]) // 2])
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    (found,) = check_index(tmp_path, BagEncoder())
    assert found.part == "library"
    report = rebuild_index(tmp_path, BagEncoder())
    assert report.rebuilt_because and "put aside as library.sqlite.damaged" in report.rebuilt_because
    assert _held(tmp_path).keys() == {json.loads(lines[0])["document"]["id"]}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_from_any_write_on_loses_nothing(tmp_path: Path, code: int) -> None:
    base = tmp_path / "base"
    build_index(base, DOCUMENTS, BagEncoder())
    trial = tmp_path / "trial"
    shutil.copytree(base, trial)
    with writes(trial) as count:
        add_documents(trial, [NEW], BagEncoder())
    assert count.seen > 5
    for n in sorted({0, 1, 2, 4, count.seen // 2, count.seen - 2, count.seen - 1}):
        shutil.rmtree(trial)
        shutil.copytree(base, trial)
        with failing(trial, code, after=n):
            try:
                add_documents(trial, [NEW], BagEncoder())
            except NoSpace as error:
                assert one_line(error) and "free space or set DEBATE_HOME" in str(error)
        assert [one for one in check_index(trial, BagEncoder()) if one.fault] == []
        assert _held(trial).keys() in ({"musk", "law"}, {"musk", "law", "new"})
        add_documents(trial, [NEW], BagEncoder())
        assert _held(trial).keys() == {"musk", "law", "new"} and check_index(trial, BagEncoder()) == []


def test_a_library_that_may_not_grow_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    connect = sqlite3.connect

    def full(*given: Any, **more: Any) -> sqlite3.Connection:
        database = connect(*given, **more)
        database.execute("PRAGMA max_page_count = 1")  # which is raised to the pages that are there
        return database

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", full)
        with pytest.raises(NoSpace, match="free some space") as caught:
            add_documents(tmp_path, [make_document("big", "很长的一篇文章，写得完整。" * 5000)], BagEncoder())
    assert one_line(caught.value)
    assert [one for one in check_index(tmp_path, BagEncoder()) if one.fault] == []
    assert _held(tmp_path).keys() == {"musk", "law"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where one can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_real_disk_that_is_full_and_then_read_only(small_disk: Path) -> None:
    path = small_disk / "index"
    build_index(path, DOCUMENTS, BagEncoder())
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(b"x" * 4096)
    with pytest.raises(DebateError, match="free") as caught:
        add_documents(path, [NEW], BagEncoder())
    assert one_line(caught.value)
    for read in (_held, check_index):
        with pytest.raises(NoSpace, match="is full: free some space"):
            read(path)
    filler.unlink()
    assert _held(path).keys() == {"musk", "law"}
    add_documents(path, [NEW], BagEncoder())
    assert check_index(path, BagEncoder()) == []
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        assert _held(path).keys() == {"musk", "law", "new"}
        with Index.open(path, BagEncoder()) as index:
            assert index.search("马斯克起诉", 1)[0].passage.document_id == "musk"
        assert check_index(path, BagEncoder()) == []
        with pytest.raises(NoSpace) as caught:
            add_documents(path, [make_document("more", "更多。")], BagEncoder())
        assert one_line(caught.value)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_a_clock_set_back_keeps_what_was_removed_and_brought_back(tmp_path: Path) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    for file in tmp_path.rglob("*"):
        os.utime(file, (4e9, 4e9))
    add_documents(tmp_path, [NEW], BagEncoder())
    assert _held(tmp_path).keys() == {"musk", "law", "new"} and check_index(tmp_path, BagEncoder()) == []
