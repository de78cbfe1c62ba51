"""Dates as far as they are given (a year, 3月5日, 去年11月, "last year"), and whether one text gives another's.

A date that is told from its own day (今年2月, "last year", 9年前, a bare 5日) is read with the day the document was
published, and with the dates named before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.facts.numerals import parse_han
from assistant.facts.text import EDGE, STOP

Relative = Literal["", "this", "last", "next", "before-last", "same"]


@dataclass(frozen=True, slots=True)
class Date:
    """What is told of a date; the rest is None. ``relative`` says how an untold year is meant."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday is 1."""
    relative: Relative = ""
    relative_month: Relative = ""
    decade: bool = False
    start: int = 0
    end: int = 0


_MONTH_NAMES = "january february march april may june july august september october november december".split()  # noqa: SIM905
_MONTHS = {name[:size]: n for n, name in enumerate(_MONTH_NAMES, start=1) for size in (3, len(name))} | {"sept": 9}
_DAYS = {"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7}
_RELATIVE: dict[str, Relative] = {
    **dict.fromkeys(("今年", "本年", "本月", "这个月", "this"), "this"),
    **dict.fromkeys(("去年", "上年", "上月", "上个月", "last"), "last"),
    **dict.fromkeys(("明年", "次年", "下月", "下个月", "next"), "next"),
    **dict.fromkeys(("同年", "当年", "当月", "同月", "that", "same", "the same"), "same"),
    "前年": "before-last",
}
_H = "[零〇一二三四五六七八九十]"
_DAY_OR_MONTH = rf"(?:\d{{1,2}}|{_H}{{1,3}})"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_ORD = r"(?:st|nd|rd|th)?"

_CHINESE = re.compile(
    rf"(?:(?P<year>(?<!\d)\d{{4}}|(?<!{_H})[一二][零〇一二三四五六七八九]{{3}}|(?<!\d)\d{{2}}(?=\s?年\s?\d{{1,2}}\s?月))\s?年"
    rf"|(?P<rel>今年|本年|去年|(?<!史)上年(?![龄纪])|前年|明年|次年|同年|当年))?\s?"
    rf"(?:(?:(?<![\d个{_H[1:-1]}])(?P<month>{_DAY_OR_MONTH})\s?月(?![球亮饼薪台])份?"
    rf"|(?P<relmonth>上个?月|下个?月|这个月|本月|当月|同月))"
    rf"(?:\s?(?P<day>{_DAY_OR_MONTH})\s?[日号])?)?"
)
_CHINESE_DAY = re.compile(
    r"(?<![\d.,第年])(?P<day>[12]?\d|3[01])\s?(?:日|(?:(?<=[在于]\d)|(?<=[在于]\d\d))号)"
    r"(?![本元线楼令召称机内间文报子常])(?!之[前后内间])(?![前后]的?[一-龥]*内)"
)
_DECADE = re.compile(
    rf"(?:(?P<century>\d{{1,2}}|{_H}{{1,3}})\s?世纪\s?)?(?<!\d)(?P<tens>[1-9]0|[二三四五六七八九]十)\s?年代"
    rf"|(?<!\d)(?P<full>[1-9]?\d\d0)\s?年代"
    rf"|{EDGE}(?:the\s+)?(?P<english>(?:1\d|20|[1-9])\d0)['’]?s{STOP}|['’](?P<short>[1-9]0)s{STOP}"
)
_ISO = re.compile(
    r"(?<![\d.-])(?P<year>1\d{3}|20\d{2})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])"
    r"(?:(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01]))?(?![\d]|[-/.]\d)"
)
_SLASHED = re.compile(
    r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])/(?P<year>1\d{3}|20\d{2})(?!\d)"
)
_ENGLISH = (
    re.compile(
        rf"{EDGE}(?P<month>{_MONTH})\s(?:the\s)?(?P<day>[12]?\d|3[01]){_ORD}(?:\s?(?:-|to|and|through)\s?(?P<to>[12]?\d|3[01]){_ORD}(?![\d:]|\s?%))?"
        rf"(?![\d:]|\.\d|,\d{{3}}(?!\d))(?:,?\s(?:of\s)?(?P<year>1\d{{3}}|20\d{{2}})(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{EDGE}(?P<day>[12]?\d|3[01]){_ORD}\s(?:of\s)?(?P<month>{_MONTH})(?:,?\s(?:of\s)?(?P<year>1\d{{3}}|20\d{{2}})(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{EDGE}(?P<month>{_MONTH}),?\s(?:of\s)?(?:(?P<year>1\d{{3}}|20\d{{2}})(?!\d)|(?P<rel>last|this|next) year)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{EDGE}(?P<rel>last|this|next|that|the same)\s"
        rf"(?:(?P<month>(?-i:{_MONTH}))|(?P<unit>year|month|spring|summer|autumn|fall|winter)){STOP}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{EDGE}(?:(?i:in|of|on|since|by|until|till|late|early|mid|from|during|between|and|to|before|after|through|for))[\s-]"
        rf"(?P<month>(?-i:{_MONTH}))(?!\s?[A-Z]){STOP}"
    ),
    re.compile(rf"{EDGE}(?P<month>(?!May|March|Mar\b|Jan\b|Jun\b|Sep\b|Dec\b)(?-i:{_MONTH})){STOP}"),
)
_WEEKDAY = re.compile(
    rf"{EDGE}(?P<en>{'|'.join(_DAYS)}){STOP}|(?<![每一两二三四几数半\d])(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])(?![次个种些般样起直定年月周])",
    re.IGNORECASE,
)
_AGO = re.compile(
    rf"(?P<n>\d{{1,3}}|{_H[:-1]}两]{{1,3}})\s?年(?:以|之)?前|{EDGE}(?P<en>\d{{1,3}}) years ago", re.IGNORECASE
)


