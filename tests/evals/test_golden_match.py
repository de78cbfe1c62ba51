"""A golden fact is found in an answer whatever its script, case or spacing, never inside a longer word or number."""

import pytest

from evals.golden.match import holds, missing, normalise


@pytest.mark.parametrize(
    ("answer", "text", "found"),
    [
        ("金額達到 4,000 萬美元", "4000万", True),
        ("金額達到4000萬美元", "4,000万", True),
        ("It was March 7, 2024.", "March 7", True),
        ("It was March 7 2024.", "March 7", True),
        ("He left in 2018. 40 others stayed.", "2018", True),
        ("發布於３月６日", "3月6日", True),
        ("2024 年 3 月 6 日", "3月6日", True),
        ("OpenAI doesn’t say", "doesn't say", True),
        ("in San  Francisco", "san francisco", True),
        ("3月16日", "6日", False),
        ("16 billion", "6 billion", False),
        ("6.5 billion", "6", False),
        ("6,000 people", "6", False),
        ("1,821 experts", "821", False),
        ("I believe so", "lie", False),
        ("the xAI team", "X", False),
        ("平台X（前身為Twitter）", "平台X", True),
        ("anything", "", False),
    ],
)
def test_holds(answer: str, text: str, found: bool) -> None:
    assert holds(answer, text) is found


def test_missing_names_the_facts_that_are_not_there() -> None:
    assert missing([["40 million", "4000万"], ["2018", "二〇一八"]], "He gave 40 million.") == [["2018", "二〇一八"]]


def test_normalise_folds_script_case_width_and_space() -> None:
    assert normalise("阿爾特曼 與 ＯｐｅｎＡＩ") == "阿尔特曼与openai"
