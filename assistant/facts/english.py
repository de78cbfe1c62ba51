"""Writes numbers, dates, names and terms of a Chinese sentence the English way, so that a translation only copies them.

A small model turns 4000万 into "4000 million", 去年9月 into any year and 朱啸虎 into Zhu Shouhu; neither counting nor
spelling is left to it.
"""

import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib import resources

from assistant.facts.bounds import AGO
from assistant.facts.check import extract
from assistant.facts.dates import Date, readings
from assistant.facts.names import NameTable, names_in
from assistant.facts.naming import GENERIC, SURNAMES
from assistant.facts.numbers import Quantity
from assistant.facts.transliteration import TRANSLITERATING

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_LENGTHS = (
    ("month", 12, "years"),
    ("month", 1, "months"),
    ("second", 86400, "days"),
    ("second", 3600, "hours"),
    ("second", 60, "minutes"),
)
_AGO_UNITS = {"年": "year", "月": "month", "周|星期|礼拜": "week", "天|日": "day"}
_BOUND_WITHIN = re.compile(r"[多余+]|以上|之上|开外|以下|以内|之内")
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_CURRENCY = {"USD": "US dollars", "CNY": "yuan", "EUR": "euros", "GBP": "pounds", "HKD": "Hong Kong dollars"}


def english_figures(text: str, date_context: str | None = None) -> str:
    """The sentence (in one width and script, as it is compared) with its large numbers and its dates in English."""
    out, parts = _written(text, date_context)
    for start, end, written in sorted(parts, reverse=True):
        out = f"{out[:start]} {written} {out[end:]}"
    return out


def english_names(text: str, names: NameTable) -> str:
    """The sentence with its Chinese names in Latin letters: as the table pairs them, or in pinyin.

    A name that writes a foreign one by its sounds, and has no known spelling, stays.
    """
    out = text
    for name in sorted(names_in(text, names), key=len, reverse=True):
        if written := _latin(name, names):
            out = out.replace(name, f" {written} ")
    return out


def names_in_english(text: str, names: NameTable) -> list[str]:
    """The names of a sentence in Latin letters, as ``english_names`` writes them; those that it leaves are left out."""
    written = (_latin(name, names) or name for name in names_in(text, names))
    return list(dict.fromkeys(name for name in written if not _HAN.search(name)))


def english_terms(text: str) -> str:
    """The sentence (in one width and script) with words of the debate in English."""
    out = text
    for term, english in terms().items():
        out = out.replace(term, f" {english} ")
    return re.sub(r" {2,}", " ", out).strip()


def terms() -> Mapping[str, str]:
    """Chinese terms and their English, the longest first; simplified, in one width."""
    return term_table("terms")


@cache
def term_table(name: str) -> Mapping[str, str]:
    """A table of terms.toml, its longest terms first."""
    table = tomllib.loads(resources.files("assistant.facts").joinpath("terms.toml").read_text("utf-8"))[name]
    return {term: table[term] for term in sorted(table, key=len, reverse=True)}


def _latin(name: str, names: NameTable) -> str:
    if not _HAN.fullmatch(name):
        return ""
    forms = [form for form in names.forms(name) if not _HAN.search(form)]
    if forms:
        return next((form for form in forms if form[0].isupper() and form.casefold() not in GENERIC), "")
    chinese = name[0] in SURNAMES and 2 <= len(name) <= 3 and not all(char in TRANSLITERATING for char in name)
    if not chinese:
        return ""
    from pypinyin import lazy_pinyin

    family, given = lazy_pinyin(name[0]), lazy_pinyin(name[1:])
    return f"{family[0].capitalize()} {''.join(given).capitalize()}"


def figure_notes(text: str, date_context: str | None = None) -> dict[str, str]:
    """The same figures as a glossary: each as the sentence writes it, and how it is written in English."""
    folded, parts = _written(text, date_context)
    return {folded[start:end]: written for start, end, written in sorted(parts)}


def _written(text: str, date_context: str | None) -> tuple[str, list[tuple[int, int, str]]]:
    facts = extract(text)
    parts: list[tuple[int, int, str]] = []
    for number in facts.numbers:
        if ago := AGO.match(facts.text, number.end) if number.kind == "duration" else None:
            written, end = _ago(number), ago.end()
        else:
            written, end = _number(number), number.end
        if written:
            parts.append((number.start, end, written))
    for date in facts.dates:
        known = [reading for reading in readings([date], facts.text, date_context) if reading.year]
        written = _date(known[0] if known else date)
        if written:
            parts.append((date.start, date.end, written))
    return facts.text, parts


def _number(number: Quantity) -> str:
    if number.value.denominator != 1 or "半" in number.text:
        for unit, size, name in _LENGTHS:
            if unit in number.units and number.value >= size:
                return f"{float(number.value / size):g} {name}"
    if number.weak or number.vague or not any(sign in number.text for sign in "万亿"):
        return ""
    currency = next((name for unit, name in _CURRENCY.items() if unit in number.units), "")
    if number.units and not currency:
        return ""
    return f"{_bound(number)}{_magnitude(number.value)}{' ' + currency if currency else ''}"


def _ago(number: Quantity) -> str:
    """9年前, which a small model takes for a length of time ("in 9 years")."""
    unit = next((name for ending, name in _AGO_UNITS.items() if re.search(ending, number.text)), "")
    if not unit or number.vague or number.written.denominator != 1:
        return ""
    return f"{_bound(number)}{number.written} {unit}{'' if number.written == 1 else 's'} ago"


def _bound(number: Quantity) -> str:
    """What the figure's own text says of how exact it is (10多亿); words before it (超10亿) stay where they are."""
    if number.bound == "~":
        return "about "
    if not number.bound or not _BOUND_WITHIN.search(number.text):
        return ""
    return "more than " if number.bound == ">" else "less than "


def _magnitude(value: Fraction) -> str:
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if value >= size:
            return f"{_plain(value / size)} {name}"
    return _plain(value)


def _plain(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):.10g}"


def _date(date: Date) -> str:
    if not date.month or date.relative:
        return ""
    day = f" {date.day}" if date.day else ""
    comma = "," if date.day and date.year else ""
    return f"{MONTHS[date.month - 1]}{day}{comma}{f' {date.year}' if date.year else ''}"
