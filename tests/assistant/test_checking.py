"""What a checker takes for told already, by exact checks on sentences cited."""

from typing import cast

import pytest
from test_choosing import candidate

from assistant.checking import Check, Checker
from assistant.citations import Candidate, Grounder, Numbering
from assistant.conversation import Asked
from assistant.engines.base import Reader
from assistant.facts import NameTable
from assistant.types import Document, Script, Sentence

SOURCE = "去年,马斯克向OpenAI投入了4000万美元,几乎是公司所需的全部资金。"


def cited(question: str, item: Candidate, language: Script = "en") -> Checker:
    """A checker of an answer to the question that has cited one sentence."""
    documents = {"a": Document("a", "", "", "", "", "zh-Hans", "", "", item.text)}
    names = NameTable.from_documents([])
    reader = cast(Reader, None)  # exact checks ask no model
    checker = Checker(
        reader, Grounder([item], names, None), documents, names, Asked(question, ""), language, Numbering(documents)
    )
    checker.cited.append(item)
    return checker


@pytest.mark.parametrize(
    "question, said, told",
    [
        (
            "Why does Musk matter to OpenAI?",
            "Musk put $40 million into OpenAI.",
            True,
        ),  # the date is no news of its own
        ("Why does Musk matter to OpenAI?", "Musk put money into OpenAI.", False),  # how much is
        ("When did Musk put money into OpenAI?", "Musk put $40 million into OpenAI.", False),
        ("How much did Musk put in?", "Musk put in $40 million.", True),
        ("How much did Musk put in?", "Musk put in nearly all of it.", False),
        ("How much money did Musk put in?", "Musk put in nearly all of it.", False),
    ],
)
def test_what_a_translation_would_say_again_is_told(question: str, said: str, told: bool) -> None:
    item = candidate("a", SOURCE)
    assert cited(question, item).told(item, said) is told


def test_in_the_same_language_most_of_the_words_are_to_be_said() -> None:
    item = candidate("a", SOURCE)
    checker = cited("马斯克为什么对OpenAI重要？", item, "zh-Hans")
    assert checker.told(item, "马斯克向OpenAI投入了4000万美元,几乎是所需的全部资金。")
    assert not checker.told(item, "马斯克投入了4000万美元。")


def test_what_was_not_cited_is_not_told() -> None:
    item, other = candidate("a", SOURCE), candidate("b", SOURCE)
    assert not cited("How much did Musk put in?", item).told(other, "Musk put in $40 million.")


@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("zh-Hans", "马斯克投入了4000万美元。", SOURCE),
        (
            "zh-Hans",
            "马斯克向OpenAI投入了4000万美元,几乎是所需的全部资金。",
            "马斯克向OpenAI投入了4000万美元,几乎是所需的全部资金。",
        ),
        ("zh-Hans", "马斯克和阿尔特曼投入了资金。", "马斯克和阿尔特曼投入了资金。"),
        ("en", "Musk put money into OpenAI.", "Musk put money into OpenAI."),
    ],
)
def test_a_sentence_stands_in_for_a_draft_that_says_less_of_it(language: Script, said: str, shown: str) -> None:
    item = candidate("a", SOURCE)
    checker = cited("马斯克为什么对OpenAI重要？", item, language)
    draft = Check(Sentence(said, (1,), 0.9, True), (), item)
    full = checker.in_full(draft, said)
    assert full.sentence is not None and full.sentence.text == shown


def test_a_translation_into_chinese_leaves_no_english_word_as_it_is() -> None:
    item = candidate("a", "A knife which anyone may sharpen should not be left in the street, says Ann Lee.")
    checker = cited("刀该怎么办？", item, "zh-Hans")
    assert checker._whole(item, "Ann Lee说，谁都能磨的刀不该留在街上。")
    assert not checker._whole(item, "Ann Lee说，谁都能sharpen的刀不该留在街上。")
