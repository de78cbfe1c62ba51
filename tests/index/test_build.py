"""What an update of the index does, what it leaves alone, and that nothing stops it halfway for good."""

import dataclasses
import errno
import multiprocessing
import multiprocessing.synchronize
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.build import IndexBusy, UnknownDocument, add_documents, build_index, remove_documents
from index.collection import Index, IndexMissing, IndexUnfit
from index.embedding import Vectors
from index.errors import UsageError
from index.store import FILE, LibraryDamaged, NoSpace
from index.types import Document, Passage
from index.vectors import VectorsDamaged
from tests.index.bag_encoder import BagEncoder, make_document
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["chromadb", "bm25s", "index.collection", "tests.index.bag_encoder"])

TEXTS = {
    "musk": "马斯克起诉了OpenAI。他要求公开研究成果。" * 3 + "\n" + "法院将在三月开庭审理此案，双方都已提交文件。" * 5,
    "meta": "Meta开源了Llama模型。开发者可以免费使用。" * 6,
    "law": "The court will hear the case in March. Both sides have filed their papers. Nobody expects a settlement. "
    * 3,
}


def documents(**changed: str) -> list[Document]:
    return [
        make_document(id, text, script="en" if text.isascii() else "zh-Hans")
        for id, text in {**TEXTS, **changed}.items()
    ]


def assert_whole(path: Path, expected: Sequence[Document]) -> None:
    """The index holds exactly these documents, each passage once, findable, with its vectors."""
    with Index.open(path, BagEncoder()) as index:
        assert dict(index.documents) == {d.id: d for d in expected}
        held = index._open.source.vectors.ids()
        assert held == set(index.passages)
        assert {p.document_id for p in index.passages.values()} == {d.id for d in expected}
        for passage in index.passages.values():
            assert index.documents[passage.document_id].text[passage.start : passage.end] == passage.text
            assert len(index.sentence_vectors(passage.id)) == len(passage.sentences)
        for document in expected:
            assert index.search(document.text[:60], 3)[0].passage.document_id == document.id
    folders = [folder.name for folder in path.glob("generation-*")]
    assert len(folders) == 1


def test_build_and_build_again(tmp_path: Path) -> None:
    encoder = BagEncoder()
    stages: list[tuple[str, int, int]] = []
    report = build_index(tmp_path, documents(), encoder, lambda *stage: stages.append(stage))
    assert (report.added, report.unchanged, report.removed, report.rebuilt_because) == (3, 0, 0, None)
    assert report.passages == encoder.encoded > 3
    assert {stage for stage, _, _ in stages} == {"split", "encode", "store"}
    assert all(0 <= done <= total for _, done, total in stages)
    assert_whole(tmp_path, documents())

    again = build_index(tmp_path, documents(), encoder)
    assert (again.added, again.unchanged, again.removed) == (0, 3, 0)
    assert encoder.encoded == report.passages


def test_only_what_changed_is_encoded(tmp_path: Path) -> None:
    encoder = BagEncoder()
    build_index(tmp_path, documents(), encoder)
    before = encoder.encoded
    changed = documents(musk="新的第一段在这里，是后来加上去的。\n" + TEXTS["musk"])
    report = build_index(tmp_path, changed, encoder)
    assert (report.added, report.unchanged) == (1, 2)
    assert 0 < encoder.encoded - before <= 2
    assert_whole(tmp_path, changed)

    before = encoder.encoded
    renamed = [dataclasses.replace(d, publisher="另一家") for d in changed]
    assert build_index(tmp_path, renamed, encoder).added == 3
    assert encoder.encoded == before
    assert_whole(tmp_path, renamed)


def test_removed_documents_disappear(tmp_path: Path) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    report = build_index(tmp_path, documents()[1:], BagEncoder())
    assert (report.removed, report.unchanged) == (1, 2)
    assert_whole(tmp_path, documents()[1:])
    rest = remove_documents(tmp_path, ["law"], BagEncoder())
    assert rest.removed == 1
    assert_whole(tmp_path, documents()[1:2])
    with pytest.raises(UnknownDocument, match="law"):
        remove_documents(tmp_path, ["meta", "law"], BagEncoder())
    assert_whole(tmp_path, documents()[1:2])
    assert build_index(tmp_path, [], BagEncoder()).removed == 1
    with Index.open(tmp_path, BagEncoder()) as index:
        assert index.search("马斯克") == []


