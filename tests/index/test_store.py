"""The library file: what goes in comes out, all at once, and its errors say what to do."""

import dataclasses
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import split_document
from index.store import Library, LibraryDamaged, NoSpace, Stamp, VectorsGone, document_hash, passage_digest
from index.types import Document
from tests.index.bag_encoder import make_document

STAMP = Stamp("1", "encoder", "1", "1")


def fill(library: Library, documents: list[Document], generation: str = "g1") -> dict[str, str]:
    passages = [p for d in documents for p in split_document(d, len, 40)]
    digests = {p.id: passage_digest("encoder", "", p) for p in passages}
    vectors = np.arange(4 * len(passages), dtype=np.float32).reshape(-1, 4)
    library.keep(list(digests.values()), vectors, [np.ones((len(p.sentences), 4), np.float32) for p in passages])
    library.replace(generation, STAMP, documents, passages, digests, {p.id: ["词"] for p in passages})
    return digests


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    documents = [make_document("b", "第一句话。第二句话写得长一些。" * 5), make_document("a", "One. Two.", script="en")]
    library = Library(tmp_path, write=True)
    assert library.contents() is None and library.generation() is None
    digests = fill(library, documents)
    library.close()

    library = Library(tmp_path)
    contents = library.contents()
    assert contents and contents.generation == library.generation() == "g1"
    assert list(contents.documents.values()) == documents
    assert list(contents.passages.values()) == [p for d in documents for p in split_document(d, len, 40)]
    assert contents.digests == digests and contents.stamp == STAMP
    assert library.words() == {id: ["词"] for id in digests}
    id, digest = next(iter(digests.items()))
    assert library.vector(digest).tolist() == [0, 1, 2, 3]
    assert library.sentence_vectors(digest).shape == (len(contents.passages[id].sentences), 4)
    library.close()


def test_vectors_that_nothing_needs_go_with_the_next_change(tmp_path: Path) -> None:
    library = Library(tmp_path, write=True)
    old = fill(library, [make_document("a", "第一句话。" * 20)])
    new = fill(library, [make_document("a", "另一句话。" * 20)], "g2")
    assert library.known([*old.values(), *new.values()]) == set(new.values())
    with pytest.raises(VectorsGone):
        library.vector(next(iter(old.values())))
    library.close()


def test_a_change_that_breaks_off_leaves_everything_as_it_was(tmp_path: Path) -> None:
    library = Library(tmp_path, write=True)
    fill(library, [make_document("a", "第一句话。" * 20)])
    before = library.contents()
    other = make_document("b", "别的文章。")
    with pytest.raises(LibraryDamaged):
        library.replace("g2", STAMP, [other], split_document(other, len), {}, {})
    assert library.contents() == before
    library.close()


@given(text=st.text(), title=st.text())
def test_a_document_hash_tells_any_change(text: str, title: str) -> None:
    document = make_document("a", text, title)
    assert document_hash(document) == document_hash(dataclasses.replace(document))
    assert document_hash(document) != document_hash(dataclasses.replace(document, text=text + "。"))
    assert document_hash(document) != document_hash(dataclasses.replace(document, date="2024-03-10"))


def test_stamps_tell_what_differs() -> None:
    assert STAMP.differs_from(STAMP) is None
    assert STAMP.differs_from(dataclasses.replace(STAMP, splitter="0")) == "built with another splitter"
    both = dataclasses.replace(STAMP, splitter="0", encoder="x")
    assert STAMP.differs_from(both) == "built with another encoder and splitter"


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoSpace, match="DEBATE_HOME"):
        Library(tmp_path / "missing", write=True)
    library = Library(tmp_path, write=True)
    fill(library, [make_document("a", "第一句话。")])
    library.close()
    with sqlite3.connect(tmp_path / "library.sqlite") as db:
        db.execute("DROP TABLE passages")
    library = Library(tmp_path)
    with pytest.raises(LibraryDamaged, match="debate index check --repair"):
        library.contents()
    library.close()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    library = Library(tmp_path, write=True)
    library._db.execute("PRAGMA max_page_count = 20")
    with pytest.raises(NoSpace, match="free some space"):
        fill(library, [make_document("a", "".join(f"这是第{i}句完整的话。" for i in range(3000)))])
    library.close()
