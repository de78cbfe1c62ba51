"""Writes an English sentence so that a translation into Chinese only copies its names and figures.

A small model spells names by their sound, each time another way, and takes 2.8 million for 2.8亿.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from assistant.facts.english import term_table

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_CURRENCIES = {"$": "美元", "€": "欧元", "£": "英镑", "¥": "元"}
_UNITS = {"euro": "欧元", "dollar": "美元", "pound": "英镑", "yuan": "元"}
_FIGURE = re.compile(
    r"(?P<sign>(?:US)?[$€£¥]\s?)?(?<![\w.,-])(?P<figure>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\d.]*\d)"
    r"(?:[\s-](?P<scale>thousand|million|billion|trillion)\b)?(?:\s(?:US )?(?P<unit>euro|dollar|pound|yuan)s?\b)?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS.split("|"), 1)}
_DATE = re.compile(
    rf"\b(?:on )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTHS})(?:,? (?P<year>\d{{4}}))?|"
    rf"(?P<month2>{_MONTHS})(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,? (?P<year2>\d{{4}}))?)\b"
)
_HAN_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_MASK = re.compile(r"(?<![A-Za-z0-9])N ?(\d{1,2})(?![A-Za-z0-9])")


def chinese_figures(text: str) -> str:
    """An English sentence with its dates, large numbers and sums in Chinese: 2.8 million euros as 280万欧元."""
    return _FIGURE.sub(_chinese, _DATE.sub(_chinese_date, text))


def _chinese_date(match: re.Match[str]) -> str:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    year = match["year"] or match["year2"]
    if not (day or year):
        return match[0]  # "May" alone is a verb as well
    return f"{f'{year}年' if year else ''}{_MONTH_OF[month]}月{f'{int(day)}日' if day else ''}"


def _chinese(match: re.Match[str]) -> str:
    currency = _CURRENCIES.get((match["sign"] or "").strip().removeprefix("US"), "") or _UNITS.get(
        match["unit"] or "", ""
    )
    if not (match["scale"] or "," in match["figure"] or (match["sign"] and currency)):
        return match[0]
    value = Fraction(match["figure"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
    for size, sign in _HAN_SCALES:
        if value >= size and (value / size * 10**4).denominator == 1:
            return f"{float(value / size):.10g}{sign}{currency}"
    return f"{float(value):.10g}{currency}"


def chinese_terms(text: str) -> str:
    """An English sentence with words of the debate in Chinese that a small model takes for others (weights as 重量)."""
    out = text
    for term, chinese in term_table("chinese").items():
        out = re.sub(rf"\b{re.escape(term)}\b", chinese, out, flags=re.IGNORECASE)
    return out


def masked(text: str, names: Sequence[str]) -> str:
    """A sentence with N1, N2 … for its names, in the order of ``names``."""
    for place in sorted(range(len(names)), key=lambda n: -len(names[n])):
        text = text.replace(names[place], f"N{place + 1}")
    return text


def masks(names: Sequence[str]) -> list[str]:
    """What stands for each name."""
    return [f"N{place + 1}" for place in range(len(names))]


def unmasked(text: str, names: Sequence[str]) -> str:
    """A translation with its names again; a mark that stands for none is left."""
    return _MASK.sub(lambda match: names[int(match[1]) - 1] if 0 < int(match[1]) <= len(names) else match[0], text)
