"""Summaries, positions and the timeline as they are made, kept, stopped and refused; the model replays."""

import csv
import io
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from summary_fakes import LIST, FakeIndex, document, vector

from assistant.engines.llama_cpp import Engine
from assistant.scope import Scope
from assistant.summaries.errors import Stopped
from assistant.summaries.kept import Kept
from assistant.summaries.render import (
    positions_csv,
    positions_object,
    summary_csv,
    summary_markdown,
    summary_object,
    table,
    timeline_markdown,
    timeline_object,
)
from assistant.summaries.service import Summarizer
from assistant.summaries.types import Progress, Subject
from assistant.types import Document, Script
from index.errors import UsageError

BOTH: tuple[Script, ...] = ("zh-Hans", "en")
TEXT = """河畔之争

2023年7月，微软在柏林推出了开放模型。该模型有70亿个参数，训练花费了350万美元。

江南大学教授李文清表示，“开源对于防止权力集中很重要。”

反对开源的一派认为，开源模型可能被恶意利用。

今年2月29日，马斯克起诉了微软，要求它恢复开源。
"""
ENGLISH = {
    "2023年7月，微软在柏林推出了开放模型。": "In July 2023 Microsoft launched an open model in Berlin.",
    "2023年7月，微软在柏林推出了开放模型。该模型有70亿个参数，训练花费了350万美元。": "In July 2023 Microsoft launched "
    "an open model in Berlin. The model has 7 billion parameters and its training cost $3.5 million.",
    "微软在柏林推出了开放模型。": "Microsoft launched an open model in Berlin.",
    "江南大学教授李文清表示，“开源对于防止权力集中很重要。”": "Professor Li Wenqing of Jiangnan University said "
    "that open source matters for preventing concentration of power.",
    "开源对于防止权力集中很重要。": "Open source matters for preventing the concentration of power.",
    "反对开源的一派认为，开源模型可能被恶意利用。": "Those against open source believe open models may be misused.",
    "开源模型可能被恶意利用。": "Open models may be used maliciously.",
    "反对开源的一派": "Those against open source",
    "江南大学": "Jiangnan University",
    "今年2月29日，马斯克起诉了微软，要求它恢复开源。": "On February 29 this year Musk sued Microsoft and demanded "
    "that it return to open source.",
    "马斯克起诉了微软，要求它恢复开源。": "Musk sued Microsoft and demanded that it return to open source.",
}


class ReplayReader:
    """Gives each sentence its translation, whatever was put into English before; anything else it cannot say."""

    judging = "logits"

    def __init__(self, table: dict[str, str]) -> None:
        self.asked: list[str] = []
        self._table = table

    def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
        """The translation whose source has the most characters of the passage."""
        self.asked.append(passage)
        dated = any(char.isdigit() for char in passage)
        plain = {source: _share(passage, source) for source in self._table}
        best = max(plain, key=lambda one: (plain[one], any(char.isdigit() for char in one) == dated), default="")
        return self._table[best] if best and plain[best] > 0.8 else ""

    def chat(self, messages: Sequence[tuple[str, str]], *, limit: int = 256, keep: bool = False) -> Iterator[str]:
        """The same, for what was said last."""
        yield self.rewrite(messages[-1][1], "", limit=limit)

    def close(self) -> None:
        """Nothing to free."""


def _share(passage: str, source: str) -> float:
    """Likeness of two texts by their Chinese characters, without the names, figures and terms put into English."""
    a, b = ({char for char in text if "一" <= char <= "鿿"} for text in (passage, source))
    known = set("马斯克微软年月日今万亿美元开源模型权力集中")
    a, b = a - known, b - known
    return len(a & b) / max(1, len(a | b))


@pytest.fixture
def subject_document() -> Document:
    return document("riv", TEXT, "2024-03-11", "zh-Hans", "河畔之争")


