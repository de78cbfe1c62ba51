"""Whose view a question asks for, and whether a sentence has that very one speak."""

import pytest

from assistant.facts import NameTable
from assistant.facts.views import asks_view, voices

NAMES = NameTable([])


@pytest.mark.parametrize(
    "question",
    [
        "李安怎么看这座桥？",
        "李安對這座橋有什麼看法？",
        "李安说过什么？",
        "What does Ann Lee think of the bridge?",
        "How did Ann Lee answer the mayor?",
    ],
)
def test_a_view_is_asked_for(question: str) -> None:
    assert asks_view(question)


@pytest.mark.parametrize(
    "question", ["谁说桥不安全？", "Who said that the bridge is unsafe?", "桥有多长？", "When was it built?"]
)
def test_other_things_are(question: str) -> None:
    assert not asks_view(question)


def test_only_the_one_who_is_asked_for_gives_the_view() -> None:
    question = "What does Ann Lee think of the bridge?"
    assert voices("“It is too old,” said Ann Lee.", "", question, NAMES)
    assert not voices("“It is too old,” said Paul Reyes.", "", question, NAMES)
    assert not voices("Ann Lee lives near the bridge.", "", question, NAMES)
    assert not voices("“It is too old,” said Ann Lee.", "", "When was the bridge built?", NAMES)
