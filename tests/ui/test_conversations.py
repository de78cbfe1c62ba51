"""Conversations on disk: whole, private, and not lost to a broken neighbour."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from filelock import FileLock

from assistant.types import Evidence, Passage, Span
from ui.conversations import ConversationError, Conversations, new_id, now
from ui.export import as_json
from ui.records import Conversation, Exchange, keepable


@pytest.fixture
def store(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path, new_id())


def test_what_is_written_is_read(store: Conversations, conversation: Conversation) -> None:
    store.write(conversation)
    assert store.read(conversation.id) == conversation


def test_an_answer_with_views_of_mappings_is_kept(store: Conversations, conversation: Conversation) -> None:
    exchange = conversation.exchanges[0]
    assert exchange.answer is not None
    passage = Passage("p", "doc", "x", 0, 1, (Span(0, 1),), "l")
    evidence = (Evidence(passage, 1, 0.1, MappingProxyType({"dense": 0.5})),)
    answer = replace(exchange.answer, evidence=evidence, timings_ms=MappingProxyType({"total": 1.0}))
    kept = replace(conversation, exchanges=(replace(exchange, answer=keepable(answer)),))
    store.write(kept)
    assert store.read(kept.id) == kept
    assert '"dense": 0.5' in as_json(kept)


def test_two_people_do_not_see_each_other(tmp_path: Path, conversation: Conversation) -> None:
    one, two = Conversations(tmp_path, new_id()), Conversations(tmp_path, new_id())
    one.write(conversation)
    assert two.read(conversation.id) is None
    assert two.all() == [] and two.delete(conversation.id) is None
    assert [c.id for c in one.all()] == [conversation.id]


@pytest.mark.parametrize("bad", ["", "..", "../../etc", "A" * 32, "a" * 31, "a" * 33, "a/b"])
def test_only_ids_become_paths(tmp_path: Path, store: Conversations, bad: str) -> None:
    with pytest.raises(ConversationError):
        Conversations(tmp_path, bad)
    assert store.read(bad) is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"id": "x"}', b'{"id": 3, "turns": null}'])
def test_a_broken_file_is_passed_over_and_kept(tmp_path: Path, conversation: Conversation, content: bytes) -> None:
    user = new_id()
    store = Conversations(tmp_path, user)
    store.write(conversation)
    broken = tmp_path / user / f"{new_id()}.json"
    broken.write_bytes(content)
    assert [c.id for c in store.all()] == [conversation.id]
    assert store.read(broken.stem) is None
    assert broken.read_bytes() == content


def test_a_failed_write_leaves_the_old_file(
    store: Conversations, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(conversation)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ConversationError, match="No space left"):
        store.write(replace(conversation, title="new"))
    monkeypatch.undo()
    assert store.read(conversation.id) == conversation
    assert [file.name for file in store._folder.iterdir() if file.name != ".lock"] == [f"{conversation.id}.json"]


def test_changes_of_two_windows_are_both_kept(store: Conversations, conversation: Conversation) -> None:
    store.write(conversation)

    def add(n: int) -> None:
        extra = Exchange(f"{n:032x}", str(n), now())
        store.change(conversation.id, lambda c: replace(c, exchanges=(*c.exchanges, extra)))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.read(conversation.id)
    assert kept is not None and len(kept.exchanges) == 13


_ADDING = """
import sys
from dataclasses import replace
from pathlib import Path
from ui.conversations import Conversations, new_id, now
from ui.records import Exchange

store = Conversations(Path(sys.argv[1]), sys.argv[2])
sys.stdin.read()
for n in range(20):
    extra = Exchange(new_id(), str(n), now())
    store.change(sys.argv[3], lambda c: replace(c, exchanges=(*c.exchanges, extra)))
"""


@pytest.mark.slow
def test_changes_of_two_processes_are_both_kept(
    tmp_path: Path, store: Conversations, conversation: Conversation
) -> None:
    store.write(conversation)
    command = [sys.executable, "-c", _ADDING, str(tmp_path), store._folder.name, conversation.id]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait() for process in processes] == [0, 0]
    kept = store.read(conversation.id)
    assert kept is not None and len(kept.exchanges) == 41


def test_what_a_killed_writer_left_goes_and_a_folder_that_is_held_is_told(
    store: Conversations, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(conversation)
    stray = store._folder / ".writing-abc"
    stray.write_text("half of what was said")
    store.rename(conversation.id, "new")
    assert not stray.exists()
    monkeypatch.setattr("ui.conversations._PATIENCE", 0.0)
    with FileLock(store._folder / ".lock"), pytest.raises(ConversationError, match="another process"):
        store.rename(conversation.id, "newer")
    assert [one.title for one in store.all()] == ["new"]


def test_the_bin_gives_back_and_is_emptied_after_a_day(store: Conversations, conversation: Conversation) -> None:
    store.write(conversation)
    store.delete(conversation.id)
    assert store.all() == []
    store.restore(conversation.id)
    assert len(store.all()) == 1
    old = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    store.write(replace(conversation, deleted=old))
    assert store.all() == [] and store.read(conversation.id) is None


def test_search_looks_in_titles_questions_and_answers(store: Conversations, conversation: Conversation) -> None:
    store.write(conversation)
    for query in ("title", "WHAT", "statement another", "  "):
        assert len(store.all(query)) == 1, query
    assert store.all("statement absent") == []


def test_a_title_is_the_question_cut(store: Conversations) -> None:
    assert store.start("short\n question").title == "short question"
    assert len(store.start("长" * 500).title) == 60
    conversation = store.start("x")
    store.rename(conversation.id, "   ")
    assert store.read(conversation.id) == conversation
