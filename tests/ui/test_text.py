"""Every word is there in all three, with the same blanks to fill."""

import re
import string
from collections.abc import Iterable
from pathlib import Path

import pytest

import ui
from assistant.language import fits
from ui.openings import EXAMPLES
from ui.text import _WORDS, LANGUAGES, closest_language, keys, say


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", list(keys()))
def test_all_languages_have_it(key: str) -> None:
    words = [say(language, key) for language in LANGUAGES]
    assert all(word.strip() for word in words)
    simplified, traditional, _ = (re.sub(r"\{\w+\}", "", word) for word in words)
    assert fits(simplified, "zh-Hans") and fits(traditional, "zh-Hant")
    if not key.endswith("_one"):
        assert len({frozenset(blanks(word)) for word in words}) == 1


def test_examples_come_in_all_languages() -> None:
    assert {script for script, *_ in EXAMPLES} == set(LANGUAGES)
    assert all(fits(text, script) for script, text, _ in EXAMPLES)
    assert _WORDS


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["zh-CN", "en"], "zh-Hans"),
        (["zh"], "zh-Hans"),
        (["zh-TW"], "zh-Hant"),
        (["zh-Hant-HK"], "zh-Hant"),
        (["zh-Hans-TW"], "zh-Hans"),
        (["zh_HK"], "zh-Hant"),
        (["fr-FR", "en-GB", "zh"], "en"),
        (["de"], "en"),
        ([], "en"),
        ([None, 3], "en"),
    ],
)
def test_the_browser_is_followed(wanted: Iterable[object], language: str) -> None:
    assert closest_language(wanted) == language


def test_what_is_counted_has_words_for_a_single_one() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(ui.__file__).parent.glob("*.py"))
    counted = set(re.findall(r'count_words\(\s*\w+(?:\.\w+)?,\s*"(\w+)"', sources))
    assert counted and {f"{key}_one" for key in counted} <= set(keys())
