"""Which script a text is in, and counts of what it is made of."""

import operator
import re
from functools import lru_cache

import opencc

from index.types import Script

_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SAMPLE = 200_000


@lru_cache(maxsize=2)
def converter(direction: str) -> opencc.OpenCC:
    """OpenCC for ``t2s`` or ``s2t``, loaded once."""
    return opencc.OpenCC(direction)


@lru_cache(maxsize=2)
def _table(direction: str) -> dict[int, str]:
    """Each character that changes when converted alone, for ``str.translate``."""
    characters = [chr(code) for first, last in _BLOCKS for code in range(first, last + 1)]
    converted = str(converter(direction).convert("\n".join(characters))).split("\n")
    return {ord(old): new for old, new in zip(characters, converted, strict=True) if old != new}


def to_simplified(text: str) -> str:
    """A text with each character in its simplified form; as long as before."""
    return text.translate(_table("t2s"))


def to_traditional(text: str) -> str:
    """A text with each character in its traditional form; as long as before."""
    return text.translate(_table("s2t"))


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
    together = "".join(chinese)
    traditional = sum(map(operator.ne, together, to_simplified(together)))
    simplified = sum(map(operator.ne, together, to_traditional(together)))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def width(text: str) -> int:
    """Length of a text in columns: a Chinese character or full-width mark counts two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
