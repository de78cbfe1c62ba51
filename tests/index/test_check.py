"""What a check finds, and that a repair mends it without a hand."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.build import (
    add_documents,
    build_index,
    rebuild_index,
    remove_documents,
    restore_documents,
    sync_folder,
)
from index.check import check_index
from index.collection import Index
from index.copy import COPY
from index.errors import DebateError
from index.intake import FOLDER
from index.store import FILE, NoSpace
from index.vectors import PassageVectors
from tests.index.bag_encoder import BagEncoder, make_document

pytestmark = pytest.mark.slow

DOCUMENTS = [
    make_document("musk", "马斯克起诉了OpenAI。他要求公开研究成果。" * 8),
    make_document("law", "The court will hear the case in March. Both sides filed papers. " * 6, script="en"),
]


def sql(statement: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with sqlite3.connect(path / FILE) as db:
            db.execute(statement)
        db.close()

    return damage


def truncate(path: Path) -> None:
    data = (path / FILE).read_bytes()
    (path / FILE).write_bytes(data[: len(data) // 2])


def noise(path: Path) -> None:
    data = bytearray((path / FILE).read_bytes())
    for at in range(100, len(data), 4096):
        data[at : at + 200] = os.urandom(200)
    (path / FILE).write_bytes(bytes(data))


def disordered(path: Path) -> None:
    """The first two rows of each leaf page change places, which SQLite tells of in several lines."""
    data = bytearray((path / FILE).read_bytes())
    size = int.from_bytes(data[16:18]) or 65536
    for page in range(size, len(data), size):
        if data[page] == 13 and int.from_bytes(data[page + 3 : page + 5]) > 1:
            data[page + 8 : page + 12] = data[page + 10 : page + 12] + data[page + 8 : page + 10]
    (path / FILE).write_bytes(bytes(data))


def generation(path: Path) -> Path:
    return next(path.glob("generation-*"))


def other_vectors(path: Path) -> None:
    vectors = PassageVectors(generation(path) / "vectors")
    ids = sorted(vectors.ids())
    vectors.upsert(ids[:1], -np.ones((1, 32), np.float32), [{"document_id": "musk", "language": "zh"}])
    vectors.close()


def fewer_vectors(path: Path) -> None:
    vectors = PassageVectors(generation(path) / "vectors")
    vectors.delete(sorted(vectors.ids())[:1])
    vectors.close()


DAMAGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "gone": ("library", lambda path: (path / FILE).unlink()),
    "emptied": ("library", lambda path: (path / FILE).write_bytes(b"")),
    "cut short": ("library", truncate),
    "overwritten": ("library", noise),
    "disordered": ("library", disordered),
    "no database": ("library", lambda path: (path / FILE).write_bytes(b"nothing of the kind" * 500)),
    "no table": ("library", sql("DROP TABLE passages")),
    "a document changed": ("documents", sql("UPDATE documents SET record = replace(record, 'March', 'April')")),
    "a passage lost": ("passages", sql("DELETE FROM passages WHERE place = 0")),
    "offsets": ("passages", sql("UPDATE passages SET record = replace(record, '\"start\": 0,', '\"start\": 1,')")),
    "vectors lost": ("vectors", sql("DELETE FROM vectors")),
    "vectors wrong": ("vectors", sql("UPDATE vectors SET passage = zeroblob(128)")),
    "vectors odd": ("vectors", sql("UPDATE vectors SET sentences = x'0011'")),
    "Chroma gone": ("chroma", lambda path: shutil.rmtree(generation(path) / "vectors")),
    "Chroma damaged": ("chroma", lambda path: (generation(path) / "vectors" / "chroma.sqlite3").write_bytes(b"\0x")),
    "Chroma lacks": ("chroma", fewer_vectors),
    "Chroma differs": ("chroma", other_vectors),
    "words gone": ("bm25", lambda path: shutil.rmtree(generation(path) / "words")),
    "words differ": ("bm25", lambda path: (generation(path) / "words" / "passages.json").write_text("[]")),
    "words changed": ("words", sql("UPDATE passages SET words = 'x' WHERE place = 0")),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_and_mended(tmp_path: Path, name: str) -> None:
    part, damage = DAMAGE[name]
    add_documents(tmp_path, DOCUMENTS, BagEncoder(), origins={"law": "https://example.org/law"})
    assert check_index(tmp_path, BagEncoder()) == []
    damage(tmp_path)
    found = check_index(tmp_path, BagEncoder())
    expected = {"words": "bm25"}.get(part, part)
    assert expected in {one.part for one in found}, found
    assert all("\n" not in one.told for one in found)
    rebuild_index(tmp_path, BagEncoder())
    assert check_index(tmp_path, BagEncoder()) == []
    with Index.open(tmp_path, BagEncoder()) as index:
        assert set(index.documents) == {"musk", "law"}
        assert index.search("马斯克起诉", 1)[0].passage.document_id == "musk"
    if part == "library":
        assert sync_folder(tmp_path, DOCUMENTS[:1], BagEncoder()).removed == 0


def test_nothing_is_wrong_with_an_index_never_built(tmp_path: Path) -> None:
    assert check_index(tmp_path / "none") == check_index(tmp_path, BagEncoder()) == []


def test_a_folder_is_synced_and_what_was_added_by_hand_stays(tmp_path: Path) -> None:
    musk, law = DOCUMENTS
    own = make_document("own", "这是读者自己加进来的一篇文章，内容完全不同。")
    sync_folder(tmp_path, DOCUMENTS, BagEncoder())
    add_documents(tmp_path, [own], BagEncoder(), origins={"own": "file:/x/own.txt"})
    assert sync_folder(tmp_path, [musk], BagEncoder()).removed == 1
    with Index.open(tmp_path, BagEncoder()) as index:
        assert set(index.documents) == {"musk", "own"}
    remove_documents(tmp_path, ["musk"], BagEncoder())
    sync_folder(tmp_path, DOCUMENTS, BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        assert set(index.documents) == {"law", "own"}
        restore_documents(tmp_path, ["musk"], BagEncoder())
        index.refresh()
        assert set(index.documents) == {"law", "own", "musk"}
    with pytest.raises(DebateError, match="--removed"):
        restore_documents(tmp_path, ["musk"], BagEncoder())
    build_index(tmp_path, [law], BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        assert set(index.documents) == {"law"}
        contents = index._open.contents
    assert dict(contents.origins) == {"law": FOLDER} and not contents.removed


def test_an_index_of_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    sql("DROP TABLE bin")(tmp_path)
    sql("DROP TABLE origins")(tmp_path)
    (tmp_path / COPY).unlink()
    with Index.open(tmp_path, BagEncoder()) as index:
        assert set(index.documents) == {"musk", "law"}
    assert [one.part for one in check_index(tmp_path, BagEncoder()) if one.fault] == []
    encoder = BagEncoder()
    report = sync_folder(tmp_path, DOCUMENTS, encoder)
    assert (report.unchanged, encoder.encoded, report.rebuilt_because) == (2, 0, None)
    assert check_index(tmp_path, BagEncoder()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("place", ["index.generation._to_disk", "index.generation.build_bm25"])
def test_a_full_or_read_only_disk_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, place: str
) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        with pytest.raises(NoSpace, match="free space or set DEBATE_HOME"):
            add_documents(tmp_path, [make_document("new", "又一篇文章。")], BagEncoder())
    assert check_index(tmp_path, BagEncoder()) == []


def test_a_clock_set_back_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(tmp_path, DOCUMENTS, BagEncoder())
    remove_documents(tmp_path, ["law"], BagEncoder())
    monkeypatch.setattr("time.time", lambda: 0.0)
    for file in tmp_path.rglob("*"):
        os.utime(file, (4e9, 4e9))
    restore_documents(tmp_path, ["law"], BagEncoder())
    assert check_index(tmp_path, BagEncoder()) == []
