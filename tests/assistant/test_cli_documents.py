"""Documents, collections, exports, check and doctor through the command line, with an encoder without a model."""

import contextlib
import errno
import io
import json
import os
import re
import sqlite3
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

import numpy as np
import pytest

from assistant import cli_adding, cli_changes, cli_documents, cli_index
from assistant.cli import invoke
from assistant.cli_run import read_root_settings, read_settings, run
from assistant.collections import checked_name
from assistant.settings import Settings
from index.errors import UsageError
from index.store import FILE
from tests.index.bag_encoder import BagEncoder
from tests.index.failing_disk import failing
from tests.index.file_makers import ENGLISH, HANS, docx, pdf, understated

pytestmark = pytest.mark.slow

Call = Callable[..., tuple[int, str, str]]
Form = Literal["NFC", "NFD"]
FORGET = cli_changes.forget_removed
"""As it is without the fixture below, which does without the engine's part."""


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run ``debate`` in this process: exit code, stdout, stderr."""
    monkeypatch.setenv("DEBATE_COLLECTION", "")
    for module in (cli_adding, cli_changes, cli_documents, cli_index):
        monkeypatch.setattr(module, "open_encoder", lambda settings: BagEncoder())
        if hasattr(module, "forget_removed"):
            monkeypatch.setattr(module, "forget_removed", lambda settings, gone=(): None)

    def called(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DEBATE_COLLECTION", "")
        code = run(invoke, [str(one) for one in arguments])
        out = capfd.readouterr()
        return code, out.out, out.err

    return called


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("\n\n".join(HANS), encoding="utf-8")
    (articles / "b.pdf").write_bytes(pdf(ENGLISH, "Open weights", "Helvetica"))
    (articles / "broken.docx").write_bytes(docx()[:500])
    (articles / "picture.png").write_bytes(b"\x89PNG")
    return articles


def told(out: str) -> Any:
    return json.loads(out)


def ids(call: Call, *more: str) -> list[str]:
    return [row["id"] for row in told(call(*more, "docs", "list", "--json")[1])["documents"]]


def test_a_folder_is_added_and_what_is_skipped_is_told(call: Call, folder: Path) -> None:
    code, out, err = call("docs", "add", str(folder), "--json")
    assert code == 1 and "broken.docx" in err and err.count("\n") == 1
    report = told(out)
    assert (report["added"], report["passed_over"], len(report["documents"])) == (2, 1, 2)
    code, out, _ = call("docs", "add", str(folder / "a.txt"))
    assert code == 0 and "is there already" in out and len(ids(call)) == 2


def test_the_same_is_one_and_a_changed_one_replaces_its_old_self(call: Call, folder: Path, tmp_path: Path) -> None:
    file = folder / "a.txt"
    call("docs", "add", str(file))
    (first,) = ids(call)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(file.read_bytes())
    assert told(call("docs", "add", str(copy), "--json")[1])["same"] == [{"source": "copy.txt", "id": first}]
    file.write_text("\n\n".join([*HANS, "后来加上的一段，讲的是许可协议的变化。"]), encoding="utf-8")
    report = told(call("docs", "add", str(file), "--json")[1])
    assert report["replaced"] == [first] and ids(call) == [first]
    assert "后来加上的一段" in call("docs", "show", first)[1]
    file.write_text("\n\n".join(HANS), encoding="utf-8")
    assert "replaces its older self" in call("docs", "update")[1]
    assert "后来加上的一段" not in call("docs", "show", first)[1]
    file.unlink()
    code, _, err = call("docs", "update", first)
    assert code == 1 and "a.txt" in err and ids(call) == [first]


def test_what_another_process_adds_meanwhile_is_taken_once(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / name for name in ("one.txt", "other.txt", "more.txt")]
    for file, text in zip(files, (HANS, HANS, ENGLISH), strict=True):
        file.write_text("\n\n".join(text), encoding="utf-8")
    firsts = iter(files[:1])

    def encoder(settings: object) -> BagEncoder:
        """Asked for when it is known that there is something to add."""
        for first in firsts:
            assert call("docs", "add", str(first))[0] == 0
        return BagEncoder()

    monkeypatch.setattr(cli_adding, "open_encoder", encoder)
    report = told(call("docs", "add", str(files[1]), str(files[2]), "--json")[1])
    one, more = ids(call)
    assert report["documents"] == [more] and report["same"] == [{"source": "other.txt", "id": one}]


def test_near_duplicates_are_told_and_kept(call: Call, tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("\n\n".join(HANS), encoding="utf-8")
    other.write_text("\n\n".join([*HANS, "这一份多了一段话。"]), encoding="utf-8")
    report = told(call("docs", "add", str(one), str(other), "--json")[1])
    assert len(report["documents"]) == 2 and report["near"][0]["share"] > 0.9
    assert "of its text with" not in call("docs", "add", str(one))[1]


def test_a_file_name_in_no_encoding(call: Call, folder: Path) -> None:
    odd = os.fsdecode(b"\xff\xfe odd.txt")
    try:
        (folder / odd).write_text("\n\n".join(HANS[::-1]), encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    code, out, err = call("docs", "add", str(folder), str(folder / os.fsdecode(b"\xff none.txt")), "--json")
    assert code == 1 and "? none.txt: cannot be read" in err and len(told(out)["documents"]) == 3
    rows = told(call("docs", "list", "--json")[1])["documents"]
    assert "?? odd.txt" in {row["source"] for row in rows}
    assert call("docs", "update", "--json")[0] == 0 and call("index", "check")[0] == 0
    (folder / "broken.docx").unlink()
    assert call("index", "build", "--documents", str(folder), "--only")[0] == 0 and len(ids(call)) == 3


@pytest.mark.parametrize(("stored", "given"), [("NFD", "NFD"), ("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_found_in_whichever_form_it_is_stored(call: Call, tmp_path: Path, stored: Form, given: Form) -> None:
    place = tmp_path / normalize(stored, "données") / normalize(stored, "café.txt")
    place.parent.mkdir()
    place.write_text("\n\n".join(HANS), encoding="utf-8")
    named = normalize(given, str(place))
    assert call("docs", "add", named)[0] == 0
    (first,) = ids(call)
    place.write_text("\n\n".join([*HANS, "后来加上的一段，讲的是许可协议的变化。"]), encoding="utf-8")
    assert told(call("docs", "update", "--json")[1])["replaced"] == [first]
    library = sqlite3.connect(read_settings().index_dir / FILE)
    with contextlib.closing(library), library:
        (kept,) = library.execute("SELECT origin FROM origins").fetchone()
        assert kept == f"file:{place}"
        # As an index keeps it that was made where both forms are one name, or by an earlier version.
        library.execute("UPDATE origins SET origin = ?", (normalize("NFC", kept),))
    place.write_text("\n\n".join(HANS), encoding="utf-8")
    assert told(call("docs", "update", "--json")[1])["replaced"] == [first] and ids(call) == [first]


def test_pasted_text_and_its_title(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO("\n\n".join(HANS).encode("gb18030"))

    monkeypatch.setattr(sys, "stdin", Stdin)
    code, out, _ = call("docs", "add", "-", "--title", "我的摘录")
    assert code == 0 and "我的摘录" in out
    assert call("docs", "add", "-", "-")[0] == 2 and call("docs", "add", "a", "b", "--title", "x")[0] == 2


def test_pasted_text_without_end_is_refused(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        class buffer:
            @staticmethod
            def read(size: int = -1) -> bytes:
                assert size >= 0, "read to an end that never comes"
                return b"x" * size

    monkeypatch.setattr(sys, "stdin", Stdin)
    code, _, err = call("docs", "add", "-")
    assert code == 1 and "pasted text: has 50.0 MB; up to 50 MB are read" in err


def test_a_long_id_leaves_room_for_what_stands_beside_it(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    file = tmp_path / f"{'马斯克起诉开源人工智能' * 4}.txt"
    file.write_text("Open weights\n\n" + "\n\n".join(ENGLISH), encoding="utf-8")
    call("docs", "add", str(file))
    (id,) = ids(call)
    assert len(id) == 49
    call("docs", "correct", id, "--title", "Open weights", "--publisher", "Review", "--date", "2024-03-09")
    for removed in (False, True):
        lines = call("docs", "list", *(["--removed"] if removed else []))[1].splitlines()[1:]
        assert all(told in lines[0] for told in ("2024-03-09", "en", "Open", "Review"))
        assert "".join(line.split("  ")[0] for line in lines) == id
        call("docs", "remove", id)


def test_remove_restore_and_build(call: Call, folder: Path) -> None:
    (folder / "broken.docx").unlink()
    assert call("index", "build", "--documents", str(folder))[0] == 0
    first, second = ids(call)
    code, out, _ = call("docs", "remove", first)
    assert code == 0 and f"debate docs restore {first}" in out and ids(call) == [second]
    (gone,) = told(call("docs", "list", "--removed", "--json")[1])["documents"]
    assert gone["id"] == first and datetime.fromisoformat(gone["removed"]).utcoffset() == timedelta()
    assert first in call("docs", "list", "--removed")[1] and "removed" not in call("docs", "list", "--json")[1]
    assert call("docs", "restore", first)[0] == 0 and set(ids(call)) == {first, second}
    assert call("docs", "restore", first)[0] == 2


def test_removed_for_good_leaves_no_file(
    call: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cli_adding, cli_documents):
        monkeypatch.setattr(module, "forget_removed", FORGET)
    call("docs", "add", str(folder / "a.txt"), str(folder / "b.pdf"))
    first, second = ids(call)
    home = read_settings().home
    made = [home / place / "x" for place in ("index/summaries", "cache/translations", "cache/openings")]
    for file in made:
        file.parent.mkdir(parents=True)
        file.write_text("quotes a document")
    out = call("docs", "remove", first)[1]
    assert "docs restore" in out and len(list((home / "documents").iterdir())) == 2 and all(f.exists() for f in made)
    # What can only be brought back here does not go along to another machine.
    call("export", str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len([name for name in archive.namelist() if name.startswith("documents/")]) == 1
    code, out, _ = call("docs", "remove", "--for-good", first, "--json")
    assert code == 0 and [path.name for path in (home / "documents").iterdir()] != told(out)["gone"]
    assert len(list((home / "documents").iterdir())) == 1 and not any(file.exists() for file in made)
    assert call("docs", "restore", first)[0] == 2 and ids(call) == [second]
    assert call("docs", "remove", "--for-good", "nobody")[0] == 2


def test_facts_are_corrected(call: Call, folder: Path) -> None:
    call("docs", "add", str(folder / "a.txt"))
    (one,) = ids(call)
    assert call("docs", "correct", one, "--publisher", " The Review ", "--date", "2024-03-09")[0] == 0
    shown = told(call("docs", "show", one, "--json")[1])
    assert (shown["publisher"], shown["date"]) == ("The Review", "2024-03-09") and HANS[0][:8] in shown["text"]
    assert call("docs", "correct", one, "--publisher", "")[0] == 0
    assert told(call("docs", "show", one, "--json")[1])["publisher"] == ""
    for wrong in (["--date", "some day"], ["--title", " "], ["--script", "fr"], []):
        code, _, err = call("docs", "correct", one, *wrong)
        assert code == 2 and err.count("\n") == 1
    assert call("docs", "update")[0] == 0 and told(call("docs", "show", one, "--json")[1])["date"] == "2024-03-09"


def test_export_and_read_again(call: Call, folder: Path, tmp_path: Path) -> None:
    call("docs", "add", str(folder / "a.txt"), str(folder / "b.pdf"))
    first, second = ids(call)
    out = call("docs", "export", second)[1]
    assert out.startswith("---\ntitle: ") and ENGLISH[1] in out.replace("\\", "")
    assert call("docs", "export", "--all", "--output", str(tmp_path / "out"))[0] == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted([f"{first}.md", f"{second}.md"])
    assert told(call("docs", "add", str(tmp_path / "out"), "--json")[1])["documents"] == []
    assert call("docs", "export", second, "--original", "-o", str(tmp_path / "b.pdf"))[0] == 0
    assert (tmp_path / "b.pdf").read_bytes() == (folder / "b.pdf").read_bytes()
    for wrong in ((), ("--all",), ("none",), (first, "--all")):
        assert call("docs", "export", *wrong)[0] == 2


def test_collections_are_apart(call: Call, folder: Path, tmp_path: Path) -> None:
    call("docs", "add", str(folder / "a.txt"))
    assert call("docs", "add", "--collection", "论文", str(folder / "b.pdf"))[0] == 0
    assert len(ids(call)) == 1 and ids(call) != ids(call, "--collection=论文")
    rows = told(call("collections", "list", "--json")[1])["collections"]
    assert [(row["name"], row["documents"]) for row in rows] == [("default", 1), ("论文", 1)]
    code, _, err = call("--collection", "other", "docs", "list")
    assert code == 1 and "other" in err
    for bad in ("../x", "a/b", ".hidden", "", "a" * 65, "-x", "a\0b"):
        with pytest.raises(UsageError):
            checked_name(bad)
    assert call("collections", "remove", "default", "--yes")[0] == 2
    assert call("collections", "remove", "论文", "--yes")[0] == 0
    assert call("collections", "remove", "论文", "--yes")[0] == 2
    assert len(ids(call)) == 1


def test_evals_measure_the_collection_that_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[Path] = []

    def measure(options: object, settings: Settings, progress: object) -> None:
        measured.append(settings.home)
        raise UsageError("seen enough")

    monkeypatch.setattr("evals.measuring.measure_ours", measure)
    for arguments in (("--collection", "papers", "eval", "run", "quotes"), ("eval", "run", "quotes")):
        assert call(*arguments)[0] == 2
    home = Settings().home
    assert measured == [home / "collections" / "papers", home]


def test_settings_of_a_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBATE_COLLECTION", "papers")
    root, settings = read_root_settings(), read_settings()
    assert settings.home == root.home / "collections" / "papers" and settings.models_dir == root.models_dir
    assert settings.index_dir == settings.home / "index"


def exported(call: Call, folder: Path, target: Path) -> None:
    call("docs", "add", str(folder / "a.txt"), str(folder / "b.pdf"))
    talk = read_settings().home / "conversations" / ("a" * 32) / f"{'b' * 32}.json"
    talk.parent.mkdir(parents=True)
    talk.write_text("{}")
    assert told(call("export", str(target), "--json")[1]) == {"documents": 2, "conversations": 1, "vectors": 3}


def test_a_collection_moves_in_one_file(
    call: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "all.zip"
    exported(call, folder, target)
    encoder = BagEncoder()
    monkeypatch.setattr(cli_changes, "open_encoder", lambda settings: encoder)
    assert call("import", str(target))[0] == 2
    assert call("--collection", "moved", "import", str(target))[0] == 0
    assert encoder.encoded == 0 and ids(call, "--collection", "moved") == ids(call)
    home = read_settings().home / "collections" / "moved"
    assert (home / "conversations" / ("a" * 32) / f"{'b' * 32}.json").read_text() == "{}"
    assert call("--collection", "moved", "index", "check")[0] == 0
    # Where files lay on the other machine says nothing here, and must not make this one read its own.
    assert "No document came from a file or an address" in call("--collection", "moved", "docs", "update")[2]
    code, _, err = call("--collection", "moved", "import", str(target))
    assert code == 2 and "there already" in err


def test_what_killed_imports_and_removals_left_goes(call: Call, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    exported(call, folder, target)
    place = read_root_settings().home / "collections"
    for name in (".importing-old", ".importing-new", ".removed-x"):
        (place / name / "documents").mkdir(parents=True)
    os.utime(place / ".importing-old", (1e9, 1e9))
    assert call("--collection", "moved", "import", str(target))[0] == 0
    assert sorted(path.name for path in place.iterdir()) == [".importing-new", "moved"]
    assert [row["name"] for row in told(call("collections", "list", "--json")[1])["collections"]] == [
        "default",
        "moved",
    ]


def rezipped(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def hashed(members: dict[str, bytes]) -> None:
    import hashlib

    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in members.items() if name != "manifest.json"}
    members["manifest.json"] = json.dumps({"format": 1, "sha256": hashes}).encode()


def damaged(members: dict[str, bytes]) -> None:
    members["documents.jsonl"] = members["documents.jsonl"].replace(b"a.txt", b"b.txt")


def evil(name: str, data: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[name] = data
        hashed(members)

    return change


def arrays(packed: bool = False, shape: tuple[int, ...] = (3, 1)) -> bytes:
    """Vectors as an export has them, packed or not; the head of one array tells a shape."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, array in {
            "digests": np.array(["a" * 32] * 3),
            "passages": np.ones((3, 1), "<f4"),
            "counts": np.ones(3, "<i4"),
            "sentences": np.ones((3, 1), "<f2"),
        }.items():
            head = np.lib.format.header_data_from_array_1_0(array)
            data = io.BytesIO()
            np.lib.format.write_array_header_1_0(data, head | {"shape": shape} if name == "passages" else head)
            archive.writestr(f"{name}.npy", data.getvalue() + array.tobytes())
    return buffer.getvalue()


