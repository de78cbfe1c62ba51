"""Sentences cut from a stream are whole, clean and in the reader's script."""

import pytest

from assistant.writing import Piece, as_spelled, balanced, begun, clean, echoes, sentences_of, unquoted


def stream(text: str, size: int = 3) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


def complete(text: str, language: str) -> list[str]:
    return [piece.text for piece in sentences_of(iter(stream(text)), language) if piece.complete]  # type: ignore[arg-type]


def test_sentences_come_out_once_each_in_order() -> None:
    assert complete("Musk left in 2018. He gave $40 million. It was 3.5 years ago.", "en") == [
        "Musk left in 2018.",
        "He gave $40 million.",
        "It was 3.5 years ago.",
    ]


def test_chinese_closing_quote_stays_with_its_sentence() -> None:
    assert complete("他说：“开源很重要。”她不同意。", "zh-Hans") == ["他说：“开源很重要。”", "她不同意。"]


def test_words_of_the_question_are_no_answer() -> None:
    assert echoes("各方怎麼說？", "是为了安全还是赚钱？各方怎么说")
    assert not echoes("各方說是為了安全。", "是为了安全还是赚钱？各方怎么说")


def test_dates_are_written_as_people_do() -> None:
    assert complete("It begins on 2025-09-01, says law 2020-13-01.", "en") == [
        "It begins on September 1, 2025, says law 2020-13-01."
    ]
    assert complete("规则从2025-09-01开始。", "zh-Hans") == ["规则从2025年9月1日开始。"]


def test_script_is_the_readers() -> None:
    assert complete("开源软件很重要。", "zh-Hant") == ["開源軟件很重要。"]


def test_list_marks_numbers_and_role_tags_go() -> None:
    assert clean("- **Meta** opened Llama 2 [3].<|im_end|>", "en") == "Meta opened Llama 2."
    assert clean("1. First point.", "en") == "First point."


def test_spaces_stand_outside_a_quotation() -> None:
    assert clean("“It works, ” she said, “today. ”Then", "en") == "“It works,” she said, “today.” Then"
    assert clean('"It works, " she said, "today."', "en") == '"It works," she said, "today."'


def test_brackets_without_words_or_with_the_same_words_go() -> None:
    assert clean("戴夫•威尔纳()表示：“好。”", "zh-Hans") == "戴夫•威尔纳表示：“好。”"
    assert clean("Ilya Lind () and Anna Berg (Anna Berg) left.", "en") == "Ilya Lind and Anna Berg left."
    assert clean("Anna Berg (AB) left f(x).", "en") == "Anna Berg (AB) left f(x)."


def test_names_that_begin_small_stay_so() -> None:
    assert as_spelled("XAI and Xai sell an Iphone.", "xAI将和iPhone合作") == "xAI and xAI sell an iPhone."
    assert [begun(text) for text in ("xAI opened it.", "it is open.", "")] == ["xAI opened it.", "It is open.", ""]


def test_broken_off_sentence_is_left_out_when_another_stands() -> None:
    assert complete("Musk left in 2018. He then went on to", "en") == ["Musk left in 2018."]


def test_broken_off_sentence_is_kept_when_alone() -> None:
    assert complete("Musk left in 2018 because", "en") == ["Musk left in 2018 because."]


def test_drafts_join_to_the_text() -> None:
    text = "Musk left in 2018. He gave $40 million."
    pieces = list(sentences_of(iter(stream(text, 5)), "en"))
    assert all(isinstance(piece, Piece) for piece in pieces)
    assert "".join(piece.text for piece in pieces if not piece.complete).startswith("Musk left")


def test_at_most_so_many_sentences() -> None:
    pieces = sentences_of(iter(stream("One is here. " * 20)), "en", most=4)
    assert sum(piece.complete for piece in pieces) == 4


@pytest.mark.parametrize(
    "cut, whole",
    [
        ("他们不能用它。”", "他们不能用它。"),
        ("她说：“这很难。", "她说：“这很难。”"),
        ("“甲”和「乙」", "“甲”和「乙」"),
        ("It’s “fine", "It’s “fine”"),
        ("", ""),
    ],
)
def test_a_sentence_out_of_a_quotation_has_its_marks_in_pairs(cut: str, whole: str) -> None:
    assert balanced(cut) == whole


@pytest.mark.parametrize(
    "written",
    ['The passage translates to: "Closed models win."', "Translation: Closed models win.", "译文：Closed models win."],
)
def test_what_a_translator_says_of_its_translation_is_left_out(written: str) -> None:
    assert unquoted(clean(written, "en"), "闭源模型会赢。") == "Closed models win."


def test_quotation_marks_of_the_source_stay() -> None:
    assert unquoted('"Closed models win."', "“闭源模型会赢。”") == '"Closed models win."'
