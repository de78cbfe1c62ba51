"""Whole pages through the cleaner: what stays and what goes, line by line.

A page under ``pages/`` marks each line: ``+`` stays, ``~`` goes on with the line above it, ``-`` goes.
"""

import html
from pathlib import Path

import pytest

from index.clean import clean

PAGES = sorted((Path(__file__).parent / "pages").glob("*.page"))


def _marked(path: Path) -> tuple[str, list[str]]:
    """The raw page and the paragraphs that must come out of it."""
    raw, stays = [], []
    for line in path.read_text(encoding="utf-8").split("\n"):
        mark, text = line[:1], line[2:]
        raw.append(text)
        if mark == "+":
            stays.append(html.unescape(text))
        elif mark == "~":
            stays[-1] += " " + text
    return "\n".join(raw), stays


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_is_lost_and_nothing_else_is_kept(path: Path) -> None:
    raw, stays = _marked(path)
    assert clean(raw).text.split("\n\n") == stays


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_clean_article_stays_as_it_is(path: Path) -> None:
    _, stays = _marked(path)
    cleaned = clean("\n\n".join(stays))
    paragraphs = cleaned.text.split("\n\n")
    if cleaned.facts.title == stays[0]:  # a line above the text that might be its title is taken for it
        paragraphs.insert(0, stays[0])
    assert paragraphs == stays


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_windows_line_ends_and_indents_change_nothing(path: Path) -> None:
    raw, stays = _marked(path)
    if "~" in path.read_text(encoding="utf-8"):
        pytest.skip("wrapped lines are told by their width")
    assert clean("\r\n".join("\u3000\u3000" + line for line in raw.split("\n"))).text.split("\n\n") == stays


def test_a_sentence_broken_amid_is_one() -> None:
    broken = "Oxygen chambers are used to increase the\npartial pressure of the gas around the patient. It works."
    assert clean(broken).text == broken.replace("\n", " ")
