"""Sentences that stand beside one that answers and belong to it."""

import pytest

from assistant.citations import Candidate
from assistant.neighbours import belonging, leans, left_open, next_in_paragraph
from index.sentences import split_sentences
from index.types import Passage


def sentences(text: str) -> list[Candidate]:
    spans = tuple(split_sentences(text))
    passage = Passage("p", "d", text, 0, len(text), spans, "p")
    return [Candidate(passage, span, text[span.start : span.end], "", None) for span in spans]


def beside(text: str, at: int) -> tuple[list[str], list[str]]:
    pool = sentences(text)
    before, after = belonging(pool[at], pool)
    return [item.text for item in before], [item.text for item in after]


@pytest.mark.parametrize(
    "text",
    [
        "他说，港口要关。",
        "但他們不同意。",
        "她提議延期。",
        "这让船员很生气。",
        "She disagreed.",
        '"He is careful."',
        "But it was late.",
    ],
)
def test_a_pronoun_leans_on_what_stands_before(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text", ["港口在三月关闭。", "其他船也走了。", "其实没人走。", "Hence no ship left.", "Theo said no."]
)
def test_other_openings_stand_alone(text: str) -> None:
    assert not leans(text)


def test_a_quotation_that_goes_on_is_left_open() -> None:
    assert left_open("她说：“港口太贵。") and left_open('"I know the crew.') and left_open("「港口太貴。")
    assert not left_open("她说：“港口太贵。”") and not left_open("「港口太貴。」") and not left_open('"Yes," she said.')


def test_what_belongs_to_a_sentence() -> None:
    text = "船长林海反对。他说，港口太贵。雨下了三天。市长说：“我认识船员。她们很小心。”"
    assert beside(text, 0) == ([], ["他说，港口太贵。"])
    assert beside(text, 1) == (["船长林海反对。"], [])
    assert beside(text, 2) == ([], [])
    assert beside(text, 3) == ([], ["她们很小心。”"])


def test_another_paragraph_does_not_belong() -> None:
    assert beside("船长林海反对。\n他说，港口太贵。", 1) == ([], [])


def test_a_sentence_of_another_passage_belongs_where_one_passage_holds_both() -> None:
    text = "船长林海反对。他说，港口太贵。"
    first, second = sentences(text)
    alone = Passage("q", "d", first.text, 0, first.span.end, (first.span,), "q")
    before = Candidate(alone, first.span, first.text, "", None)
    assert belonging(second, [before, second]) == ([before], [])
    apart = Passage("r", "d", second.text, second.span.start, second.span.end, (second.span,), "r")
    after = Candidate(apart, second.span, second.text, "", None)
    assert belonging(after, [before, after]) == ([], [])


def test_a_question_of_the_document_does_not_belong() -> None:
    assert beside("And the harbour? Its master said nothing.", 1) == ([], [])
    assert beside("市长写道：“关闭港口。为什么？因为太贵。”", 2) == ([], [])


def test_what_comes_next_in_a_paragraph() -> None:
    pool = sentences("船长林海反对。雨下了三天。\n市长同意。为什么？")
    after = [[one.text for one in next_in_paragraph(item, pool)] for item in pool]
    assert after == [["雨下了三天。"], [], [], []]
