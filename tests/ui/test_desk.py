"""The acts of a reader, without a browser."""

import asyncio
import threading
import time
import tomllib
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.translation import Translation, TranslationEvent
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Citation,
    Document,
    Done,
    Drafted,
    Passage,
    Sentence,
    Stage,
    Turn,
)
from index.contents import Removed
from index.errors import DebateError
from tests.waiting import PATIENCE, until
from ui.abilities import Abilities
from ui.backend import Loading
from ui.conversations import Conversations, new_id
from ui.desk import Desk
from ui.escape import show
from ui.openings import EXAMPLES, Openings, known_examples
from ui.session import REGIONS, Session, Update
from ui.text import say

SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass
class Index:
    documents: dict[str, Document]
    passages: dict[str, Passage] = field(default_factory=dict)
    removed: dict[str, Removed] = field(default_factory=dict)


@dataclass
class Fake:
    """Writes one sentence, then waits for ``go`` before it ends."""

    index: Index
    answer: Answer
    go: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)
    """Questions to begin with are found once it is set."""
    asked: list[tuple[str, tuple[Turn, ...], tuple[str, ...] | None]] = field(default_factory=list)
    error: Exception | None = None
    pours: bool = False
    """While it waits it drafts on, a hundred words a second."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        self.asked.append((question, tuple(history), None if documents is None else tuple(documents)))
        assert cancel is not None
        yield Stage("searching")
        yield Drafted("A state")
        yield Checked(self.answer.sentences[0], self.answer.citations[:1])
        yield Drafted("Anoth")
        while not self.go.wait(0.01):
            if cancel.is_set():
                return
            if self.pours:
                yield Drafted(" word")
        if self.error:
            raise self.error
        yield Done(self.answer)


@pytest.fixture
def fake(document: Document, exchange: Any) -> Fake:
    fake = Fake(Index({document.id: document}), exchange.answer)
    fake.open.set()
    return fake


class Page:
    """One open page, driven by its acts."""

    def __init__(self, desk: Desk, user: str = "", **boot: object) -> None:
        self.desk, self.session, self.shown = desk, Session(), dict.fromkeys(REGIONS, "")
        self.user = user or new_id()
        self.act("boot", user=self.user, languages=["en"], **boot)

    def act(self, name: str, **data: object) -> Update:
        update = self.desk.act(self.session, name, data)
        self.shown |= update.regions
        return update

    def follow(self, until: str = "") -> int:
        """Follow to the end, or until the answer being written holds ``until``; gives the number of updates."""

        async def run() -> int:
            count = 0
            async for update in self.desk.follow(self.session):
                count += 1
                self.shown |= update.regions
                if until and until in self.shown["live"]:
                    break
            return count

        # In a thread of its own: the browser tests keep a loop running in this one.
        with ThreadPoolExecutor(1) as one:
            return one.submit(asyncio.run, asyncio.wait_for(run(), PATIENCE)).result()


def translate(
    assistant: object, quote: str, language: str, date: str, cancel: threading.Event
) -> Iterator[TranslationEvent]:
    assert isinstance(assistant, Fake)
    yield Stage("writing")
    yield Drafted("Third")
    while not assistant.go.wait(0.01):
        if cancel.is_set():
            return
    if cancel.is_set():
        return
    if assistant.error:
        raise assistant.error
    yield Translation("Third <sentence> here.", "en", ("3",))


def suggest(assistant: object, answer: Answer, history: Sequence[Turn], *rest: object) -> list[str]:
    assert isinstance(assistant, Fake)
    if answer.question == "broken":
        raise ValueError("odd")
    return [f"What <next> after {len(history)}?"]


def measure(assistant: object, suites: Sequence[str], sample: int, progress: Any) -> Path:
    assert isinstance(assistant, Fake)
    for done in range(sample):
        progress("asking", done, sample)
        assistant.go.wait(1)
    if assistant.error:
        raise assistant.error
    return Path("20240309-101500-1a2b3c4d")


def begin(assistant: object, language: str, go_on: Any) -> list[str]:
    assert isinstance(assistant, Fake)
    while not assistant.open.wait(0.01):
        if not go_on():
            return []
    return [f"What <opens> in {language}?"]


ABLE = Abilities(lambda *_: None, translate, suggest, begin, measure, lambda *_: None)


@pytest.fixture
def desk(fake: Fake, tmp_path: Path) -> Desk:
    loading = Loading(lambda: fake)
    loading.start()
    loading.wait(threading.Event())
    return Desk(loading, Settings(home=tmp_path), ABLE)


def effects(update: Update) -> list[object]:
    return [effect["type"] for effect in update.effects]


def test_an_answer_is_followed_and_kept(desk: Desk, fake: Fake) -> None:
    page = Page(desk)
    page.act("ask", question="  What?  ", documents=["doc"])
    page.follow(until="Anoth")
    assert "A statement." in page.shown["live"] and "class='draft'" in page.shown["live"]
    fake.go.set()
    page.follow()
    assert page.shown["live"] == ""
    assert "Another one." in page.shown["thread"] and 'data-number="2"' in page.shown["thread"]
    assert fake.asked == [("What?", (), ("doc",))]
    again = Page(desk, page.user, conversation=page.session.conversation)
    assert again.shown["thread"] == page.shown["thread"]


def test_a_reload_in_the_middle_finds_the_answer_still_being_written(desk: Desk, fake: Fake) -> None:
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow(until="Anoth")
    reloaded = Page(desk, page.user, conversation=page.session.conversation)
    assert "A statement." in reloaded.shown["live"]
    fake.go.set()
    reloaded.follow()
    assert "Another one." in reloaded.shown["thread"]


def test_stopping_keeps_what_was_checked(desk: Desk) -> None:
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow(until="Anoth")
    page.act("stop")
    page.follow()
    assert "A statement." in page.shown["thread"] and "Anoth" not in page.shown["thread"]
    assert say("en", "stopped") in page.shown["thread"]


def test_history_and_asking_anew(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    page.act("ask", question="One?")
    page.follow()
    page.act("ask", question="Two?")
    page.follow()
    first = Turn("One?", "A statement. [1] Another one. [1][2]")
    assert fake.asked[-1] == ("Two?", (first,), None)
    store = Conversations(desk._canvas._folder, page.user)
    kept = store.read(page.session.conversation or "")
    assert kept is not None
    page.act("regenerate", exchange=kept.exchanges[1].id)
    page.follow()
    assert fake.asked[-1] == ("Two?", (first,), None)
    page.act("ask", question="One, edited?", replaces=kept.exchanges[0].id)
    page.follow()
    assert fake.asked[-1] == ("One, edited?", (), None)
    kept = store.read(page.session.conversation or "")
    assert kept is not None and [e.question for e in kept.exchanges] == ["One, edited?"]


@pytest.mark.parametrize(
    ("error", "shown"), [(DebateError("Do this."), "Do this."), (ValueError("odd"), "ValueError: odd")]
)
def test_a_failure_is_told_and_kept(desk: Desk, fake: Fake, error: Exception, shown: str) -> None:
    fake.error = error
    fake.go.set()
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow()
    assert shown in page.shown["thread"] and "class='failure'" in page.shown["thread"]


@pytest.mark.parametrize("question", ["", "   \n", "x" * 20_001])
def test_a_question_that_cannot_be_asked(desk: Desk, fake: Fake, question: str) -> None:
    page = Page(desk)
    assert effects(page.act("ask", question=question)) == ["toast"]
    assert fake.asked == [] and page.session.conversation is None


def test_updates_are_few(desk: Desk, fake: Fake) -> None:
    page, fake.pours = Page(desk), True
    page.act("ask", question="What?")
    threading.Timer(1.0, fake.go.set).start()
    began = time.monotonic()
    count = page.follow()
    assert count <= 8 * (time.monotonic() - began) + 2


def test_another_reader_sees_and_changes_nothing(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    mine, other = Page(desk), Page(desk)
    mine.act("ask", question="A secret question")
    mine.follow()
    theirs = mine.session.conversation
    for name in ("open", "delete", "undo", "export", "rename"):
        update = other.act(name, conversation=theirs, title="taken", format="json")
        assert "secret" not in str(update)
    assert "secret" not in str(Page(desk, other.user, conversation=theirs).shown)
    assert "secret" in mine.act("export", conversation=theirs, format="md").effects[0]["text"]  # type: ignore[operator]


def test_acts_before_the_reader_is_known_ask_for_it(desk: Desk) -> None:
    assert effects(desk.act(Session(), "ask", {"question": "x"})) == ["boot"]
    assert desk.act(Session(), "no such act", {}) == Update()


def test_nonsense_from_a_browser_breaks_nothing(desk: Desk) -> None:
    page = Page(desk)
    for name in desk._acts:
        for data in ({}, {"exchange": 3, "number": "x", "conversation": [], "documents": {}, "user": 1, "page": 2}):
            desk.act(page.session, name, data)


def test_a_citation_opens_its_document(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow()
    store = Conversations(desk._canvas._folder, page.user)
    kept = store.read(page.session.conversation or "")
    assert kept is not None
    update = page.act("cite", exchange=kept.exchanges[0].id, number="2")
    assert effects(update) == ["source", "follow"]
    assert "<mark class='cited current' data-number='2'>第三句在这里。</mark>" in page.shown["source"]
    assert "<mark class='cited' data-number='1'>Second sentence.</mark>" in page.shown["source"]
    fake.index.documents.clear()
    page.act("cite", exchange=kept.exchanges[0].id, number="2")
    assert say("en", "document_gone") in page.shown["source"] and "第三句在这里。" in page.shown["source"]


def test_delete_and_undo(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow()
    conversation = page.session.conversation
    update = page.act("delete", conversation=conversation)
    assert page.session.conversation is None and "What?" not in page.shown["sidebar"]
    undo = next(effect for effect in update.effects if effect["type"] == "toast")
    page.act(str(undo["act"]), **undo["data"])  # type: ignore[arg-type]
    assert page.session.conversation == conversation and "What?" in page.shown["thread"]


def test_votes(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow()
    store = Conversations(desk._canvas._folder, page.user)
    kept = store.read(page.session.conversation or "")
    assert kept is not None
    at = kept.exchanges[0].id
    page.act("vote", exchange=at, vote="down")
    page.act("reason", exchange=at, reason="not <so>")
    assert "not &lt;so&gt;" in page.shown["thread"]
    page.act("vote", exchange=at, vote="down")
    kept = store.read(page.session.conversation or "")
    assert kept is not None and kept.exchanges[0].vote is None and kept.exchanges[0].reason == ""


def test_loading_and_its_failure_are_shown(tmp_path: Path) -> None:
    held = threading.Event()

    def provider() -> Fake:
        held.wait(PATIENCE)
        raise DebateError("Run: debate models pull")

    loading = Loading(provider)
    loading.start()
    page = Page(Desk(loading, Settings(home=tmp_path), ABLE))
    assert say("en", "loading_models") in page.shown["bar"]
    page.act("ask", question="What?")
    held.set()
    page.follow()
    assert "Run: debate models pull" in page.shown["composer"] and "Run: debate models pull" in page.shown["thread"]


def test_the_welcome_tells_whether_there_are_documents_as_they_come(fake: Fake, tmp_path: Path) -> None:
    held, documents, fake.index.documents = threading.Event(), fake.index.documents, {}

    def provider() -> Fake:
        held.wait(PATIENCE)
        return fake

    loading = Loading(provider)
    loading.start()
    page = Page(Desk(loading, Settings(home=tmp_path), ABLE))
    assert say("en", "no_documents") not in page.shown["thread"]
    held.set()
    page.follow()
    assert say("en", "no_documents") in page.shown["thread"]
    fake.index.documents = documents
    page.follow()
    assert say("en", "no_documents") not in page.shown["thread"]


def test_a_citation_is_drawn_with_what_the_card_shows(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    page.act("ask", question="What?")
    page.follow()
    citation: Citation = fake.answer.citations[0]
    assert f'data-quote="{citation.quote}"' in page.shown["thread"]
    assert 'data-title="A &lt;b&gt;title&lt;/b&gt;"' in page.shown["thread"]
    sentence: Sentence = fake.answer.sentences[1]
    assert sentence.support < 0.8 and "support fair" in page.shown["thread"]


def asked(desk: Desk, page: Page) -> str:
    """Ask, and give the id of the exchange."""
    page.act("ask", question="What?")
    page.follow()
    kept = Conversations(desk._canvas._folder, page.user).read(page.session.conversation or "")
    assert kept is not None
    return kept.exchanges[-1].id


def test_a_foreign_quote_is_translated_once_and_kept(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    exchange = asked(desk, page)
    page.act("cite", exchange=exchange, number="1")
    assert page.shown["translated"] == ""
    page.act("cite", exchange=exchange, number="2")
    assert "English" in page.shown["translated"] and 'data-act="translate"' in page.shown["translated"]
    fake.go.clear()
    page.act("translate")
    threading.Timer(0.3, fake.go.set).start()
    page.follow()
    assert "Third &lt;sentence&gt; here." in page.shown["translated"]
    assert say("en", "machine") in page.shown["translated"] and "data-act" not in page.shown["translated"]
    assert say("en", "doubts", figures="3") in page.shown["translated"]
    fake.go.clear()
    other = Page(desk, page.user, conversation=page.session.conversation)
    other.act("cite", exchange=exchange, number="2")
    assert "Third &lt;sentence&gt; here." in other.shown["translated"]
    assert len(list(desk._translations._folder.glob("*.json"))) == 1


def test_a_translation_is_stopped_by_hand_and_by_the_next_question(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    exchange = asked(desk, page)
    page.act("cite", exchange=exchange, number="2")
    for stop in (lambda: page.act("stop-translation"), lambda: page.act("ask", question="Next?")):
        fake.go.clear()
        page.act("translate")
        stop()
        fake.go.set()
        page.follow()
        assert say("en", "translation_stopped") in page.shown["translated"]


def test_a_translation_that_fails_says_why(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    exchange = asked(desk, page)
    page.act("cite", exchange=exchange, number="2")
    fake.error = DebateError("The model <failed>.")
    page.act("translate")
    page.follow()
    assert "The model &lt;failed&gt;." in page.shown["translated"] and "data-act" in page.shown["translated"]


def test_questions_to_go_on_with_stand_below_the_last_answer(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    asked(desk, page)
    assert "What &lt;next&gt; after 0?" in page.shown["suggested"]
    again = Page(desk, page.user, conversation=page.session.conversation)
    assert again.shown["suggested"] == page.shown["suggested"]
    asked(desk, page)
    assert "What &lt;next&gt; after 1?" in page.shown["suggested"]
    page.act("new")
    assert page.shown["suggested"] == ""


def test_a_conversation_begins_with_questions_to_the_documents_at_hand(desk: Desk, fake: Fake) -> None:
    fake.open.clear()
    page = Page(desk)
    assert "example" not in page.shown["thread"] and say("en", "examples") not in page.shown["thread"]
    fake.open.set()
    page.follow()
    assert "What &lt;opens&gt; in en?" in page.shown["thread"]
    page.act("language", value="zh-Hans")
    page.follow()
    assert "in zh-Hans?" in page.shown["thread"] and "in en?" not in page.shown["thread"]
    # Found once for these documents: the next start reads them.
    fake.open.clear()
    again = Openings(desk._loading, begin, desk._jobs, desk._openings._folder)
    assert again.look("en") == (("en", "What <opens> in en?"),) and not again.busy
    fake.index.documents["more"] = replace(fake.index.documents["doc"], id="more")
    assert again.look("en") == () and again.busy
    fake.open.set()


def test_questions_found_as_soon_as_they_are_looked_for_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(desk)
    page.follow()
    openings = desk._openings

    def at_once(key: Any) -> None:
        openings._busy.acquire()
        openings._run(key)

    # What looks for them ends before the one who follows the page asks whether anything goes on.
    monkeypatch.setattr(openings, "_start", at_once)
    page.session.language = "zh-Hant"
    page.session.opened = ()
    page.follow()
    assert "in zh-Hant?" in page.shown["thread"]


def test_what_the_documents_that_come_with_the_program_answer_is_known() -> None:
    for id in ("nbd", "fromgeek"):
        assert all(id in answering for script, text, answering in EXAMPLES if (script, text) in known_examples([id]))
        assert known_examples([id])
    assert known_examples(["doc"]) == ()
    names = {row["id"] for row in tomllib.loads((SEEDS / "catalogue.toml").read_text(encoding="utf-8"))["document"]}
    assert all(answering <= names for *_, answering in EXAMPLES)
    assert len(known_examples(names)) == len(EXAMPLES)


def test_looking_for_questions_to_begin_with_gives_way_to_a_question(desk: Desk, fake: Fake) -> None:
    fake.open.clear()
    page = Page(desk)
    assert desk._openings.busy
    page.act("ask", question="q?")
    for _ in range(200):
        if not desk._openings.busy:
            break
        time.sleep(0.01)
    assert not desk._openings.busy
    fake.go.set()
    page.follow()
    fake.open.set()
    page.act("new")
    page.follow()
    assert "What &lt;opens&gt; in en?" in page.shown["thread"]


def test_that_questions_are_looked_for_is_said_until_they_are_found(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    page = Page(desk)
    exchange = asked(desk, page)
    desk._suggestions.expect(exchange)
    again = Page(desk, page.user, conversation=page.session.conversation)
    assert say("en", "looking") in again.shown["suggested"] and "data-act" not in again.shown["suggested"]
    desk._suggestions._pending.clear()
    again.follow()
    assert "What &lt;next&gt; after 0?" in again.shown["suggested"]


def test_without_suggestions_nothing_is_missed(desk: Desk, fake: Fake) -> None:
    fake.go.set()
    fake.answer = replace(fake.answer, question="broken")
    page = Page(desk)
    asked(desk, page)
    assert page.shown["suggested"] == "" and "A statement." in page.shown["thread"]


def test_a_run_of_evals_is_followed_stopped_and_waits_for_readers(desk: Desk, fake: Fake) -> None:
    page = Page(desk)
    page.act("go", page="evals")
    assert say("en", "no_runs") in page.shown["page"] and 'name="suite"' in page.shown["page"]
    assert effects(page.act("measure", suites=[], sample="10")) == ["toast"]
    assert effects(page.act("measure", suites=["refusal"], sample="11")) == ["toast"]
    page.act("measure", suites=["refusal"], sample="10")
    other = Page(desk)
    assert effects(other.act("measure", suites=["refusal"], sample="10")) == ["toast"]
    other.act("ask", question="What?")
    until(lambda: page.act("go", page="evals") and show(say("en", "run_waits")) in page.shown["page"])
    page.act("stop-measuring")
    page.follow()
    assert say("en", "run_stopped") in page.shown["page"] and 'name="suite"' in page.shown["page"]
    fake.go.set()
    other.follow()
    page.act("measure", suites=["refusal"], sample="10")
    page.follow()
    assert say("en", "run_done", name="20240309-101500-1a2b3c4d") in page.shown["page"]
    fake.error = DebateError("The judge <is> missing.")
    page.act("measure", suites=["refusal"], sample="10")
    page.follow()
    assert "The judge &lt;is&gt; missing." in page.shown["page"]


def test_only_runs_of_the_list_can_be_opened(desk: Desk, tmp_path: Path) -> None:
    page = Page(desk)
    for name in ("../../etc", "/etc", "", "nothing"):
        assert effects(page.act("report", run=name)) == ["toast"]
        assert effects(page.act("compare", before=name, after="x")) == ["toast"]