def test_documents_are_added_beside_and_replaced(tmp_path: Path) -> None:
    build_index(tmp_path, documents()[:1], BagEncoder())
    assert add_documents(tmp_path, documents()[1:], BagEncoder()).added == 2
    assert_whole(tmp_path, documents())
    new = documents(meta="谷歌发布了新的Gemma模型，权重可以下载。" * 5)
    assert add_documents(tmp_path, new[1:2], BagEncoder()).added == 1
    assert_whole(tmp_path, new)


def test_another_encoder_rebuilds_and_says_so(tmp_path: Path) -> None:
    build_index(tmp_path, documents(), BagEncoder("old"))
    with pytest.raises(IndexUnfit, match="another encoder: run `debate index build`"):
        Index.open(tmp_path, BagEncoder())
    encoder = BagEncoder()
    report = build_index(tmp_path, documents(), encoder)
    assert report.rebuilt_because == "built with another encoder"
    assert encoder.encoded == report.passages
    assert_whole(tmp_path, documents())


def test_two_documents_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="musk"):
        build_index(tmp_path, [*documents(), documents()[0]], BagEncoder())
    with pytest.raises(IndexMissing):
        Index.open(tmp_path / "none", BagEncoder())


def test_a_document_without_text_has_no_passages(tmp_path: Path) -> None:
    report = build_index(tmp_path, [make_document("empty", " \n")], BagEncoder())
    assert (report.added, report.passages) == (1, 0)
    with Index.open(tmp_path, BagEncoder()) as index:
        assert list(index.documents) == ["empty"]
        assert index.search("马斯克") == []


