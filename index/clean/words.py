"""What a Chinese word and a reading are, to choose between byte-level restorations. Loaded on first use only."""

import logging
from functools import lru_cache

from index.clean.script import converter


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, int]:
    import jieba  # slow to import, and few pages need it

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return dict(jieba.dt.FREQ)


@lru_cache(maxsize=50_000)
def frequency(word: str) -> int:
    """How often a word stands in jieba's dictionary (folded to simplified); 0 when it is none."""
    return _frequencies().get(str(converter("t2s").convert(word)), 0)


@lru_cache(maxsize=20_000)
def readings(character: str) -> frozenset[str]:
    """The Mandarin readings of one character with tone marks (``jīng``); empty for what is no Chinese character."""
    import pypinyin  # slow to import, and few pages need it

    found = pypinyin.pinyin(character, heteronym=True, style=pypinyin.Style.TONE, errors="ignore")
    return frozenset(found[0]) if found else frozenset()


@lru_cache(maxsize=256)
def characters_of(first_byte: int) -> tuple[str, ...]:
    """The characters of a GBK lead byte."""
    found = []
    for second in range(0x40, 0xFF):
        try:
            found.append(bytes((first_byte, second)).decode("gbk"))
        except UnicodeDecodeError:
            continue
    return tuple(found)


@lru_cache(maxsize=10_000)
def solve_character(before: str, first_byte: int) -> str:
    """The character of GBK lead byte ``first_byte`` that makes a word with the character before it.

    Empty unless one is far more frequent than every other.
    """
    scored = sorted(((frequency(before + one), one) for one in characters_of(first_byte)), reverse=True)
    certain = scored and scored[0][0] and (len(scored) == 1 or scored[0][0] >= 5 * scored[1][0])
    return scored[0][1] if certain else ""
