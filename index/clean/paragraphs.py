"""From the lines that are left to paragraphs."""

from collections.abc import Sequence

from index.clean.model import Line, Page
from index.clean.script import is_cjk, width
from index.clean.shape import ends_sentence, is_list_item

_NARROWEST, _WIDEST = 40, 110


def join_wrapped(page: Page) -> list[str]:
    """The paragraphs of a page: its lines, or, where a text was wrapped at a column, its blocks of lines."""
    blocks: list[list[Line]] = []
    previous = -2
    for number in page.rest():
        line = page.lines[number]
        if blocks and not line.gap and number == previous + 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        previous = number
    paragraphs = []
    for block in blocks:
        paragraphs += _unwrap(block) if is_wrapped(block) else [line.text for line in block]
    return paragraphs


def is_wrapped(block: Sequence[Line]) -> bool:
    """Whether lines were broken at a column: all but the last are about as wide, and few end a sentence."""
    if len(block) < 2:
        return False
    inner = [width(line.text[: 2 * _WIDEST]) for line in block[:-1]]
    widest = max(inner)
    if not _NARROWEST <= widest <= _WIDEST or width(block[-1].text[: 2 * _WIDEST]) > widest + 2:
        return False
    full = sum(one >= widest - 16 for one in inner)
    ended = sum(ends_sentence(line.text) for line in block[:-1])
    return full >= 0.8 * len(inner) and ended <= 0.4 * len(inner)


def _unwrap(block: Sequence[Line]) -> list[str]:
    paragraphs = [block[0].text]
    for line in block[1:]:
        before = paragraphs[-1]
        if is_list_item(line.text):
            paragraphs.append(line.text)
        elif before.endswith("-") and before[-2:-1].isalpha() and line.text[:1].islower():
            paragraphs[-1] = before + line.text
        else:
            glue = "" if is_cjk(before[-1]) or ord(before[-1]) > 0x2E7F or ord(line.text[0]) > 0x2E7F else " "
            paragraphs[-1] = before + glue + line.text
    return paragraphs