def _summarizer(home: Path, documents: Sequence[Document], reader: Any = None) -> tuple[Summarizer, Engine]:
    engine = Engine(lambda: reader or ReplayReader(ENGLISH))
    scope = Scope(("elsewhere",), np.stack([vector("weather code poem")]))
    index: Any = FakeIndex(documents)
    return Summarizer(index, engine, scope, home / "index", generator="replay", encoder="bag"), engine


@pytest.fixture
def summarizer(tmp_path: Path, subject_document: Document) -> Iterator[Summarizer]:
    made, engine = _summarizer(tmp_path, [subject_document])
    yield made
    engine.close()


def test_a_summary_says_the_same_in_both_languages_with_exact_quotes(
    summarizer: Summarizer, subject_document: Document
) -> None:
    summary = summarizer.summary(Subject("document", "riv"))
    statements = [summary.headline, *summary.bullets]
    assert summary.headline is not None and len(statements) >= 4 and summary.refusal is None
    for bullet in statements:
        assert bullet is not None and set(bullet.texts) == {"zh-Hans", "zh-Hant", "en"}
        assert bullet.citations and 0 <= bullet.support <= 1
    for citation in summary.citations:
        assert subject_document.text[citation.start : citation.end] == citation.quote
    texts = {bullet.texts["en"] for bullet in statements if bullet}
    assert "On February 29 this year Musk sued Microsoft and demanded that it return to open source." in texts


def test_a_summary_is_kept_until_the_document_changes(
    tmp_path: Path, summarizer: Summarizer, subject_document: Document
) -> None:
    made = summarizer.summary(Subject("document", "riv"), "short")
    kept = Kept(tmp_path / "index", "replay", "bag")
    assert kept.summary({"riv": subject_document}, Subject("document", "riv"), "short") == made
    changed = document("riv", TEXT + "又及。", "2024-03-11", "zh-Hans", "河畔之争")
    assert kept.summary({"riv": changed}, Subject("document", "riv"), "short") is None
    assert Kept(tmp_path / "index", "other", "bag").summary({"riv": subject_document}, made.subject, "short") is None


def test_translations_are_remembered(tmp_path: Path, subject_document: Document) -> None:
    reader = ReplayReader(ENGLISH)
    made, engine = _summarizer(tmp_path, [subject_document], reader)
    made.summary(Subject("document", "riv"), "medium")
    before = len(reader.asked)
    made.summary(Subject("document", "riv"), "short")
    engine.close()
    assert len(reader.asked) == before


def test_a_statement_whose_translation_fails_is_in_neither_language(tmp_path: Path, subject_document: Document) -> None:
    wrong = {
        **ENGLISH,
        "今年2月29日，马斯克起诉了微软，要求它恢复开源。": "On February 28 this year Musk sued Microsoft.",
    }
    made, engine = _summarizer(tmp_path, [subject_document], ReplayReader(wrong))
    summary = made.summary(Subject("document", "riv"))
    engine.close()
    assert summary.dropped >= 1
    assert not any("马斯克" in bullet.texts["zh-Hans"] for bullet in summary.bullets)


def test_where_no_translation_holds_nothing_is_shown_and_the_reader_told(
    tmp_path: Path, subject_document: Document
) -> None:
    broken_off = {source: english.rstrip(".") for source, english in ENGLISH.items()}
    made, engine = _summarizer(tmp_path, [subject_document], ReplayReader(broken_off))
    summary = made.summary(Subject("document", "riv"))
    engine.close()
    assert summary.headline is None and not summary.bullets and summary.notice and summary.dropped


def test_a_person_named_in_chinese_only_is_not_given_a_name_by_the_model(tmp_path: Path) -> None:
    text = TEXT.replace("江南大学教授李文清表示", "研究员扬尼克·基尔彻表示")
    made, engine = _summarizer(tmp_path, [document("riv", text, "2024-03-11", "zh-Hans", "河畔之争")])
    named = [row.speaker["en"] for row in made.positions().positions if row.voice == "person"]
    engine.close()
    assert named == ["扬尼克·基尔彻"]


