"""Numerals in English words: "twenty-five", "two and a half million", "two thirds"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from assistant.facts.text import EDGE, STOP

Style = Literal["digits", "han", "word"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as written; ``vague`` for "millions", 数十亿: then ``value`` is the order of magnitude."""

    start: int
    end: int
    value: Fraction
    style: Style
    ordinal: bool = False
    vague: bool = False
    share: bool = False
    """A fraction of a whole: 三分之一, two thirds, 一半."""
    over: bool = False
    """What is over stands inside it: 1000多万, 三十余亿."""


SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "k": 1000,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "t": 10**12,
    "dozen": 12,
}
SMALL = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
LARGE = {word: value for word, value in SCALES.items() if len(word) > 2}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
        ],
        start=1,
    )
} | {word[:-1] + "ieth": value for word, value in TENS.items()}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ALIASES = {"once": 1, "single": 1, "sole": 1, "twice": 2, "double": 2, "dual": 2, "both": 2, "pair": 2, "couple": 2}
_ALIASES |= {"triple": 3, "thrice": 3, "trio": 3, "threefold": 3, "twofold": 2, "twin": 2, "doubled": 2, "tripled": 3}
_WORD = re.compile(EDGE + r"[A-Za-z]+" + STOP)


def word_numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a normalised text that are written in English words, in order."""
    tokens = list(_WORD.finditer(text))
    n = 0
    while n < len(tokens):
        numeral, used = _word_number(text, tokens[n : n + 12])
        if numeral:
            yield numeral
        n += max(used, 1)


def _word_number(text: str, tokens: list[re.Match[str]]) -> tuple[Numeral | None, int]:
    """The longest number that starts at the first token, and how many tokens it takes."""
    words = [token[0].lower() for token in tokens]
    near = [re.fullmatch(r"[\s-]{1,2}", text[a.end() : b.start()]) for a, b in pairwise(tokens)]
    run = 1 + next((n for n, gap in enumerate(near) if not gap), len(near))
    words = words[:run]
    if words[0] in _ALIASES:
        return Numeral(tokens[0].start(), tokens[0].end(), Fraction(_ALIASES[words[0]]), "word"), 1
    if words[0] == "half":
        if words[1:2] in (["a"], ["an"]) and len(words) > 2 and words[2] in LARGE:
            return Numeral(tokens[0].start(), tokens[2].end(), Fraction(LARGE[words[2]], 2), "word"), 3
        return Numeral(tokens[0].start(), tokens[0].end(), Fraction(1, 2), "word", share=True), 1
    total, part, used, ordinal = 0, 0, 0, False
    while used < len(words):
        word = words[used]
        if word in SMALL and (part % 10 == 0 and (part % 100 == 0 or SMALL[word] < 10)):
            part += SMALL[word]
        elif word in TENS and part % 100 == 0:
            part += TENS[word]
        elif word in LARGE and (used or len(words) == 1 or words[0] in LARGE):
            if word == "hundred":
                part = (part or 1) * 100
            else:
                total, part = total + (part or 1) * LARGE[word], 0
        elif (word in ("a", "an") and not used and len(words) > 1 and words[1] in LARGE) or (
            word == "and"
            and used
            and words[used - 1] in LARGE
            and words[used + 1 : used + 2]
            and (words[used + 1] in SMALL or words[used + 1] in TENS)
        ):
            pass
        elif word in _ORDINALS and part % 100 in (0, *TENS.values()) and (not used or not part % 10):
            part, ordinal, used = part + _ORDINALS[word], True, used + 1
            break
        else:
            break
        used += 1
    if not used or (used == 1 and words[0] in ("a", "an", "and")):
        return _share_word(tokens, words)
    value, end, share = Fraction(total + part), tokens[used - 1].end(), False
    rest = words[used : used + 3]
    if rest == ["and", "a", "half"]:
        value, end, used = value + Fraction(1, 2), tokens[used + 2].end(), used + 3
    elif not ordinal and rest and rest[0].removesuffix("s").replace("halve", "half") in PARTS and value < 10:
        name = rest[0].removesuffix("s").replace("halve", "half")
        if value > 1 or name in ("half", "third", "quarter", "fifth", "tenth"):
            value, end, share, used = value / PARTS[name], tokens[used].end(), True, used + 1
    return Numeral(tokens[0].start(), end, value, "word", ordinal=ordinal, share=share), used


def _share_word(tokens: list[re.Match[str]], words: list[str]) -> tuple[Numeral | None, int]:
    """ "a third of", "a quarter of": a share, unlike "a third party"."""
    if words[0] == "a" and len(words) > 2 and words[1] in PARTS and words[2] == "of":
        return Numeral(tokens[0].start(), tokens[1].end(), Fraction(1, PARTS[words[1]]), "word", share=True), 2
    return None, 1
