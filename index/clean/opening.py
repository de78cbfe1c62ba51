"""Where the article begins: title, byline and date go to the facts, what stands above them goes."""

import re
from collections.abc import Iterator

from index.clean.facts import has_date, is_byline, title_of_line
from index.clean.model import Page
from index.clean.script import to_simplified
from index.clean.shape import ends_sentence, is_lead, is_list_item, size

_HEADING = re.compile(
    r"""
    (?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十0-9]{1,3}[章节部]|\d{1,2}[.、]|\#+\ )?\s*(?:引言|
    前言|导语|导言|导读|摘要|序言|序|概述|背景|简介|绪论|开篇|introduction|abstract|summary|overview|preface|
    foreword|background|tl;?dr|key\ (?:points|takeaways)|prologue|executive\ summary)\s*[:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = 3


def find_title(page: Page) -> tuple[str, int]:
    """The title and the number of its line (-1 when it has none): what a label names, what is said twice, or the
    first line above the text that is long enough to be one."""
    for number in page.rest()[:60]:
        if named := title_of_line(page.lines[number].text):
            return named, _line_of(page, named)
    if page.title:
        return page.title, _line_of(page, page.title)
    above = header(page)
    candidates = [number for number in above if _may_be_title(page.lines[number].text)]
    texts = [line.text for line in page.lines]
    for number in candidates:
        if texts.count(page.lines[number].text) > 1 and size(page.lines[number].text) >= 4:
            return page.lines[number].text, number
    for number in candidates:
        if size(page.lines[number].text) >= 4:
            return page.lines[number].text, number
    best = max(candidates, key=lambda number: size(page.lines[number].text), default=-1)
    return (page.lines[best].text, best) if best >= 0 and size(page.lines[best].text) >= 2 else ("", -1)


def header(page: Page) -> list[int]:
    """Lines above the first that can only be running text; none when no line is."""
    above: list[int] = []
    for number in page.rest():
        if is_lead(page.lines[number].text):
            return above
        above.append(number)
    return []


def _may_be_title(line: str) -> bool:
    return not (
        _HEADING.fullmatch(to_simplified(line))
        or is_byline(line)
        or has_date(line)
        or (is_list_item(line) and size(line) < 4)
    ) and (size(line) <= 40 and not line.endswith(("。", "；", "：", ":", "，", ",")))


def _line_of(page: Page, title: str) -> int:
    folded = _fold(title)
    for number in page.rest()[:60]:
        text = page.lines[number].text
        if len(text) <= 2 * len(title) + 40 and _fold(text) == folded:
            return number
    return -1


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def above_title(page: Page) -> Iterator[int]:
    """What stands above the title is the site's, unless it is a sentence."""
    page.title, at = find_title(page)
    if page.title and at >= 0:
        for number in header(page):
            line = page.lines[number].text
            if number < at and not (ends_sentence(line) and size(line) >= 8):
                yield number


def title_lines(page: Page) -> Iterator[int]:
    """The title, each time it stands above the text or is named; it is kept as a fact."""
    title, at = page.title, _line_of(page, page.title)
    folded = _fold(title)
    if not folded:
        return
    above = set(header(page))
    for number in page.rest()[:80]:
        text = page.lines[number].text
        if len(text) > 3 * len(title) + 40:
            continue
        named = title_of_line(text)
        if named or (
            (number == at or (number in above)) and _fold(text).startswith(folded) and size(text) <= size(title) + 8
        ):
            yield number


def byline(page: Page) -> Iterator[int]:
    """Lines between title and text that tell author, date and source; they are kept as facts."""
    above = header(page)
    for number in above:
        line = page.lines[number].text
        if is_byline(line) or (has_date(line) and size(line) <= 20 and not ends_sentence(line)):
            yield number


def labels(page: Page) -> Iterator[int]:
    """Words that stand alone between title and text (a section's name), on a page with a byline."""
    if not any(rule == "byline" for rule in page.gone.values()):
        return
    above = header(page)
    for place, number in enumerate(above):
        line = page.lines[number].text
        if (
            size(line) <= _LABEL
            and not _HEADING.fullmatch(to_simplified(line))
            and not (place == len(above) - 1 and not _label_word(line))
        ):
            yield number


def _label_word(line: str) -> bool:
    return len(line) <= 4 or line.isupper()
