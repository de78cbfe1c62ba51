"""Changing the documents from the page."""

import hashlib
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.contents import Removed
from index.documents import document_from_bytes
from index.errors import DebateError, UsageError
from index.intake import FOLDER, Plan, plan_intake
from index.types import Document
from tests.waiting import PATIENCE, until
from ui.backend import Loading
from ui.changes import Changes, File, Report, Work
from ui.documents import documents_html
from ui.raw import raw_html
from ui.raw_files import RawFiles
from ui.shelf import Shelf, ShelfBusy
from ui.uploads import received

ARTICLE = "The title of it\n\n" + "\n\n".join(
    f"Paragraph {n} says something about open models, and it says so in a whole sentence." for n in range(5)
)


class Library:
    """Stands for the assistant and its index."""

    def __init__(self, document: Document) -> None:
        self.documents = {document.id: document}
        self.passages: dict[str, Any] = {}
        self.removed: dict[str, Removed] = {}
        self.index = self
        self.go = threading.Event()
        self.go.set()

    def stream(self, question: str, **more: Any) -> Any:
        raise NotImplementedError

    def change(self, assistant: Any, changes: Changes, report: Report) -> Plan:
        report("encode", 1, 2)
        self.go.wait(PATIENCE)
        plan = plan_intake(self.documents, {}, changes.incoming)
        self.documents |= {document.id: document for document in (*changes.add, *plan.add)}
        for id in changes.remove:
            self.removed[id] = Removed(self.documents.pop(id), "", "2026-03-09T10:15:00+00:00")
        for id in changes.restore:
            self.documents[id] = self.removed.pop(id).document
        for id in changes.discard:
            del self.removed[id]
        return plan


@pytest.fixture
def library(document: Document) -> Library:
    return Library(document)


@pytest.fixture
def shelf(library: Library, tmp_path: Path) -> Shelf:
    loading = Loading(lambda: library)
    loading.start()
    loading.wait(threading.Event())
    return Shelf(loading, library.change, RawFiles(tmp_path / "kept", [tmp_path / "received"]))


def settle(shelf: Shelf) -> Work:
    until(lambda: shelf.work is not None and shelf.work.finished and not shelf.busy)
    assert shelf.work is not None
    return shelf.work


def test_files_are_added_and_bad_ones_told_of(shelf: Shelf, library: Library) -> None:
    large = File("large.txt", "refused", "Too large")
    shelf.add({"good.txt": ARTICLE.encode(), "empty.txt": b"", "binary.txt": bytes(range(256)) * 50}, [large])
    work = settle(shelf)
    assert len(library.documents) == 2 and work.problems == ()
    assert [file.state for file in work.files] == ["ready", "refused", "refused", "refused"]
    assert "empty.txt" in work.files[1].note and work.files[3] == large


def test_the_same_file_is_not_taken_twice(shelf: Shelf, library: Library) -> None:
    for name, state in (("good.txt", "ready"), ("good.txt", "same"), ("another name.txt", "same")):
        shelf.add({name: ARTICLE.encode()})
        assert [(file.state, file.note) for file in settle(shelf).files] == [(state, "The title of it")]
    assert len(library.documents) == 2


def test_what_another_process_adds_meanwhile_is_told_as_it_then_is(shelf: Shelf, library: Library) -> None:
    library.go.clear()
    shelf.add({"good.txt": ARTICLE.encode()})
    until(lambda: shelf.work is not None and shelf.work.stage == "encode")
    library.documents["theirs"] = document_from_bytes("page.txt", ARTICLE.encode(), {"id": "theirs"})
    library.go.set()
    assert [(file.state, file.note) for file in settle(shelf).files] == [("same", "The title of it")]
    assert len(library.documents) == 2


def test_a_changed_file_replaces_its_older_self_under_its_id(shelf: Shelf, library: Library) -> None:
    shelf.add({"good.txt": ARTICLE.encode()})
    settle(shelf)
    old = next(document for document in library.documents.values() if document.source == "good.txt")
    longer = ARTICLE + "\n\nOne more paragraph says more about open models, in a sentence of its own."
    shelf.add({"good.txt": longer.encode()})
    work = settle(shelf)
    assert [file.state for file in work.files] == ["replaced"]
    assert len(library.documents) == 2 and "One more paragraph" in library.documents[old.id].text
    assert shelf.files.read(library.documents[old.id]) == longer.encode()
    page = documents_html([], [], "ready", "", work, "en")
    assert "Replaced its older version" in page


def test_a_file_near_to_another_is_taken_and_told_with_what_it_is_like(shelf: Shelf, library: Library) -> None:
    shelf.add({"good.txt": ARTICLE.encode()})
    settle(shelf)
    nearly = ARTICLE.replace("The title of it", "A copy of it").replace("Paragraph 4", "Section 4")
    shelf.add({"copy.txt": nearly.encode()})
    work = settle(shelf)
    (file,) = work.files
    assert (file.state, file.note, file.near) == ("ready", "A copy of it", "The title of it") and file.share > 0.5
    page = documents_html([], [], "ready", "", work, "en")
    assert "of its text with “The title of it”" in page
    assert len(library.documents) == 3