def dates(text: str) -> list[Date]:
    """All dates of a normalised text, in order."""
    found: list[Date] = []
    taken: list[tuple[int, int]] = []

    def add(value: Date) -> None:
        if not any(value.start < end and start < value.end for start, end in taken):
            found.append(value)
            taken.append((value.start, value.end))

    for match in (*_ISO.finditer(text), *_SLASHED.finditer(text)):
        groups = match.groupdict()
        if match.re is not _ISO or groups["sep"] != "." or groups["day"]:
            add(_date(match, year=groups["year"], month=groups["month"], day=groups["day"]))
    for match in _DECADE.finditer(text):
        add(_decade(match))
    for match in _CHINESE.finditer(text):
        if match[0].strip() and not _is_span_of_years(text, match):
            add(_chinese(match))
    for match in _CHINESE_DAY.finditer(text):
        add(_date(match, day=match["day"]))
    for pattern in _ENGLISH:
        for match in pattern.finditer(text):
            for value in _english(match):
                if (
                    value.start == match.start()
                    and value.end == match.end()
                    and value.day is not None
                    and value.text == ""
                ):
                    found.append(value)
                else:
                    add(value)
    for match in _WEEKDAY.finditer(text):
        number = _DAYS[match["en"].lower()] if match["en"] else "一二三四五六日天".index(match["zh"]) + 1
        add(Date(match[0], weekday=min(number, 7), start=match.start(), end=match.end()))
    return sorted(found, key=lambda value: value.start)


def readings(found: Sequence[Date], text: str, context: str | None) -> list[Date]:
    """The dates with what the text around them and its day of publication (ISO, or None) add, all that may be meant."""
    today = _parse_iso(context)
    out: list[Date] = []
    year: int | None = None
    month: int | None = None
    for value in found:
        out.append(value)
        out += _resolved(value, today, year, month)
        year = value.year or year
        month = value.month or month
    if today:
        for match in _AGO.finditer(text):
            count = match["en"] or match["n"]
            number = int(count) if count.isdigit() else int(parse_han(count) or 0)
            out.append(Date(match[0], year=today.year - number))
    return out


