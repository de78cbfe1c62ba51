"""Documents that were taken out: how long they can be brought back, and that nothing is left of them afterwards."""

import contextlib
import os
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index import update
from index.build import (
    UnknownDocument,
    add_documents,
    discard_removed,
    rebuild_index,
    remove_documents,
    restore_documents,
    sync_folder,
)
from index.contents import BIN_DAYS, Contents
from index.originals import keep_original, sweep_originals
from index.store import FILE, Library
from tests.index.bag_encoder import BagEncoder, make_document

KEPT = make_document("kept", "The court will hear the case in March. Both sides have filed their papers.", script="en")
OWN = make_document("own", "马斯克起诉了OpenAI。他要求公开研究成果。")
SECRET = "他要求公开研究成果"


def contents(path: Path) -> Contents:
    library = Library(path)
    found = library.contents()
    library.close()
    assert found is not None
    return found


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=days)

    monkeypatch.setattr(update, "datetime", Later)


def holds(folder: Path, text: str) -> list[str]:
    forms = [text.encode(), text.encode("unicode_escape")]
    return [p.name for p in folder.rglob("*") if p.is_file() and any(f in p.read_bytes() for f in forms)]


def test_what_is_removed_lapses_and_nothing_is_left_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_documents(tmp_path, [KEPT, OWN], BagEncoder())
    assert holds(tmp_path, SECRET)
    assert remove_documents(tmp_path, ["own"], BagEncoder()).gone == ()
    later(monkeypatch, BIN_DAYS - 1)
    assert add_documents(tmp_path, [KEPT], BagEncoder()).gone == () and set(contents(tmp_path).removed) == {"own"}
    later(monkeypatch, BIN_DAYS + 1)
    assert add_documents(tmp_path, [KEPT], BagEncoder()).gone == (OWN.sha256,)
    assert not contents(tmp_path).removed and holds(tmp_path, SECRET) == []
    with pytest.raises(UnknownDocument):
        restore_documents(tmp_path, ["own"], BagEncoder())


def test_a_clock_set_back_lets_nothing_lapse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_documents(tmp_path, [KEPT, OWN], BagEncoder())
    remove_documents(tmp_path, ["own"], BagEncoder())
    later(monkeypatch, -10_000)
    add_documents(tmp_path, [KEPT], BagEncoder())
    assert set(contents(tmp_path).removed) == {"own"}


@pytest.mark.parametrize("from_bin", [False, True])
def test_removed_for_good_is_gone_at_once(tmp_path: Path, from_bin: bool) -> None:
    add_documents(tmp_path, [KEPT, OWN], BagEncoder())
    if from_bin:
        remove_documents(tmp_path, ["own"], BagEncoder())
    with pytest.raises(UnknownDocument):
        remove_documents(tmp_path, ["own", "nobody"], BagEncoder(), for_good=True)
    assert holds(tmp_path, SECRET)
    assert remove_documents(tmp_path, ["own"], BagEncoder(), for_good=True).gone == (OWN.sha256,)
    assert not contents(tmp_path).removed and holds(tmp_path, SECRET) == []


def test_only_what_is_in_the_bin_is_discarded(tmp_path: Path) -> None:
    add_documents(tmp_path, [KEPT, OWN], BagEncoder())
    remove_documents(tmp_path, ["own"], BagEncoder())
    with pytest.raises(UnknownDocument):
        discard_removed(tmp_path, ["own", "kept"], BagEncoder())
    assert set(contents(tmp_path).removed) == {"own"}
    assert discard_removed(tmp_path, ["own"], BagEncoder()).gone == (OWN.sha256,)
    assert not contents(tmp_path).removed and set(contents(tmp_path).documents) == {"kept"}
    assert holds(tmp_path, SECRET) == []


def test_a_file_that_another_document_has_is_not_gone(tmp_path: Path) -> None:
    twin = replace(OWN, id="twin", title="又一篇")
    add_documents(tmp_path, [OWN, twin], BagEncoder())
    assert remove_documents(tmp_path, ["own"], BagEncoder(), for_good=True).gone == ()
    assert remove_documents(tmp_path, ["twin"], BagEncoder(), for_good=True).gone == (OWN.sha256,)


def test_a_document_of_a_folder_stays_out_of_the_index_for_as_long_as_its_file_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_folder(tmp_path, [KEPT, OWN], BagEncoder())
    remove_documents(tmp_path, ["own"], BagEncoder())
    later(monkeypatch, BIN_DAYS + 1)
    sync_folder(tmp_path, [KEPT, OWN], BagEncoder())
    assert set(contents(tmp_path).documents) == {"kept"}


def test_a_damaged_library_loses_nothing_of_the_bin_that_can_be_read(tmp_path: Path) -> None:
    add_documents(tmp_path, [KEPT, OWN], BagEncoder(), origins={"own": "https://example.org/own"})
    remove_documents(tmp_path, ["own"], BagEncoder())
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db, db:
        db.execute("UPDATE documents SET record = 'damaged'")
        db.execute("INSERT INTO bin VALUES ('odd', 'never', '', '{\"id\": 1}')")
    assert "put aside" in str(rebuild_index(tmp_path, BagEncoder()).rebuilt_because)
    assert set(contents(tmp_path).documents) == {"kept"} and set(contents(tmp_path).removed) == {"own"}
    restore_documents(tmp_path, ["own"], BagEncoder())
    assert contents(tmp_path).documents["own"] == OWN
    assert contents(tmp_path).origins == {"own": "https://example.org/own"}


def test_originals_go_when_nobody_wants_them(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    assert sweep_originals(folder, ()) == 0
    for data in (b"wanted", b"gone", b"about to be added", b"old"):
        keep_original(folder, data)
    names = {path.read_bytes(): path.name for path in folder.iterdir()}
    (folder / "notes.txt").write_bytes(b"a reader's own")
    (folder / ".keeping-x").write_bytes(b"of a process that was killed")
    for name in (names[b"wanted"], names[b"old"], "notes.txt", ".keeping-x"):
        os.utime(folder / name, (time.time() - 90_000,) * 2)
    assert sweep_originals(folder, {names[b"wanted"]}, [names[b"gone"], names[b"wanted"]]) == 3
    assert {path.name for path in folder.iterdir()} == {names[b"wanted"], names[b"about to be added"], "notes.txt"}


def test_files_begun_before_a_kill_go_after_a_day_and_at_once_with_their_document(tmp_path: Path) -> None:
    names = [f"{digit * 64}.17.140.part" for digit in "abc"]
    for name in (*names, "mine.part"):
        (tmp_path / name).write_bytes(b"half of it")
    for name in (names[0], "mine.part"):
        os.utime(tmp_path / name, (1e9, 1e9))
    assert sweep_originals(tmp_path, {"a" * 64}, ["c" * 64]) == 2
    assert {path.name for path in tmp_path.iterdir()} == {names[1], "mine.part"}


def test_an_old_original_that_is_added_again_is_young_again(tmp_path: Path) -> None:
    keep_original(tmp_path, b"data")
    (kept,) = tmp_path.iterdir()
    os.utime(kept, (1e9, 1e9))
    keep_original(tmp_path, b"data")
    assert sweep_originals(tmp_path, ()) == 0
    kept.write_bytes(b"half")
    keep_original(tmp_path, b"data")
    assert kept.read_bytes() == b"data"