def _hold_the_lock(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    def wait(stage: str, done: int, total: int) -> None:
        ready.set()
        time.sleep(600)

    build_index(path, documents(), BagEncoder(), wait)


def test_a_second_writer_is_told_and_loses_nothing(tmp_path: Path) -> None:
    ready = PROCESSES.Event()
    process = PROCESSES.Process(target=_hold_the_lock, args=(tmp_path, ready))
    process.start()
    try:
        assert ready.wait(PATIENCE)
        with pytest.raises(IndexBusy, match="another process"):
            build_index(tmp_path, documents(), BagEncoder())
    finally:
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    build_index(tmp_path, documents(), BagEncoder())
    assert_whole(tmp_path, documents())


def _build(path: Path, texts: dict[str, str], ready: "multiprocessing.synchronize.Event") -> None:
    ready.set()
    build_index(path, documents(**texts), BagEncoder())


@pytest.mark.parametrize("moment", range(12))
def test_killed_at_any_moment_the_next_build_completes(tmp_path: Path, moment: int) -> None:
    """Before the kill is over, readers see the old state or the new one, whole."""
    build_index(tmp_path, documents(), BagEncoder())
    changes = {"musk": "全新的正文，和以前的没有一句相同。" * 20, "new": "又多了一篇文章，讲的是欧盟的法案。" * 10}
    ready = PROCESSES.Event()
    process = PROCESSES.Process(target=_build, args=(tmp_path, changes, ready))
    process.start()
    assert process.pid and ready.wait(PATIENCE)
    time.sleep(0.04 * moment)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with Index.open(tmp_path, BagEncoder()) as index:
        assert dict(index.documents) in [{d.id: d for d in documents()}, {d.id: d for d in documents(**changes)}]
        assert index._open.source.vectors.ids() == set(index.passages)
        index.search("马斯克")
    build_index(tmp_path, documents(**changes), BagEncoder())
    assert_whole(tmp_path, documents(**changes))


class _Failing(BagEncoder):
    def encode_passages(
        self, passages: Sequence[Passage], titles: Sequence[str | None] | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        if self.encoded:
            raise KeyboardInterrupt
        return super().encode_passages(passages, titles)


def test_vectors_made_before_a_break_are_not_made_again(tmp_path: Path) -> None:
    long = [make_document(f"d{i}", "".join(f"第{i}篇的第{j}句话，写得很完整。" for j in range(60))) for i in range(30)]
    broken = _Failing()
    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path, long, broken)
    encoder = BagEncoder()
    report = build_index(tmp_path, long, encoder)
    assert broken.encoded > 0
    assert encoder.encoded == report.passages - broken.encoded


def test_an_update_that_fails_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(tmp_path, documents(), BagEncoder())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("index.generation.build_bm25", full)
    with pytest.raises(NoSpace, match="No space left"):
        build_index(tmp_path, documents(musk="全新的正文。"), BagEncoder())
    assert_whole(tmp_path, documents())


def test_readers_go_over_to_the_new_generation(tmp_path: Path) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        old = index.search("马斯克起诉", 1)[0].passage
        add_documents(tmp_path, [make_document("new", "欧盟通过了人工智能法案。")], BagEncoder())
        assert index.search("欧盟 法案", 1)[0].passage.document_id == "new"
        remove_documents(tmp_path, ["musk"], BagEncoder())
        assert index.refresh()
        assert "musk" not in index.documents
        assert all(e.passage.document_id != "musk" for e in index.search("马斯克起诉"))
        # The answer being written from the removed document still gets its sentences.
        assert len(index.sentence_vectors(old.id)) == len(old.sentences)
        with pytest.raises(KeyError):
            index.sentence_vectors("never was")


def _read(path: Path, results: "multiprocessing.Queue[object]") -> None:
    try:
        with Index.open(path, BagEncoder()) as index:
            results.put([[e.passage.id for e in index.search(text[:40], 2)] for text in TEXTS.values()])
    except Exception as error:
        results.put(error)


def test_processes_read_at_the_same_time(tmp_path: Path) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    results: multiprocessing.Queue[object] = PROCESSES.Queue()
    processes = [PROCESSES.Process(target=_read, args=(tmp_path, results)) for _ in range(2)]
    for process in processes:
        process.start()
    _read(tmp_path, results)
    answers = [results.get(timeout=PATIENCE) for _ in range(3)]
    for process in processes:
        process.join()
    assert answers[0] == answers[1] == answers[2]
    assert isinstance(answers[0], list)


@pytest.mark.parametrize(
    "victim", ["vectors/chroma.sqlite3", "words/vocab.index.json", "words/data.csc.index.npy", "."]
)
def test_damaged_search_files_are_told_and_mended_without_encoding(tmp_path: Path, victim: str) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    target = next(tmp_path.glob("generation-*")) / victim
    shutil.rmtree(target) if target.is_dir() else target.write_bytes(b"\x00damaged")
    with pytest.raises((VectorsDamaged, Exception), match="run `debate index check --repair`"):
        Index.open(tmp_path, BagEncoder())
    encoder = BagEncoder()
    report = build_index(tmp_path, documents(), encoder)
    assert report.rebuilt_because == "the search files were missing or damaged"
    assert encoder.encoded == 0
    assert_whole(tmp_path, documents())


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_damaged_library_is_put_aside(tmp_path: Path, content: bytes) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises((LibraryDamaged, IndexMissing), match="run `debate index "):
        Index.open(tmp_path, BagEncoder())
    with pytest.raises(LibraryDamaged, match="check --repair"):
        add_documents(tmp_path, documents(), BagEncoder())
    report = build_index(tmp_path, documents(), BagEncoder())
    assert report.rebuilt_because and "put aside" in report.rebuilt_because
    assert_whole(tmp_path, documents())


def test_a_library_with_a_broken_page_is_put_aside(tmp_path: Path) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE documents SET record = '{\"id\": 1'")
    with pytest.raises(LibraryDamaged):
        Index.open(tmp_path, BagEncoder())
    assert "put aside" in str(build_index(tmp_path, documents(), BagEncoder()).rebuilt_because)
    assert_whole(tmp_path, documents())


def test_vectors_survive_a_rebuild_bit_for_bit(tmp_path: Path) -> None:
    build_index(tmp_path, documents(), BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        id = next(iter(index.passages))
        before = index.sentence_vectors(id)
    add_documents(tmp_path, [make_document("new", "欧盟通过了人工智能法案。")], BagEncoder())
    with Index.open(tmp_path, BagEncoder()) as index:
        assert np.array_equal(index.sentence_vectors(id), before)
