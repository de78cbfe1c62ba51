"""Text as the fact finders read it: one width, one script, no citation marks, words cut by what is around them."""

import re
import unicodedata
from functools import lru_cache

from assistant.language import simplify

EDGE = r"(?<![A-Za-z0-9])"
"""Start of a Latin word or number; ``\\b`` sees none between a Latin and a Chinese character."""
STOP = r"(?![A-Za-z0-9])"
"""End of a Latin word or number."""

_CITATION = re.compile(r"[\[【［]\s*\d{1,3}(?:\s*[,、]\s*\d{1,3})*\s*[\]】］]")
_LIST_MARK = re.compile(r"(?m)^\s*(?:[-*•]\s+)?(?:\(?\d{1,2}[.)、](?!\d)|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*")
_CHINESE_MARK = re.compile(
    r"(?:^|(?<=[,;:.!?。；：，、]))\s*(?:其?[一二三四五六七八九]是|第[一二三四五六七八九][,:，：])"
)
_VULGAR = re.compile("(\\d?)([¼½¾⅐-⅞])")
_COMMA = str.maketrans({"，": "， "} | dict.fromkeys("‐‑–−", "-") | dict.fromkeys("•‧・∙⋅", "·") | {"～": "~"})


def words(text: str) -> frozenset[str]:
    """The words of a list written as prose."""
    return frozenset(text.split())


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Width, script and dashes made one, citation marks blanked; letter case stays, offsets do not."""
    # A full-width comma lists, it never groups digits: keep them apart before NFKC makes both commas one.
    text = _VULGAR.sub(_as_decimal, text.translate(_COMMA))
    text = simplify(unicodedata.normalize("NFKC", text))
    return blank(text, _CITATION)


def without_list_marks(text: str) -> str:
    """A statement without the numbers that only count its own points (1. … 2. …, 一是 …, 第二，…)."""
    return blank(blank(text, _LIST_MARK), _CHINESE_MARK)


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """Matches overwritten by spaces, so that offsets stay."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


def cover(text: str, spans: list[tuple[int, int]]) -> str:
    """The spans overwritten by a mark that belongs to no word or number."""
    for start, end in spans:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _as_decimal(match: re.Match[str]) -> str:
    value = f"{unicodedata.numeric(match[2]):.4f}".rstrip("0")
    return match[1] + value[1:] if match[1] else value