def test_all_is_read_anew_and_facts_stay(shelf: Shelf, library: Library, tmp_path: Path) -> None:
    received = tmp_path / "received"
    received.mkdir()
    path = received / "page.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    library.documents["page"] = document_from_bytes("page.txt", path.read_bytes(), {"id": "page", "title": "Mine"})
    assert shelf.state(library.documents["page"]) == "ready"
    path.write_text(ARTICLE + "\n\nOne more paragraph says more about open models, in a sentence.", encoding="utf-8")
    assert shelf.state(library.documents["page"]) == "changed"
    assert shelf.state(library.documents["doc"]) == "ready"
    library.go.clear()
    shelf.rebuild()
    assert shelf.state(library.documents["page"]) == "reading"
    library.go.set()
    work = settle(shelf)
    page = library.documents["page"]
    assert work.rebuilt and "One more paragraph" in page.text and page.title == "Mine" and page.id == "page"
    assert shelf.state(page) == "ready" and "doc" in library.documents
    path.write_text(" ", encoding="utf-8")
    shelf.rebuild()
    assert len(settle(shelf).problems) == 1 and library.documents["page"] == page


def test_remove_and_restore(shelf: Shelf, library: Library, document: Document) -> None:
    shelf.correct(document.id, {"title": "Corrected", "publisher": "Somebody"})
    settle(shelf)
    corrected = library.documents[document.id]
    shelf.remove(document.id)
    settle(shelf)
    assert library.documents == {}
    shelf.restore(document.id)
    settle(shelf)
    assert library.documents == {document.id: corrected} and corrected.title == "Corrected"
    with pytest.raises(UsageError):
        shelf.remove("no such")


def test_a_removed_document_is_discarded_on_a_second_word(shelf: Shelf, library: Library, document: Document) -> None:
    shelf.remove(document.id)
    settle(shelf)
    (removed,) = library.removed.values()
    page = documents_html([], [removed], "ready", "", None, "en")
    asked, confirmed = page.index("<details class='discard'>"), page.index('data-act="discard-document"')
    assert asked < page.index("This cannot be undone") < confirmed and "debate index build" not in page
    page = documents_html([], [replace(removed, origin=FOLDER)], "ready", "", Work(), "zh-Hans")
    assert "重新建立索引（debate index build）会再次收录" in page and 'disabled aria-label="确定永久移除：' in page
    shelf.discard(document.id)
    settle(shelf)
    assert library.removed == {} and library.documents == {}


def test_one_change_at_a_time(shelf: Shelf, library: Library, document: Document) -> None:
    library.go.clear()
    shelf.remove(document.id)
    with pytest.raises(ShelfBusy):
        shelf.correct(document.id, {"title": "New"})
    library.go.set()
    settle(shelf)


def test_facts_are_corrected_and_checked(shelf: Shelf, library: Library, document: Document) -> None:
    shelf.correct(document.id, {"title": " New ", "publisher": "P", "date": "2024-01-02", "script": "zh-Hant"})
    settle(shelf)
    changed = library.documents[document.id]
    assert (changed.title, changed.publisher, changed.date, changed.script) == ("New", "P", "2024-01-02", "zh-Hant")
    assert changed.text == document.text
    for wrong in ({"title": " "}, {"title": "x", "date": "yesterday"}, {"title": "x", "script": "fr"}):
        with pytest.raises(UsageError):
            shelf.correct(document.id, wrong)


def test_a_failure_ends_the_change_and_is_told(shelf: Shelf, library: Library, document: Document) -> None:
    def fail(*_: Any) -> None:
        raise DebateError("The index is busy.")

    shelf._change = fail
    shelf.remove(document.id)
    assert settle(shelf).problems == ("The index is busy.",)
    assert not shelf.busy
    shelf.add({"good.txt": ARTICLE.encode()})
    page = documents_html([], [], "ready", "", settle(shelf), "en")
    assert "The index is busy." in page and "<li class='refused'>" in page


def test_the_raw_file_is_shown_with_what_was_taken_out(shelf: Shelf, library: Library, tmp_path: Path) -> None:
    data = ("<script>x</script>\nNo cookies to display.\n\n" + ARTICLE).encode()
    shelf.add({"page.txt": data})
    settle(shelf)
    added = next(d for d in library.documents.values() if d.source == "page.txt")
    assert added.sha256 == hashlib.sha256(data).hexdigest()
    kept = shelf.files.read(added)
    assert kept == data
    page = raw_html(added, data, "en")
    assert "<script" not in page and "<del" in page and "No cookies to display." in page
    assert shelf.files.read(library.documents["doc"]) is None


def test_only_uploads_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    folder = tmp_path / "uploads" / "abc"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"one")
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    (folder / "link.txt").symlink_to(secret)
    for path in (secret, folder / "link.txt", folder / ".." / ".." / "secret.txt", folder, folder / "none"):
        with pytest.raises(UsageError):
            received([{"name": "x.txt", "path": str(path)}])
    assert received([{"name": "../../a.txt", "path": str(folder / "a.txt")}, "nonsense"]) == {"a.txt": b"one"}
    assert not (folder / "a.txt").exists()
