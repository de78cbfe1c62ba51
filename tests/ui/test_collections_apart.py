"""What collections keep is apart: index, passage states, summaries, translations, conversations. Models are shared.

A passage's state, a summary or a translation is kept by its text, so that the same file fits in every collection that
holds the text, but each has its own: none is lost or found because of another.
"""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.collections import list_collections, remove_collection, root_home, settings_of
from assistant.engines.kv_store import state_key
from assistant.reading_ahead import as_read, forget_removed, kv_store
from assistant.settings import Settings
from assistant.summaries.kept import Kept
from assistant.summaries.memory import Memory, Translated
from assistant.summaries.types import Subject, Summary
from assistant.types import Citation
from index import update
from index.build import add_documents, remove_documents
from index.collection import Index
from index.intake import Incoming
from index.originals import keep_original
from index.update import silent
from tests.browser.replay import FLAWS, TRANSLATED, Replay, translate
from tests.index.bag_encoder import BagEncoder, make_document
from ui.abilities import abilities
from ui.backend import Assistant, Loading
from ui.changes import Changes
from ui.conversations import Conversations
from ui.desk import Desk
from ui.records import Conversation
from ui.translations import Translations

SHARED = make_document("musk", "马斯克起诉了OpenAI。他要求公开研究成果。" * 8)
OWN = make_document("law", "The court will hear the case in March. Both sides filed papers. " * 6, script="en")


@pytest.fixture
def root(tmp_path: Path) -> Settings:
    """A home and two collections with the same documents, each with its states."""
    root = Settings(home=tmp_path / "home", models=tmp_path / "models")
    for name in ("default", "papers", "drafts"):
        settings = settings_of(root, name)
        add_documents(settings.index_dir, [SHARED, OWN], BagEncoder())
        for text in texts(settings):
            kv_store(settings).put(state_key(text, "model"), text.encode())
    return root


def texts(settings: Settings) -> list[str]:
    with Index.open(settings.index_dir, BagEncoder()) as index:
        return as_read(index.documents, index.passages.values())


def missing(settings: Settings, wanted: list[str]) -> list[str]:
    store = kv_store(settings)
    return [text for text in wanted if store.get(state_key(text, "model")) != text.encode()]


@pytest.mark.slow
def test_removing_a_document_takes_its_states_from_its_own_collection_only(root: Settings) -> None:
    papers, drafts = settings_of(root, "papers"), settings_of(root, "drafts")
    wanted = texts(root)
    remove_documents(papers.index_dir, ["musk"], BagEncoder())
    gone = len(wanted) - len(texts(papers))
    assert forget_removed(papers) == gone > 0
    assert len(missing(papers, wanted)) == gone and not missing(papers, texts(papers))
    for other in (root, drafts):
        assert forget_removed(other) == 0 and missing(other, wanted) == []


@pytest.mark.slow
@pytest.mark.parametrize("discarded", [False, True])
def test_what_lapses_or_is_discarded_on_the_page_takes_its_file_from_its_own_collection_only(
    root: Settings, monkeypatch: pytest.MonkeyPatch, discarded: bool
) -> None:
    papers, drafts = settings_of(root, "papers"), settings_of(root, "drafts")
    data = SHARED.text.encode()
    files = [settings.home / "documents" / SHARED.sha256 for settings in (papers, drafts)]
    for file in files:
        keep_original(file.parent, data)
    with Index.open(papers.index_dir, BagEncoder()) as index:
        assistant = SimpleNamespace(index=index)
        change = abilities(papers).change
        change(cast(Assistant, assistant), Changes(remove=["musk"]), silent)
        assert [file.exists() for file in files] == [True, True]
        if discarded:
            change(cast(Assistant, assistant), Changes(discard=["musk"]), silent)
        else:
            monkeypatch.setattr(update, "BIN_DAYS", -1)
            change(cast(Assistant, assistant), Changes(remove=["law"]), silent)
        assert "musk" not in index.removed
    assert [file.exists() for file in files] == [False, True]