def same_date(statement: Date, evidence: Date) -> bool:
    """Whether evidence gives all that the statement tells of a date."""
    if statement.decade != evidence.decade and (
        statement.decade or (statement.year is not None and statement.month is None)
    ):
        return False
    if statement.weekday is not None:
        return statement.weekday == evidence.weekday
    for told, given in zip(
        (statement.year, statement.month, statement.day), (evidence.year, evidence.month, evidence.day), strict=True
    ):
        if told is not None and told != given:
            return False
    if statement.relative and statement.year is None and statement.relative != "same":
        return evidence.relative == statement.relative
    if statement.relative_month and statement.month is None:
        return evidence.relative_month == statement.relative_month
    return True


def _resolved(value: Date, today: date | None, year: int | None, month: int | None) -> list[Date]:
    out: list[Date] = []
    if value.relative_month and today:
        shift = {"last": -1, "next": 1}.get(value.relative_month, 0)
        at = today.year * 12 + today.month - 1 + shift
        return [replace(value, year=at // 12, month=at % 12 + 1, relative_month="")]
    if value.year is not None or value.decade or value.weekday is not None:
        return out
    if value.relative == "same":
        return [replace(value, year=year, relative="")] if year else out
    if value.relative and today:
        shift = {"last": -1, "next": 1, "before-last": -2}.get(value.relative, 0)
        resolved = replace(value, year=today.year + shift, relative="")
        out.append(resolved)
        if value.text[:4].lower() == "last" and value.month and value.month < today.month:
            out.append(replace(resolved, year=today.year))
        return out
    months = [value.month] if value.month else [m for m in (month, today.month if today else None) if m]
    for known in months:
        years = {y for y in (year, today.year if today and known <= today.month else None) if y}
        if today and known > today.month:
            years.add(today.year - 1)
        out += [replace(value, month=known, year=known_year) for known_year in sorted(years)] or [
            replace(value, month=known)
        ]
    return out


def _date(match: re.Match[str], year: str | None = None, month: str | None = None, day: str | None = None) -> Date:
    return Date(
        match[0].strip(),
        year=_number(year),
        month=_number(month),
        day=_number(day),
        start=match.start(),
        end=match.end(),
    )


def _number(text: str | None) -> int | None:
    if not text:
        return None
    value = int(text) if text.isascii() else int(parse_han(text) or 0)
    return value


def _chinese(match: re.Match[str]) -> Date:
    value = _date(match, match["year"], match["month"], match["day"])
    if value.year is not None and value.year < 100:
        value = replace(value, year=2000 + value.year)
    return replace(
        value, relative=_RELATIVE.get(match["rel"] or "", ""), relative_month=_RELATIVE.get(match["relmonth"] or "", "")
    )


def _is_span_of_years(text: str, match: re.Match[str]) -> bool:
    """Numbers that only look like dates: 三月 in 三月内 is a time, month 13 is none, 1000年的历史 a length."""
    month, day = _number(match["month"]), _number(match["day"])
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return True
    return bool(match["year"]) and month is None and bool(re.match(r"来|间|的历史|之久|历史", text[match.end() :]))


def _english(match: re.Match[str]) -> list[Date]:
    groups = match.groupdict()
    name = (groups.get("month") or "").lower().rstrip(".")
    relative = _RELATIVE.get((groups.get("rel") or "").lower(), "")
    value = _date(match, groups.get("year"), None, groups.get("day"))
    value = replace(value, month=_MONTHS[name] if name else None)
    if groups.get("unit") == "month":
        return [replace(value, relative_month=relative)]
    value = replace(value, relative=relative)
    if to := groups.get("to"):
        return [value, replace(value, day=int(to), text="")]
    return [value]


def _decade(match: re.Match[str]) -> Date:
    full = match["full"] or match["english"]
    if full:
        year = int(full)
    else:
        tens = _number(match["tens"] or match["short"]) or 0
        year = ((_number(match["century"]) or 20) - 1) * 100 + tens
    return Date(match[0], year=year, decade=True, start=match.start(), end=match.end())


def _parse_iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