def test_a_name_that_goes_round_and_round_is_none(tmp_path: Path, subject_document: Document) -> None:
    looping = {**ENGLISH, "反对开源的一派": "Those against open souropensouropensouropensour"}
    made, engine = _summarizer(tmp_path, [subject_document], ReplayReader(looping))
    found = made.positions()
    engine.close()
    assert found.dropped == 1 and [row.stance for row in found.positions] == ["open"]


def test_positions_have_sides_quotes_and_both_languages(summarizer: Summarizer) -> None:
    found = summarizer.positions()
    by_side = {row.stance: row for row in found.positions}
    assert by_side["open"].speaker["en"] == "Li Wenqing" and by_side["open"].voice == "person"
    assert by_side["open"].argument["en"] == ENGLISH["开源对于防止权力集中很重要。"]
    assert by_side["closed"].speaker["en"] == "Those against open source" and by_side["closed"].voice == "group"
    row = positions_object(found, BOTH)["positions"][0]
    assert set(row) >= {"speaker", "stance", "theme", "argument", "citations"}
    rows = list(csv.reader(io.StringIO(positions_csv(found, BOTH))))
    assert len(rows) == len(found.positions) + 1 and len({len(row) for row in rows}) == 1


def test_the_timeline_has_normalised_dates_and_the_words_of_the_document(summarizer: Summarizer) -> None:
    found = summarizer.timeline()
    assert [event.date for event in found.events] == ["2023-07", "2024-02-29"]
    assert found.events[1].tellings[0].date_text == "今年2月29日"
    assert timeline_object(found, BOTH)["events"][0]["what"]["en"] == "Microsoft launched an open model in Berlin."
    assert "2024\\-02\\-29" in timeline_markdown(found, BOTH)


def test_a_topic_that_nothing_treats_is_refused(summarizer: Summarizer) -> None:
    summary = summarizer.summary(Subject("topic", "quantum chromodynamics in neutron stars"))
    assert summary.refusal is not None and not summary.bullets and summary.notice["en"]
    assert summary_object(summary, BOTH)["refused"] is True


@pytest.mark.parametrize(
    "subject", [Subject("topic", "  "), Subject("document", "nowhere"), Subject("topic", "x" * 999)]
)
def test_what_is_no_subject_is_wrong_usage(summarizer: Summarizer, subject: Subject) -> None:
    with pytest.raises(UsageError):
        summarizer.summary(subject)


def test_stopping_ends_the_work_and_keeps_no_half_result(tmp_path: Path, subject_document: Document) -> None:
    made, engine = _summarizer(tmp_path, [subject_document])
    cancel = threading.Event()

    def report(progress: Progress) -> None:
        if progress.step == "writing" and progress.done >= 1:
            cancel.set()

    with pytest.raises(Stopped):
        made.summary(Subject("document", "riv"), report=report, cancel=cancel)
    assert made.kept.summary({"riv": subject_document}, Subject("document", "riv"), "medium") is None
    assert made.summary(Subject("document", "riv")).bullets
    engine.close()


@pytest.mark.parametrize(
    ("text", "script", "bullets", "refused"),
    [
        ("Title only", "en", 0, True),
        ("2023年7月，微软在柏林推出了开放模型。", "zh-Hans", 0, False),
    ],
)
def test_short_documents(tmp_path: Path, text: str, script: Script, bullets: int, refused: bool) -> None:
    made, engine = _summarizer(tmp_path, [document("one", text, "", script, "One")])
    summary = made.summary(Subject("document", "one"))
    engine.close()
    assert len(summary.bullets) == bullets and bool(summary.notice)
    assert refused == (summary.headline is None)


def test_a_list_is_given_as_it_stands(tmp_path: Path) -> None:
    chinese = {line: line.replace("kg", "公斤") for line in LIST.splitlines()}
    names = {"Apples": "苹果树", "Pears": "梨子", "Plums": "李子", "Quinces": "木瓜", "Cherries": "樱桃"}
    for line in chinese:
        for english, other in names.items():
            chinese[line] = chinese[line].replace(english, other)

    class Lists(ReplayReader):
        def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
            return chinese.get(passage.strip(), "")

    made, engine = _summarizer(tmp_path, [document("lst", LIST, "", "en", "Fruit")], Lists({}))
    summary = made.summary(Subject("document", "lst"))
    engine.close()
    assert summary.notice["en"].startswith("This is a list")
    assert [bullet.texts["en"] for bullet in summary.bullets][-1] == "Cherries: 22 kg"


