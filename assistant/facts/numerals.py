"""Numerals in digits, Chinese characters and English words, as exact fractions.

``numerals(text)`` expects text from ``facts.text.normal``. It finds every spelling, the idle ones too (一个, "one of");
what is a quantity and what is not is decided in ``facts.numbers``.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.facts.numeral_words import LARGE, PARTS, SCALES, SMALL, TENS, Numeral, word_numerals
from assistant.facts.text import EDGE, STOP

DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ABOUT_TWO = frozenset({"一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"})
_HAN = "零〇一二两三四五六七八九十百千万亿"
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
    for finder in (_shares, _vague, _halves, _digits, _han, word_numerals, _bare_halves):
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
            share = Fraction(1, PARTS[match["part"].lower()])
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
    return int(word) if word.isdigit() else SMALL.get(word) or TENS.get(word) or SCALES.get(word, 0)


def _plain(text: str) -> Fraction | None:
    if text[0].isdigit():
        return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
    whole, _, decimals = text.partition("点")
    value = parse_han(whole)
    return value if value is None or not decimals else value + _decimals(decimals)


def _decimals(text: str) -> Fraction:
    return Fraction("0." + "".join(str(DIGITS[char]) for char in text))


def _vague(text: str) -> Iterator[Numeral]:
    sizes = {"tens": 10, "dozens": 10} | {word + "s": value for word, value in LARGE.items() if word != "dozen"}
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
    return Fraction(SCALES[word.lower()]) if word else Fraction(1)


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