@pytest.mark.slow
def test_what_comes_in_on_the_page_is_taken_once(root: Settings) -> None:
    papers = settings_of(root, "papers")
    new = make_document("new", "Open weights let more people find flaws. " * 8, script="en")
    with Index.open(papers.index_dir, BagEncoder()) as index:
        change = abilities(papers).change
        # Another process was first; the page has not looked since.
        add_documents(papers.index_dir, [replace(new, id="theirs", source="theirs.txt")], BagEncoder())
        incoming = [Incoming(new), Incoming(replace(SHARED, text=SHARED.text + "后来加上的一句。", sha256="0" * 64))]
        plan = change(cast(Assistant, SimpleNamespace(index=index)), Changes(incoming=incoming), silent)
        assert plan is not None and plan.same == (("new.txt", "theirs"),) and plan.replaced == ("musk",)
        assert set(index.documents) == {"musk", "law", "theirs"} and "后来" in index.documents["musk"].text


def test_removing_a_collection_leaves_the_others_whole(root: Settings) -> None:
    wanted = texts(root)
    remove_collection(root, "papers")
    assert missing(root, wanted) == [] and missing(settings_of(root, "drafts"), wanted) == []
    assert [one.name for one in list_collections(root)] == ["default", "drafts"]


def test_a_copied_folder_is_a_collection_with_its_states(root: Settings) -> None:
    wanted = texts(root)
    papers, moved = settings_of(root, "papers"), settings_of(root, "moved")
    shutil.copytree(papers.home, moved.home)
    assert texts(moved) == wanted and missing(moved, wanted) == []
    remove_collection(root, "papers")
    assert missing(moved, wanted) == []


def test_summaries_and_translations_are_each_collections_own(root: Settings) -> None:
    papers, drafts = settings_of(root, "papers"), settings_of(root, "drafts")
    documents = {"musk": SHARED}
    summary = Summary(Subject("document", "musk"), "T", "short", None, (), (), None, {}, 0, "model", 1.0)
    kept = {s.home: Kept(s.index_dir, s.generator, s.encoder) for s in (root, papers, drafts)}
    kept[papers.home].keep_summary(documents, "short", summary)
    assert kept[papers.home].summary(documents, summary.subject, "short") == summary
    assert kept[drafts.home].summary(documents, summary.subject, "short") is None
    assert kept[root.home].summary(documents, summary.subject, "short") is None
    Memory(papers.index_dir, "model").keep(Translated("text", 0.9), "sentence")
    assert Memory(papers.index_dir, "model").find("sentence") == Translated("text", 0.9)
    assert Memory(drafts.index_dir, "model").find("sentence") is None
    quotes = translations(papers)
    quotes.start("reader", Citation(1, "p", "musk", "T", "P", "2024-03-09", FLAWS, 0, 13), "zh-Hans")
    for _ in range(500):
        if (now := quotes.look("reader", FLAWS, "zh-Hans")) and not now.running:
            break
        time.sleep(0.02)
    found = translations(papers).look("another", FLAWS, "zh-Hans")
    assert found is not None and found.text == TRANSLATED[FLAWS, "zh-Hans"].text
    assert translations(drafts).look("reader", FLAWS, "zh-Hans") is None
    remove_collection(root, "drafts")
    assert kept[papers.home].summary(documents, summary.subject, "short") == summary


def translations(settings: Settings) -> Translations:
    """Where the page of a collection keeps them."""
    loading = Loading(Replay)
    loading.start()
    return Desk(loading, settings, replace(abilities(settings), translate=translate))._translations


def test_conversations_are_each_collections_own(root: Settings) -> None:
    papers, drafts = settings_of(root, "papers"), settings_of(root, "drafts")
    reader = "a" * 32
    Conversations(papers.home / "conversations", reader).write(Conversation("b" * 32, "T", "2024", "2024", ()))
    assert [one.id for one in Conversations(papers.home / "conversations", reader).all()] == ["b" * 32]
    for other in (drafts, root):
        assert list(Conversations(other.home / "conversations", reader).all()) == []


def test_models_are_shared_and_the_home_is_known(root: Settings) -> None:
    papers = settings_of(root, "papers")
    assert papers.models_dir == root.models_dir
    assert root_home(papers) == root_home(root) == root.home