HOSTILE = {
    "packed vectors": evil("vectors/000009.npz", arrays(packed=True)),
    "vectors without end": evil("vectors/000009.npz", arrays(shape=(3, 10**15))),
    "damaged": damaged,
    "outside": evil("../../outside.txt"),
    "absolute": evil("/tmp/outside.txt"),
    "a database": evil("index/library.sqlite"),
    "backslashes": evil("documents\\..\\..\\outside.txt"),
    "pickled": evil("vectors/000009.npz", b"\x80\x04K\x01."),
    "a bad document": evil("documents.jsonl", b'{"document": {"id": 3}, "origin": ""}\n'),
    "another format": lambda members: members.update({"manifest.json": b"{}"}),
    "no manifest": lambda members: members.pop("manifest.json"),
    "unlisted": lambda members: members.update({"documents/" + "a" * 64: b"x"}),
}  # fmt: skip


def test_a_hostile_export_is_refused_and_leaves_nothing(call: Call, folder: Path, tmp_path: Path) -> None:
    exported(call, folder, tmp_path / "good.zip")
    for name, change in HOSTILE.items():
        rezipped(tmp_path / "good.zip", tmp_path / "bad.zip", change)
        code, _, err = call("--collection", "bad", "import", str(tmp_path / "bad.zip"))
        assert code == 1 and err.startswith("debate: ") and err.count("\n") == 1, name
        assert "export it" in err, name
        assert list((read_root_settings().home / "collections").iterdir()) == [], name

    def large(members: dict[str, bytes]) -> None:
        members["documents.jsonl"] += b"\n" * 50_000_000
        hashed(members)

    rezipped(tmp_path / "good.zip", tmp_path / "bad.zip", large)
    (tmp_path / "bad.zip").write_bytes(understated((tmp_path / "bad.zip").read_bytes(), "documents.jsonl", 100))
    tracemalloc.start()
    assert call("--collection", "bad", "import", str(tmp_path / "bad.zip"))[0] == 1
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    assert call("--collection", "bad", "import", str(tmp_path / "bad.zip"))[0] == 1
    assert not (tmp_path / "outside.txt").exists()


