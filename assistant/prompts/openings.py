"""The beginnings of conversations that come again and again, to be read before anybody asks."""

from collections.abc import Sequence

from assistant.prompts import Said, Search, find_examples, take_apart
from assistant.prompts.translating import translate_by_example

Opening = tuple[Sequence[Said], str]
"""Messages that are always the same, and the words with which the one behind them always begins."""


def openings() -> list[Opening]:
    """Those that an answer needs: the search for an answer, translation and questions of several things, in
    the order of their use."""
    examples = (
        translate_by_example("", (), "en"),
        translate_by_example("", (), "zh-Hans"),
        take_apart("", "en"),
        take_apart("", "zh-Hans"),
    )
    return [(find_examples(), Search.HEAD), *((messages[:-1], "") for messages in examples)]
