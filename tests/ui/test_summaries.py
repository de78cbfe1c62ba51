"""The page of summaries: what it draws, how it makes a thing once, and what it gives away as a file."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.summaries.kept import Kept
from assistant.summaries.types import (
    Bullet,
    Event,
    Position,
    Positions,
    Progress,
    Report,
    Subject,
    Summary,
    Telling,
    Texts,
    Timeline,
)
from assistant.types import Citation, Document
from index.errors import DebateError
from tests.waiting import PATIENCE, until
from ui.acts_summaries import exported
from ui.session import Session
from ui.summaries import summaries_html
from ui.summaries_text import tell
from ui.summaries_work import FIRST, Making, Shown, Thing, Wanted, Works
from ui.text import LANGUAGES

SAID: Texts = {"zh-Hans": "开源<b>有益</b>。", "zh-Hant": "開源<b>有益</b>。", "en": "Open <b>helps</b>."}
NAME: Texts = {"zh-Hans": "=王", "zh-Hant": "=王", "en": "=Wang"}
NONE: Texts = {"zh-Hans": "", "zh-Hant": "", "en": ""}


@pytest.fixture
def citation(document: Document) -> Citation:
    quote = "Second sentence."
    at = document.text.index(quote)
    return Citation(1, "p", document.id, document.title, document.publisher, document.date, quote, at, at + len(quote))


@pytest.fixture
def summary(citation: Citation) -> Summary:
    bullet = Bullet(SAID, (1,), 0.9)
    return Summary(Subject("collection"), "", "medium", bullet, (bullet,), (citation,), None, {}, 2, "m", 1.0)


@pytest.fixture
def positions(citation: Citation) -> Positions:
    row = Position(NAME, ("=王", "王某"), NONE, "group", "open", "power", SAID, (1,), 0.9)
    return Positions((row,), {"power": SAID}, (citation,), 0, "m", 1.0)


@pytest.fixture
def timeline(citation: Citation) -> Timeline:
    tellings = (Telling("3月7日", "2024-03-07", False, 1), Telling("3月6日", "2024-03-06", False, 1))
    return Timeline((Event("2024-03-07", False, SAID, tellings, True, 0.9),), (citation,), 0, "m", 1.0)


def _draw(
    wanted: Wanted, found: Thing | None, document: Document, making: Making | None = None, shown: Shown = "both"
) -> str:
    return summaries_html(wanted, found, making, {document.id: document}, "ready", "", shown, "en")


def test_both_languages_stand_side_by_side_escaped_and_cited(summary: Summary, document: Document) -> None:
    html = _draw(FIRST, summary, document)
    assert "开源&lt;b&gt;有益&lt;/b&gt;" in html and "Open &lt;b&gt;helps&lt;/b&gt;." in html and "<b>helps" not in html
    assert 'data-exchange="made"' in html and 'data-act="export-made"' in html
    assert tell("en", "dropped", count=2) in html


def test_one_language_alone_is_shown_and_given_away(summary: Summary, document: Document) -> None:
    chinese, english = (_draw(FIRST, summary, document, shown=shown) for shown in ("zh", "en"))
    assert "开源&lt;b&gt;" in chinese and "Open &lt;b&gt;" not in chinese
    assert "Open &lt;b&gt;" in english and "开源&lt;b&gt;" not in english
    session = Session(language="zh-Hans", shown="en")
    assert json.loads(exported(summary, "json", session))["languages"] == ["en"]
    assert "开源" not in exported(summary, "markdown", session)


def test_positions_are_grouped_by_side(positions: Positions, document: Document) -> None:
    html = _draw(Wanted("positions"), positions, document)
    assert "class='side open'" in html and "=Wang" in html and "Also written 王某" in html


def test_the_timeline_shows_dates_that_differ(timeline: Timeline, document: Document) -> None:
    html = _draw(Wanted("timeline"), timeline, document)
    assert "2024-03-06 / 2024-03-07" in html and "3月7日; 3月6日" in html and "class='differing'" in html


def test_lists_and_counts_are_told_as_the_language_writes_them(
    timeline: Timeline, summary: Summary, document: Document
) -> None:
    documents = {document.id: document}
    chinese = summaries_html(Wanted("timeline"), timeline, None, documents, "ready", "", "both", "zh-Hans")
    assert "3月7日、3月6日" in chinese
    assert "1 statement was left out" in _draw(FIRST, replace(summary, dropped=1), document)


def test_progress_can_be_stopped(document: Document) -> None:
    html = _draw(FIRST, None, document, Making(FIRST, Progress("writing", 3, 12)))
    assert 'value="3" max="12"' in html and 'data-act="stop-making"' in html


def test_what_went_wrong_is_told_and_can_be_tried_again(document: Document) -> None:
    html = _draw(FIRST, None, document, Making(FIRST, finished=True, problem="no <space>"))
    assert "no &lt;space&gt;" in html and 'data-act="make"' in html


def test_every_word_is_there_in_every_language() -> None:
    for language in LANGUAGES:
        assert tell(language, "count", done=1, total=2) and tell(language, "title")


@pytest.mark.parametrize("kind", ["markdown", "csv", "json"])
def test_exports(kind: str, summary: Summary, positions: Positions, timeline: Timeline) -> None:
    session = Session(language="zh-Hant")
    for found in (summary, positions, timeline):
        text = exported(found, kind, session)
        assert "開源" in text and "Open" in text
        if kind == "json":
            assert json.loads(text)["languages"] == ["zh-Hant", "en"]
    if kind == "csv":
        assert "'=王" in exported(positions, kind, session)


class _Loading:
    """Documents that are there; the assistant is never looked at."""

    def __init__(self, document: Document) -> None:
        self.documents = {document.id: document}

    def wait(self, cancel: threading.Event) -> object:
        return object()


def _works(home: Path, document: Document, make: Callable[..., Thing]) -> Works:
    return Works(_Loading(document), make, Settings(home=home))  # type: ignore[arg-type]


def _until_done(works: Works) -> None:
    until(lambda: not works.busy)


def test_a_thing_is_made_once_and_then_found(tmp_path: Path, document: Document, summary: Summary) -> None:
    settings = Settings(home=tmp_path)

    def make(assistant: object, wanted: Wanted, report: Report, cancel: threading.Event) -> Thing:
        report(Progress("writing", 1, 2))
        kept = Kept(settings.index_dir, settings.generator, settings.encoder)
        kept.keep_summary({document.id: document}, wanted.length, summary)
        return summary

    works = _works(tmp_path, document, make)
    assert works.find(FIRST) is None
    works.start(FIRST)
    _until_done(works)
    assert works.find(FIRST) == summary and works.cited(FIRST) == summary.citations
    assert works.making is not None and works.making.finished


def test_one_thing_at_a_time_and_stopping(tmp_path: Path, document: Document) -> None:
    def make(assistant: object, wanted: Wanted, report: Report, cancel: threading.Event) -> Thing:
        cancel.wait(PATIENCE)
        raise DebateError("stopped in the middle")

    works = _works(tmp_path, document, make)
    works.start(FIRST)
    with pytest.raises(DebateError, match="stop it"):
        works.start(Wanted("timeline"))
    works.stop()
    _until_done(works)
    assert works.making is not None and works.making.problem == "stopped in the middle"


def test_a_subject_that_is_none_is_refused_at_once(tmp_path: Path, document: Document) -> None:
    works = _works(tmp_path, document, lambda *_: None)  # type: ignore[arg-type, return-value]
    with pytest.raises(DebateError):
        works.start(Wanted("summary", Subject("topic", " ")))
    with pytest.raises(DebateError):
        works.start(Wanted("summary", Subject("document", "nowhere")))
    assert not works.busy
