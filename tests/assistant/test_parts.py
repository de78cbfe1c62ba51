"""A question that asks more than one thing is taken apart; any other is left whole."""

import pytest

from assistant.conversation import Asked
from assistant.facts import NameTable
from assistant.parts import apart, of_each, parts

NAMES = NameTable.general()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who led the round, and how big was it?", ["Who led the round", "how big was it?"]),
        ("When was it made and what does it forbid?", ["When was it made", "what does it forbid?"]),
        (
            "Suppose nobody had paid. What would it have cost, and how long did it run?",
            ["Suppose nobody had paid. What would it have cost", "how long did it run?"],
        ),
        ("李文案是谁提的？法官又是谁？", ["李文案是谁提的？", "法官又是谁？"]),
        ("這家公司在哪裡，它有多少人？", ["這家公司在哪裡", "它有多少人？"]),
        ("甲模型有多少参数？乙呢？", ["甲模型有多少参数？", "乙呢？"]),
    ],
)
def test_each_thing_is_a_question(question: str, found: list[str]) -> None:
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "With normal software you just edit the code. Why is a model more complicated?",
        "Under what licence is it released: one of two, or something else?",
        "What was the letter that 1,821 people signed called?",
        "She moved to the city where she was born. When?",
        "马斯克说的，我没听懂，他到底要什么？",
        "他和她谁先离开？",
        "几乎所有公司都同意，为什么？",
        "要是港口哪天真的关了，船东还能去哪？",
        "When the port gets closed, will the ferry still run?",
    ],
)
def test_one_thing_is_left_whole(question: str) -> None:
    assert parts(question) == [question]


def test_a_part_stands_behind_the_one_before_it() -> None:
    first, second = apart(Asked("Who led the round, and how big was it?", ""), NAMES)
    assert (first.question, first.earlier) == ("Who led the round", "")
    assert (second.question, second.earlier) == ("how big was it?", "Who led the round")


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What did Luis Villa warn about, and where does he work?", "where does Luis Villa work?"),
        ("When was Nordbank founded, and who are its owners?", "who are Nordbank's owners?"),
        ("李文清警告了什么？他在哪所大学？", "李文清在哪所大学？"),
        ("What did Luis Villa tell Ann Lee, and where does he work?", "where does he work?"),
        ("What did Luis Villa say, and what did Ann Lee tell him?", "what did Ann Lee tell him?"),
    ],
)
def test_a_pronoun_gets_the_one_name_that_it_can_mean(question: str, second: str) -> None:
    names = NameTable.from_documents([], [("李文清", "Li Wenqing")])
    assert apart(Asked(question, ""), names)[1].question == second


@pytest.mark.parametrize(
    "asked",
    [
        Asked("Is it safe? Do the sources agree?", ""),
        Asked("And who led it, and how big was it?", "What is the last round?"),
    ],
)
def test_what_several_say_and_what_leans_on_another_stay_whole(asked: Asked) -> None:
    assert apart(asked, NAMES) == [asked]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "谷歌、微软和Nordbank这三家，文章里说它们各自发布过什么模型？",
            [f"{name}，文章里说发布过什么模型？" for name in ("谷歌", "微软", "Nordbank")],
        ),
        (
            "As for Acme, Nordbank and the Harbour Institute: put them in order of age.",
            [f"As for {name}: put them in order of age." for name in ("Acme", "Nordbank", "Harbour Institute")],
        ),
        (
            "How do Acme and Nordbank differ on tolls?",
            ["How do Acme differ on tolls?", "How do Nordbank differ on tolls?"],
        ),
    ],
)
def test_of_several_named_side_by_side_each_is_asked_about(question: str, found: list[str]) -> None:
    assert of_each(question, NAMES) == found
    assert [one.question for one in apart(Asked(question, ""), NAMES)] == found


@pytest.mark.parametrize(
    "question",
    [
        "谷歌和微软一起写的那篇论文得出了什么结论？",
        "Did Acme and Nordbank sign the letter?",
        "What does each of the towns pay?",
        "谷歌和微软的两位主管怎么看？",
    ],
)
def test_what_is_asked_of_them_together_stays_whole(question: str) -> None:
    assert of_each(question, NAMES) == [question]
