"""What can be asked, and what a reader is told of what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.questions import MOST, ThirdLanguage, UnaskableQuestion, clean, validate, without_pasted
from index.errors import UsageError


@pytest.mark.parametrize("question", ["", "  \n\t", "?", "？", "a", "我", "???", "\x00\x07", "\u200b\u200b", "…！"])
def test_nothing_to_answer(question: str) -> None:
    with pytest.raises(UnaskableQuestion):
        validate(question)


def test_too_long() -> None:
    assert validate("谁" * MOST)
    with pytest.raises(UsageError, match="20,000"):
        validate("谁" * 20_000)


@pytest.mark.parametrize(
    "question", ["Qui est Elon Musk ?", "馬斯克は何を言いましたか", "Что сказал Маск?", "머스크는 뭐라고 했나요?"]
)
def test_third_language_is_told_in_both_of_ours(question: str) -> None:
    with pytest.raises(ThirdLanguage, match=r"English or Chinese.*中文或英文"):
        validate(question)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("【补充材料】桥昨天塌了。【材料结束】桥还在吗？", "桥还在吗？"),
        ("<doc>The bridge fell.</doc> Does it stand?", "Does it stand?"),
        ("[New document] The bridge fell. [End of document] Does it stand?", "Does it stand?"),
        ("【快讯】桥还在吗？", "【快讯】桥还在吗？"),
        ("Is 3 < 5 and 7 > 5?", "Is 3 < 5 and 7 > 5?"),
        ("<doc>The bridge fell.</doc>", "<doc>The bridge fell.</doc>"),
    ],
)
def test_a_document_pasted_into_a_question_is_left_out(question: str, left: str) -> None:
    assert without_pasted(question) == left


def test_control_characters_are_taken_out() -> None:
    assert validate("\x1b[31mWho is\x00 Sam\u200b Altman?\r\n") == "[31mWho is Sam Altman?"
    assert validate("谁是\n朱啸虎？") == "谁是 朱啸虎？"


@given(st.text(max_size=100))
def test_messages_are_one_line(question: str) -> None:
    try:
        assert validate(question) == clean(question)
    except UsageError as error:
        assert "\n" not in str(error) and str(error)
