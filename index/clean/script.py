"""Which script a text is in, and counts of what it is made of."""

import re
from functools import lru_cache

import opencc

from index.types import Script

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SAMPLE = 200_000


@lru_cache(maxsize=2)
def converter(direction: str) -> opencc.OpenCC:
    """OpenCC for ``t2s`` or ``s2t``, loaded once."""
    return opencc.OpenCC(direction)


@lru_cache(maxsize=20_000)
def to_simplified(character: str) -> str:
    """The simplified form of one character."""
    return str(converter("t2s").convert(character))


@lru_cache(maxsize=20_000)
def to_traditional(character: str) -> str:
    """The traditional form of one character."""
    return str(converter("s2t").convert(character))


def is_cjk(character: str) -> bool:
    """Whether the character is a Chinese one."""
    return _CJK.match(character) is not None


def detect_script(text: str) -> Script:
    """The script of a text: Chinese where its characters are as many as its Latin words, else ``en``.

    Traditional or simplified by which of the two more characters would change to become the other.
    Looks at the first 200,000 characters.
    """
    sample = text[:_SAMPLE]
    chinese = _CJK.findall(sample)
    if not chinese or len(chinese) < len(_WORD.findall(sample)):
        return "en"
    traditional = sum(to_simplified(character) != character for character in chinese)
    simplified = sum(to_traditional(character) != character for character in chinese)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def width(text: str) -> int:
    """Length of a text in columns: a Chinese character or full-width mark counts two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