@pytest.mark.parametrize(
    ("written", "kept"), [("N1在2019年卖了40艘船给city。", 0), ("N1在2019年把40艘船卖给了市里。", 1)]
)
def test_an_english_name_comes_back_and_no_other_word_stays_english(tmp_path: Path, written: str, kept: int) -> None:
    class English(ReplayReader):
        def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
            return written if "N1" in passage else ""

    text = "In 2019 the old firm Harbourline sold 40 boats to the city council for repairs.\n"
    made, engine = _summarizer(tmp_path, [document("eng", text, "", "en", "Boats")], English({}))
    summary = made.summary(Subject("document", "eng"))
    engine.close()
    texts = [bullet.texts["zh-Hans"] for bullet in (summary.headline, *summary.bullets) if bullet]
    assert texts == ["Harbourline在2019年把40艘船卖给了市里。"][:kept]


class TogetherReader(ReplayReader):
    """Writes several at once, and tells how many."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__(table)
        self.sizes: list[int] = []

    def ask_many(self, asks: Sequence[Any]) -> list[float]:
        """Not asked by summaries."""
        raise AssertionError

    def find_many(self, searches: Sequence[Any]) -> list[float]:
        """Not asked by summaries."""
        raise AssertionError

    def rewrite_many(self, asks: Sequence[tuple[str, str]], *, limit: int = 160) -> list[str]:
        """Each by itself."""
        return [self.rewrite(passage, text, limit=limit) for passage, text in asks]

    def chat_many(self, chats: Sequence[Sequence[tuple[str, str]]], *, limit: int = 256) -> list[str]:
        """Each by itself."""
        self.sizes.append(len(chats))
        return ["".join(self.chat(messages, limit=limit)) for messages in chats]


def test_statements_are_translated_some_at_a_time_and_are_the_same(
    tmp_path: Path, summarizer: Summarizer, subject_document: Document
) -> None:
    reader = TogetherReader(ENGLISH)
    made, engine = _summarizer(tmp_path / "other", [subject_document], reader)
    together = made.summary(Subject("document", "riv"))
    engine.close()
    assert max(reader.sizes) == 4
    apart = summarizer.summary(Subject("document", "riv"))
    assert together.headline == apart.headline and together.bullets == apart.bullets and len(apart.bullets) >= 3


@pytest.mark.slow
def test_two_hundred_pages_are_bounded_work(tmp_path: Path) -> None:
    text = "".join(
        f"第{n}个城市在{1000 + n % 900}年购买了{n * 7 + 3}盏灯，用于照亮第{n}号码头和附近街道。\n\n"
        for n in range(3000)
    )
    reader = ReplayReader({})
    made, engine = _summarizer(tmp_path, [document("long", text, "", "zh-Hans", "灯")], reader)
    made.summary(Subject("document", "long"), "long")
    engine.close()
    assert len(reader.asked) <= 2 * 2 * 25


def test_markdown_and_tables_hold_no_markup_and_no_formula(summarizer: Summarizer) -> None:
    summary = summarizer.summary(Subject("document", "riv"))
    text = summary_markdown(summary, BOTH)
    assert "[^1]" in text and "[^1]: “" in text
    assert json.dumps(summary_object(summary, BOTH), ensure_ascii=False)
    rows = list(csv.reader(io.StringIO(summary_csv(summary, BOTH))))
    assert rows[0][:3] == ["part", "zh-Hans", "en"]
    assert table([["=1+1", "+2", "-3", "@x", "safe"]]).strip() == "'=1+1,'+2,'-3,'@x,safe"
    for begins in ("\n=1+1", "\r=1+1", "\t=1+1", "＝1+1"):
        assert next(csv.reader(io.StringIO(table([[begins]]))))[0].startswith("'")
