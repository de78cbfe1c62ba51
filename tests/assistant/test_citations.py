"""Statements find the sentences that say the same, in either language."""

import numpy as np
import pytest

from assistant.citations import (
    Candidate,
    Grounder,
    Grounding,
    Numbering,
    candidates,
    of_one_matter,
    states_nothing,
    units,
)
from assistant.facts import NameTable
from index.sentences import split_sentences
from index.types import Document, Evidence, Passage, Span

TEXT = (
    "马斯克是OpenAI重要的投资人,金额达到了4000万美元左右。2018年,马斯克退出OpenAI董事会。"
    "阿里巴巴领投了Minimax的战略投资。朱啸虎更看好应用层的创业机会。"
)
DOCUMENT = Document("d", "标题", "报", "2024-03-11", "", "zh-Hans", "d.txt", "0" * 64, TEXT)
PASSAGE = Passage("d-1", "d", TEXT, 0, len(TEXT), tuple(split_sentences(TEXT)), "D1")
EVIDENCE = [Evidence(PASSAGE, 1, 0.03, {"dense": 0.6})]
AXES = np.eye(4, dtype=np.float32)


def grounder(encode: object = None) -> Grounder:
    pool = candidates(EVIDENCE, {"d": DOCUMENT}, lambda _: AXES)
    return Grounder(pool, NameTable.general(), encode)  # type: ignore[arg-type]


def test_candidates_are_the_sentences_at_their_offsets() -> None:
    pool = candidates(EVIDENCE, {"d": DOCUMENT})
    assert [TEXT[c.span.start : c.span.end] for c in pool] == [c.text for c in pool]
    assert pool[0].before == "" and pool[1].before == pool[0].text
    assert candidates(EVIDENCE * 2, {"d": DOCUMENT}) == pool


@pytest.mark.parametrize(
    ("statement", "place"),
    [("马斯克在2018年退出了OpenAI董事会。", 1), ("馬斯克投資OpenAI約4000萬美元。", 0), ("朱啸虎看好应用层。", 3)],
)
def test_same_language_by_words(statement: str, place: int) -> None:
    found = grounder().ground(statement)
    assert found.candidates[0].span == PASSAGE.sentences[place]


def test_other_language_by_vector() -> None:
    found = grounder(lambda _: AXES[2]).ground("Alibaba led the strategic round of Minimax.")
    assert found.candidates[0].span == PASSAGE.sentences[2]


def test_a_second_sentence_is_cited_for_what_the_first_leaves_open() -> None:
    found = grounder().ground("马斯克投资了4000万美元左右,2018年退出OpenAI董事会。")
    assert {c.span for c in found.candidates} == {PASSAGE.sentences[0], PASSAGE.sentences[1]}


def test_no_candidates_no_citation() -> None:
    assert Grounder([], NameTable.general(), None).ground("anything").candidates == ()


def test_numbering_counts_in_order_of_first_use() -> None:
    pool = candidates(EVIDENCE, {"d": DOCUMENT})
    numbering = Numbering({"d": DOCUMENT})
    assert [numbering.cite(pool[n]).number for n in (2, 0, 2)] == [1, 2, 1]
    for citation in numbering.citations():
        assert TEXT[citation.start : citation.end] == citation.quote


def test_units_are_deaf_to_script_and_case() -> None:
    assert units("開源 Llama 2") == units("开源 LLAMA 2")


def test_candidate_is_data() -> None:
    assert Candidate(PASSAGE, PASSAGE.sentences[0], "a", "", None).vector is None


def test_what_two_sentences_say_of_different_matters_is_not_put_together() -> None:
    def told(document: str, text: str) -> Candidate:
        passage = Passage(f"{document}-1", document, text, 0, len(text), (Span(0, len(text)),), "p")
        return Candidate(passage, Span(0, len(text)), text, "", None)

    best = told("a", "Stability AI和微软都给出了模型。")
    same, other = told("b", "微软在美国裁员。"), told("c", "谷歌是一家美国公司。")
    names = NameTable.general()
    found = of_one_matter("微软是一家美国公司。", Grounding((best, other, same), (0.9, 0.6, 0.5)), names)
    assert found == Grounding((best, same), (0.9, 0.5))
    nameless = Grounding((best, other), (0.9, 0.6))
    assert of_one_matter("模型很多。", nameless, names) == nameless
    assert of_one_matter("微软很大。", Grounding((), ()), names) == Grounding((), ())


def test_a_question_of_a_document_stands_behind_nothing() -> None:
    text = "人们希望达成怎样的目标?人们希望达成安全的目标。"
    passage = Passage("a-1", "a", text, 0, len(text), tuple(split_sentences(text)), "p")
    asks, says = (Candidate(passage, span, text[span.start : span.end], "", None) for span in passage.sentences)
    found = Grounder([asks, says], NameTable.general(), None).ground("人们希望达成怎样的目标。")
    assert found.candidates == (says,)
    assert Grounder([asks], NameTable.general(), None).ground("人们希望达成怎样的目标。").candidates == ()


@pytest.mark.parametrize(
    "text",
    [
        "开源真的安全吗？",
        "也许有人会问，这安全吗？",
        "問：有人說，這不安全。您怎麼看？",
        "Who asked for it?",
        "你会问，那安全吗？",
        "某大學教授李文案在接受記者採訪時表示。",
        "她在信中写道：",
        "In an interview the professor said:",
    ],
)
def test_a_sentence_that_only_asks_or_announces_states_nothing(text: str) -> None:
    assert states_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "她表示同意。",
        "他的回复为：“是的”。",
        "He said he would not do that.",
        "这不好说。",
        "議員林海上月在會上質問，漁民誰用得起？",
        "船长对我说，三千万可以修船，为什么要送人？",
        "Councillor Ann Lee asked who could afford it?",
    ],
)
def test_a_short_sentence_may_state_something(text: str) -> None:
    assert not states_nothing(text)
