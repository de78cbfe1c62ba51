"""Where the article begins: title, byline and date go to the facts, what stands above them goes."""

import re
from collections import Counter
from collections.abc import Iterator

from index.clean.facts import has_date, is_byline, title_of_line
from index.clean.model import Line, Page
from index.clean.shape import ends_sentence, is_lead, size

_HEADING = re.compile(
    r"""
    (?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十0-9]{1,3}[章节部]|\d{1,2}[.、]|\#+\ )?\s*(?:引言|
    前言|导语|导言|导读|摘要|序言|序|概述|背景|简介|绪论|开篇|introduction|abstract|summary|overview|preface|
    foreword|background|tl;?dr|key\ (?:points|takeaways)|prologue|executive\ summary)\s*[:：]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AROUND_TITLE = ("byline", "counters", "share_box")
_TOP = 80
_LONG = 4
"""Words of a title, at least; beside a byline one less will do."""
_SHORT_LEAD = 25
_LABEL = 4


def find_title(page: Page) -> tuple[str, int]:
    """The title and the number of its line (-1 when it has none).

    What a label names or is known already; else, above the text, what is said twice, what stands right above the
    byline (the first line there: a subtitle may follow it), or the first line that is long enough to be one.
    """
    for number in page.rest()[:_TOP]:
        if named := title_of_line(page.lines[number].text):
            return named, _line_of(page, named)
    if page.title:
        return page.title, _line_of(page, page.title)
    above = header(page)
    candidates = [number for number in above if _may_be_title(page.lines[number]) and not _goes_on(page, number)]
    texts = Counter(line.text for line in page.lines)
    twice = (
        number for number in candidates if texts[page.lines[number].text] > 1 and page.lines[number].words >= _LONG
    )
    long_enough = (number for number in candidates if page.lines[number].words >= _LONG)
    longest = max(candidates, key=lambda number: page.lines[number].words, default=-1)
    at = next(twice, _above_byline(page, above, candidates))
    at = at if at >= 0 else next(long_enough, longest)
    return (page.lines[at].text, at) if at >= 0 and page.lines[at].words >= 2 else ("", -1)


def header(page: Page) -> list[int]:
    """Lines above the first that can only be running text; none when no line is.

    A short line with a full stop is no running text where a byline or a date stands within the next lines.
    """
    above: list[int] = []
    for number, line in page.left():
        if is_lead(line.text) and not (line.words < _SHORT_LEAD and _byline_below(page, number)):
            return above
        above.append(number)
    return []


def _byline_below(page: Page, number: int) -> bool:
    """Whether a byline, a date or a counter stands between a line and the next running text, a few lines on."""
    for below in range(number + 1, min(len(page.lines), number + 9)):
        line = page.lines[below]
        if page.gone.get(below) in _AROUND_TITLE or is_byline(line.text) or (line.words <= 12 and has_date(line.text)):
            return True
        if line.prose:
            return False
    return False


def _above_byline(page: Page, above: list[int], candidates: list[int]) -> int:
    """The first line of the run of candidates that ends where a byline, date or counter begins; -1 without one."""
    taken = set(candidates)
    for number in range(min(len(page.lines), _TOP)):
        line = page.lines[number]
        told = number in above and (is_byline(line.text) or has_date(line.text))
        if not told and page.gone.get(number) not in _AROUND_TITLE:
            continue
        end = number - 1 if number - 1 in taken and page.lines[number - 1].words < _LONG - 1 else number
        first = end
        while first - 1 in taken and page.lines[first - 1].words >= _LONG - 1:
            first -= 1
        if any(page.lines[one].words >= _LONG for one in range(first, end)):
            return first
    return -1


def _may_be_title(line: Line) -> bool:
    if _HEADING.fullmatch(line.plain) or is_byline(line.text) or has_date(line.text):
        return False
    return line.words <= 40 and not line.text.endswith(("。", "；", "：", ":", "，", ","))


def _goes_on(page: Page, number: int) -> bool:
    """Whether the next line takes up the sentence of this one."""
    following = page.lines[number + 1] if number + 1 < len(page.lines) else None
    return following is not None and not following.gap and following.text[0].islower()


def _line_of(page: Page, title: str) -> int:
    folded = _fold(title)
    for number in page.rest()[:_TOP]:
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
    for number in page.rest()[:_TOP]:
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
    """Short pieces between title and text (a section's name, an author's), on a page with a byline or buttons there.

    The last of them, right above the text, may be the text's own heading: it stays unless it is one word.
    """
    above = header(page)
    if not above or not any(page.gone.get(number) in _AROUND_TITLE for number in range(above[-1] + 2)):
        return
    for number in above:
        line = page.lines[number]
        if line.words > _LABEL or line.ends:
            continue
        a_word = line.words == 1 or len(line.text) <= 4
        if number != above[-1] or (a_word and not _HEADING.fullmatch(line.plain)):
            yield number