def test_check_and_repair(call: Call, folder: Path) -> None:
    call("docs", "add", str(folder / "a.txt"))
    code, out, _ = call("index", "check")
    assert (code, out) == (0, "The index is whole.\n")
    settings = read_settings()
    (settings.home / "kv").mkdir()
    (settings.home / "kv" / "x.kv").write_bytes(b"damaged")
    (settings.index_dir / FILE).write_bytes(b"no database" * 500)
    code, out, err = call("docs", "list")
    assert code == 1 and "debate index check --repair" in err
    code, out, _ = call("index", "check", "--json")
    assert code == 1 and {row["part"] for row in told(out)["findings"]} == {"library", "cache"}
    code, out, _ = call("index", "check", "--repair")
    assert code == 0 and "Repaired: 1 documents" in out and "put aside" in out and len(ids(call)) == 1
    assert not list((settings.home / "kv").iterdir())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_home_that_cannot_be_written_is_told_in_one_line_and_there_is_a_way_back(
    call: Call, folder: Path, tmp_path: Path, code: int
) -> None:
    call("docs", "add", str(folder / "a.txt"))
    (first,) = ids(call)
    home = read_settings().home
    add, export = ("docs", "add", str(folder / "b.pdf")), ("export", str(home / "all.zip"))
    for command in (add, ("docs", "remove", first), ("index", "check", "--repair"), export):
        for passing in (0, 1, 3, 6):
            with failing(home, code, after=passing):
                exit_code, _, err = call(*command)
            assert exit_code in (0, 1), (command, passing, err)
            if exit_code == 1:
                assert err.startswith("debate: ") and err.count("\n") == 1, (command, passing, err)
                assert re.search("free|name another|set DEBATE_HOME|choose another", err), (command, passing, err)
        # Whatever was left undone: nothing is broken, and what is there is read.
        assert call("index", "check")[0] == 0 and call("docs", "list")[0] == 0
    call("docs", "add", str(folder / "a.txt"), str(folder / "b.pdf"))
    assert len(ids(call)) == 2 and call(*export)[0] == 0 and call("index", "check", "--repair")[0] == 0


def test_doctor_tells_no_secret_and_no_text(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBATE_ENGINE_KEY", "sk-very-secret")
    monkeypatch.setenv("DEBATE_ENGINE_URL", "http://user:hunter2@host/v1")
    call("docs", "add", str(folder / "a.txt"))
    for arguments in (("doctor",), ("doctor", "--json")):
        code, out, _ = call(*arguments)
        assert code in (0, 1) and "chromadb" in out and "DEBATE_ENGINE_KEY" in out
        assert not any(secret in out for secret in ("sk-very-secret", "hunter2", HANS[0][:8], "a.txt"))
    assert told(out)["index"]["documents"] == 1
