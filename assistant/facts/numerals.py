"""Numerals in digits, Chinese characters and English words, as exact fractions.

``numerals(text)`` expects text from ``facts.text.normal``. It finds every spelling, the idle ones too (一个, "one of");
what is a quantity and what is not is decided in ``facts.numbers``.
"""

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


DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ABOUT_TWO = frozenset({"一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"})
_HAN = "零〇一二两三四五六七八九十百千万亿"
_SCALES = {
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
_SMALL = {
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
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_LARGE = {word: value for word, value in _SCALES.items() if len(word) > 2}
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
} | {word[:-1] + "ieth": value for word, value in _TENS.items()}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ALIASES = {"once": 1, "single": 1, "sole": 1, "twice": 2, "double": 2, "dual": 2, "both": 2, "pair": 2, "couple": 2}
_ALIASES |= {"triple": 3, "thrice": 3, "trio": 3, "threefold": 3, "twofold": 2, "twin": 2, "doubled": 2, "tripled": 3}

_KILO = "千(?![瓦米克卡赫伏帕焦])"
"""A thousand, and not what begins the name of a unit: 万千瓦 is ten thousand kilowatts."""
_DIGIT = re.compile(
    r"(?<![A-Za-z0-9])(?<!\d[.,])(?P<num>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<dec>\.\d+)?"
    r"(?:(?P<ord>st|nd|rd|th)"
    + STOP
    + r"|\s?(?:[几数]|(?P<over>[多余])\s?(?=[百千]?[万亿]))?(?P<han>(?:[十百万亿]|"
    + _KILO
    + r")+)(?!分[之点])"
    r"|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn)"
    + STOP
    + r"|(?P<letter>[KkMmBbTt])"
    + STOP
    + ")?"
)
_FRACTION = re.compile(r"(?<![\d/.])(\d{1,2})[/⁄](\d{1,2})(?![\d/])")
_HAN_SHARE = re.compile(f"([{_HAN}\\d]+)分之([{_HAN}]+(?:点[{_HAN}]+)?|\\d+(?:\\.\\d+)?)")
_HAN_NUMBER = re.compile(
    f"(?P<ord>第)?(?:(?P<vague>(?<![参人次函基系指总少多变分代计岁系])数|好?几)(?=[十百千万亿]))?"
    f"(?P<num>(?:[零〇一二三四五六七八九十百万亿]|两(?=[百千万亿])|(?<![十百千万亿])两|{_KILO})+)(?:点(?P<dec>[零〇一二三四五六七八九]+)|(?<=[十百千])(?P<over>[多余])(?P<scale>[万亿]+))?(?P<rest>几)?"
)
_TENTHS = re.compile("([一二两三四五六七八九\\d])成([一二三四五六七八九\\d])(?![手等线级流个十百千万亿\\d])")
"""三成五 is 35 percent."""
_OFF = re.compile(
    "(?<![\\d一二三四五六七八九])([一二三四五六七八九\\d])([一二三四五六七八九\\d])?折(?=[，。、；：,.;:)）”」』\\s]|的|出|起|左|优|价|销|卖|售|$)"
)
"""A price of 七折 is 70 percent."""
_A_PART = re.compile(
    EDGE + r"(?P<before>by|of|to|than|about|nearly|almost|over|some|roughly|around|under)?(?(before) )"
    r"(?P<share>an? (?P<part>third|fifth|sixth|eighth|tenth))" + STOP,
    re.IGNORECASE,
)
_AFTER_PART = re.compile(
    r"\s?(?:[.,;:!?)”\"]|$|(?:more|less|fewer|lower|higher|smaller|larger|of|from|since|over|within|during|compared)\b)"
)
"""Behind or before one of these "a third" is a share, unlike in "a third party"."""
_OUT_OF = re.compile(
    EDGE + r"(?P<part>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of) (?:every )?"
    r"(?P<whole>two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|\d{1,3})"
    + STOP
    + r"(?! (?:years?|months?|weeks?|days?|hours?|minutes?|hundred|thousand|million))(?![,.]\d)",
    re.IGNORECASE,
)
"""Nine in ten of them."""
_HALF = re.compile("一半|半数|过半")
_BARE_HALF = re.compile("半")
_WORD = re.compile(EDGE + r"[A-Za-z]+" + STOP)
_MANY = re.compile(
    EDGE
    + r"(?:(tens|dozens|hundreds|thousands)\s+of\s+)?(dozens|hundreds|thousands|millions|billions|trillions)"
    + STOP,
    re.IGNORECASE,
)
_HAN_MANY = {
    "成千上万": 1000,
    "数以千计": 1000,
    "数以万计": 10**4,
    "数以百计": 100,
    "数以百万计": 10**6,
    "数以亿计": 10**8,
}
_HAN_MANY_PATTERN = re.compile("|".join(_HAN_MANY))


def numerals(text: str) -> list[Numeral]:
    """All numerals of a normalised text, in order, none inside another."""
    found: list[Numeral] = []
    taken = [False] * len(text)
    for finder in (_shares, _vague, _halves, _digits, _han, _words, _bare_halves):
        for numeral in finder(text):
            if not any(taken[numeral.start : numeral.end]):
                found.append(numeral)
                taken[numeral.start : numeral.end] = [True] * (numeral.end - numeral.start)
    return sorted(found, key=lambda numeral: numeral.start)


def parse_han(text: str) -> Fraction | None:
    """Value of a numeral in Chinese characters: 三千三百零四 is 3304, 二〇二三 is 2023, 亿 is 10^8."""
    if not text:
        return None
    if not any(char in _UNITS or char in _MYRIADS for char in text):
        digits = [DIGITS.get(char) for char in text]
        return None if None in digits else Fraction(int("".join(map(str, digits))))
    total, section, digit = 0, 0, -1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _UNITS:
            section += (1 if digit < 0 else digit) * _UNITS[char]
            digit = -1
        elif char in _MYRIADS:
            part = section + max(digit, 0)
            if char == "亿":
                total = (total + part or 1) * _MYRIADS[char]
            else:
                total += (part or 1) * _MYRIADS[char]
            section, digit = 0, -1
        else:
            return None
    if digit > 0 and text[-2:-1] in _MYRIADS | _UNITS and text[-2] not in "十零":
        # 三万五 is 35,000 and 一百二 is 120: the last digit stands one unit below.
        return Fraction(total + section + digit * (_MYRIADS | _UNITS)[text[-2]] // 10)
    return Fraction(total + section + max(digit, 0))


def _shares(text: str) -> Iterator[Numeral]:
    for match in _HAN_SHARE.finditer(text):
        whole, part = _plain(match[1]), _plain(match[2])
        if whole and part is not None:
            yield Numeral(match.start(), match.end(), part / whole, "han", share=True)
    for pattern in (_TENTHS, _OFF):
        for match in pattern.finditer(text):
            tens, ones = _plain(match[1]), _plain(match[2] or "零")
            if tens is not None and ones is not None:
                yield Numeral(match.start(), match.end(), (10 * tens + ones) / 100, "han", share=True)
    for match in _A_PART.finditer(text):
        if match["before"] or _AFTER_PART.match(text, match.end()):
            share = Fraction(1, _PARTS[match["part"].lower()])
            yield Numeral(match.start("share"), match.end(), share, "word", share=True)
    for match in _OUT_OF.finditer(text):
        some, every = _in_words(match["part"]), _in_words(match["whole"])
        if 0 < some < every:
            yield Numeral(match.start(), match.end(), Fraction(some, every), "word", share=True)
    for match in _FRACTION.finditer(text):
        if 0 < int(match[1]) < int(match[2]):
            yield Numeral(match.start(), match.end(), Fraction(int(match[1]), int(match[2])), "digits", share=True)


def _in_words(text: str) -> int:
    word = text.lower()
    return int(word) if word.isdigit() else _SMALL.get(word) or _TENS.get(word) or _SCALES.get(word, 0)


def _plain(text: str) -> Fraction | None:
    if text[0].isdigit():
        return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
    whole, _, decimals = text.partition("点")
    value = parse_han(whole)
    return value if value is None or not decimals else value + _decimals(decimals)


def _decimals(text: str) -> Fraction:
    return Fraction("0." + "".join(str(DIGITS[char]) for char in text))


def _vague(text: str) -> Iterator[Numeral]:
    sizes = {"tens": 10, "dozens": 10} | {word + "s": value for word, value in _LARGE.items() if word != "dozen"}
    for match in _MANY.finditer(text):
        first = sizes[match[1].lower()] if match[1] else 1
        yield Numeral(match.start(), match.end(), Fraction(first * sizes[match[2].lower()]), "word", vague=True)
    for match in _HAN_MANY_PATTERN.finditer(text):
        yield Numeral(match.start(), match.end(), Fraction(_HAN_MANY[match[0]]), "han", vague=True)


def _digits(text: str) -> Iterator[Numeral]:
    end, open_value, open_scale, start = -1, Fraction(0), Fraction(0), -1
    pending: Numeral | None = None
    for match in _DIGIT.finditer(text):
        value = Fraction(match["num"].replace(",", "") + (match["dec"] or ""))
        scale, stop = _scale(match), match.end()
        if match["letter"] in ("m", "b", "t") and text[match.start() - 1 : match.start()] not in ("$", "€", "£", "¥"):
            # "5m" is five metres unless money stands before it.
            scale, stop = Fraction(1), match.start("letter")
        if pending and match.start() == end and 1 < scale < open_scale and match["han"]:
            # 1亿2000万 is one number.
            open_value, open_scale, end = open_value + value * scale, scale, stop
            pending = Numeral(start, end, open_value, "digits")
            continue
        if pending and match.start() == end and scale == 1 and 100 <= value < open_scale and not match["dec"]:
            # 4万1306 is one number.
            open_value, open_scale, end = open_value + value, Fraction(1), stop
            pending = Numeral(start, end, open_value, "digits")
            continue
        if pending:
            yield pending
        start, end, open_value, open_scale = match.start(), stop, value * scale, scale
        ordinal = bool(match["ord"]) or text[start - 1 : start] == "第"
        pending = Numeral(start, end, open_value, "digits", ordinal=ordinal, over=bool(match["over"]))
    if pending:
        yield pending


def _scale(match: re.Match[str]) -> Fraction:
    if match["han"]:
        return parse_han(match["han"]) or Fraction(1)
    word = match["scale"] or match["letter"]
    return Fraction(_SCALES[word.lower()]) if word else Fraction(1)


def _han(text: str) -> Iterator[Numeral]:
    for match in _HAN_NUMBER.finditer(text):
        value = parse_han(match["num"])
        if value is None:
            continue
        if match["dec"]:
            value += _decimals(match["dec"])
        elif match["over"]:
            value *= parse_han(match["scale"]) or 1
        elif match["num"] in _ABOUT_TWO and not match["ord"]:
            # 一两个, 三四年: one or two, three or four.
            for n, char in enumerate(match["num"], start=match.start("num")):
                yield Numeral(n, n + 1, Fraction(DIGITS[char]), "han", vague=True)
            continue
        yield Numeral(
            match.start(),
            match.end(),
            value,
            "han",
            ordinal=bool(match["ord"]),
            vague=bool(match["vague"] or match["rest"]),
            over=bool(match["over"]),
        )


def _halves(text: str) -> Iterator[Numeral]:
    for match in _HALF.finditer(text):
        yield Numeral(match.start(), match.end(), Fraction(1, 2), "han", share=True)


def _bare_halves(text: str) -> Iterator[Numeral]:
    for match in _BARE_HALF.finditer(text):
        yield Numeral(match.start(), match.end(), Fraction(1, 2), "han")


def _words(text: str) -> Iterator[Numeral]:
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
        if words[1:2] in (["a"], ["an"]) and len(words) > 2 and words[2] in _LARGE:
            return Numeral(tokens[0].start(), tokens[2].end(), Fraction(_LARGE[words[2]], 2), "word"), 3
        return Numeral(tokens[0].start(), tokens[0].end(), Fraction(1, 2), "word", share=True), 1
    total, part, used, ordinal = 0, 0, 0, False
    while used < len(words):
        word = words[used]
        if word in _SMALL and (part % 10 == 0 and (part % 100 == 0 or _SMALL[word] < 10)):
            part += _SMALL[word]
        elif word in _TENS and part % 100 == 0:
            part += _TENS[word]
        elif word in _LARGE and (used or len(words) == 1 or words[0] in _LARGE):
            if word == "hundred":
                part = (part or 1) * 100
            else:
                total, part = total + (part or 1) * _LARGE[word], 0
        elif (word in ("a", "an") and not used and len(words) > 1 and words[1] in _LARGE) or (
            word == "and"
            and used
            and words[used - 1] in _LARGE
            and words[used + 1 : used + 2]
            and (words[used + 1] in _SMALL or words[used + 1] in _TENS)
        ):
            pass
        elif word in _ORDINALS and part % 100 in (0, *_TENS.values()) and (not used or not part % 10):
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
    elif not ordinal and rest and rest[0].removesuffix("s").replace("halve", "half") in _PARTS and value < 10:
        name = rest[0].removesuffix("s").replace("halve", "half")
        if value > 1 or name in ("half", "third", "quarter", "fifth", "tenth"):
            value, end, share, used = value / _PARTS[name], tokens[used].end(), True, used + 1
    return Numeral(tokens[0].start(), end, value, "word", ordinal=ordinal, share=share), used


def _share_word(tokens: list[re.Match[str]], words: list[str]) -> tuple[Numeral | None, int]:
    """ "a third of", "a quarter of": a share, unlike "a third party"."""
    if words[0] == "a" and len(words) > 2 and words[1] in _PARTS and words[2] == "of":
        return Numeral(tokens[0].start(), tokens[1].end(), Fraction(1, _PARTS[words[1]]), "word", share=True), 2
    return None, 1
