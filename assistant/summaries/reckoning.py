"""Gives each date of a document the day, month or year it means, from the text before it and the publication date.

Adds to ``assistant.facts.dates`` what a timeline needs: the year that a narrative is in, "9 years ago", "a few days
later", "at the end of 2020", and whether a date is exact or only reckoned.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.facts.dates import Date, dates
from assistant.facts.numerals import parse_han
from assistant.facts.text import normal
from assistant.summaries.lines import Line

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_EN_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_EN_NUMBERS = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
} | {
    "a": 1,
    "an": 1,
    "twelve": 12,
}
_AGO = re.compile(
    rf"(?P<n>{_N})\s?(?P<unit>年|个月|周|个星期|星期|天)(?:以|之)?前(?![所]未)"
    rf"|(?<![A-Za-z0-9])(?P<en>{_EN_N}) (?P<enunit>years?|months?|weeks?|days?) (?:ago|earlier)",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"(?P<n>{_N}|几|数)\s?(?P<unit>天|周|个星期|星期|个月)(?:以|之)?后(?!期)|(?P<next>次日|翌日|第二天|隔天)"
    rf"|(?<![A-Za-z0-9])(?P<en>{_EN_N}|a few|several) (?P<enunit>days?|weeks?|months?) later|"
    rf"(?P<ennext>(?:the )?next day|the following day)",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?P<week>这周|本周|这个星期|this week)|(?P<lastweek>上周|上个星期|last week)|(?P<day>今天|今日|today)|"
    r"(?P<yesterday>昨天|"
    r"昨日|yesterday)",
    re.IGNORECASE,
)
_PART = re.compile(r"\s?(?P<zh>年?底|年?末|年?初|年中|上半年|下半年|上旬|中旬|下旬|夏天|春天|秋天|冬天)")
_EN_PART = re.compile(
    r"(?:(?P<late>late|the end of|end of)|(?P<early>early|the start of)|mid|the summer of|summer|fall|spring)[\s-]+$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![A-Za-z0-9])(?:in|since|by|during|from|until|of|(?P<part>early|late|mid|around|about))[\s-]"
    r"(?P<year>(?:19|20)\d\d)(?![\d,.-]\d|[\w%]|\s(?:people|users|words))",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(r"(?:大约|约|左右|前后|around|about|circa)\s?$", re.IGNORECASE)


_NEWS = 60
"""Days before publication within which a news report leaves the year out."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a sentence gives, and what it means."""

    text: str
    """As the document writes it."""
    start: int
    """Offsets into the sentence."""
    end: int
    value: str
    """ISO 8601 as far as it is known: ``2024``, ``2024-03``, ``2024-03-07``."""
    uncertain: bool
    explicit: bool
    """Tells its own year."""


def reckon(lines: Sequence[Line]) -> list[list[Dated]]:
    """The dates of each sentence of one document, in order. A date of which not even the year is known is left out."""
    if not lines:
        return []
    document = lines[0].document
    today = _day(document.date)
    estimated = today is None
    if today is None:
        # A page that does not tell its date was written in the last year it names, or after: its days are uncertain.
        years = [found.year for found in dates(normal(document.text)) if found.year and 1990 <= found.year <= 2100]
        if not years:
            return [[] for _ in lines]
        today = date(max(years), 12, 31)
    clock = _Clock(today, estimated)
    return [clock.read(line.text) for line in lines]


class _Clock:
    """Reads the sentences of a document one after another and remembers which year and day the telling has come to."""

    def __init__(self, today: date, estimated: bool) -> None:
        self._today = today
        self._estimated = estimated
        self._year: int | None = None
        self._at: str = ""
        self._day: str = ""
        """The last day told, from which "a few days later" counts."""

    def read(self, text: str) -> list[Dated]:
        plain = _aligned(text)
        found = [item for item in (self._told(one, plain) for one in dates(plain)) if item]
        taken = [(item.start, item.end) for item in found]
        for item in self._relative(plain):
            if not any(item.start < end and start < item.end for start, end in taken):
                found.append(item)
                taken.append((item.start, item.end))
        found.sort(key=lambda item: item.start)
        if found:
            # The first date of a sentence is where its story stands; a later one explains something in it.
            self._year, self._at = int(found[0].value[:4]), found[0].value
            self._day = self._at if len(self._at) == 10 else self._day
        return [replace(item, text=text[item.start : item.end].strip(" .,")) for item in found]

    def _told(self, one: Date, plain: str) -> Dated | None:
        if one.decade or one.weekday is not None:
            return None
        year, uncertain, explicit = one.year, False, one.year is not None
        month, day = one.month, one.day
        if one.relative_month:
            if one.relative_month == "same":
                year, month = _year_month(self._at)
            else:
                at = self._today.year * 12 + self._today.month - 1
                at += {"last": -1, "next": 1}.get(one.relative_month, 0)
                year, month = at // 12, at % 12 + 1
                if self._estimated:
                    month, uncertain = None, True
        elif year is None and one.relative:
            if one.relative == "same":
                year = self._year
            else:
                year = self._today.year + {"last": -1, "next": 1, "before-last": -2}.get(one.relative, 0)
                if one.text[:4].lower() == "last" and month and month < self._today.month:
                    year = self._today.year  # "last September" said in November is this year's
                uncertain = self._estimated
        elif year is None and month is not None:
            year = self._nearest_year(month, day)
            uncertain = self._estimated and self._year is None
        elif year is None and day is not None:
            year, month = _year_month(self._at)
            if month is None:
                year, month = (self._today.year, self._today.month) if not self._estimated else (None, None)
            if (
                year
                and month
                and not self._at[8:]
                and day > self._today.day
                and (year, month) == (self._today.year, self._today.month)
            ):
                return None
        if year is None or not 1000 <= year <= 2200:
            return None
        end = one.end
        if part := _PART.match(plain, one.end):
            end, uncertain = part.end(), True
            month = month or {"底": 12, "末": 12, "初": 1}.get(part["zh"][-1])
        elif (before := _EN_PART.search(plain[: one.start])) and month is None:
            uncertain = True
            month = 12 if before["late"] else 1 if before["early"] else None
        if _APPROXIMATE.search(plain[: one.start]):
            uncertain = True
        return Dated(one.text, one.start, end, _iso(year, month, day), uncertain, explicit)

    def _nearest_year(self, month: int, day: int | None) -> int:
        """Of a month without a year: the year the telling is in, else the last that is not after the publication.

        A day of the weeks before publication is one of these weeks, whatever older year was told in between."""
        if day and not self._estimated:
            recent = _day(f"{self._today.year:04d}-{month:02d}-{day:02d}")
            if recent is not None and 0 <= (self._today - recent).days <= _NEWS:
                return self._today.year
        if self._year is not None and (self._year, month) <= (self._today.year, self._today.month):
            return self._year
        return self._today.year if month <= self._today.month else self._today.year - 1

    def _relative(self, plain: str) -> list[Dated]:
        found = []
        for match in _AGO.finditer(plain):
            unit = match["unit"] or match["enunit"].lower()
            value = self._back(_number(match["n"] or match["en"]), unit)
            found.append(Dated(match[0], *match.span(), value, True, False))
        for match in _YEAR.finditer(plain):
            uncertain = match["part"] is not None
            found.append(Dated(match["year"], *match.span("year"), match["year"], uncertain, True))
        for match in _LATER.finditer(plain):
            if value := self._forward(match):
                uncertain = not (match["next"] or match["ennext"])
                found.append(Dated(match[0], *match.span(), value, uncertain, False))
        if not self._estimated:
            for match in _NOW.finditer(plain):
                found.append(self._now(match))
        return found

    def _back(self, count: int, unit: str) -> str:
        if unit.startswith(("年", "year")) or self._estimated:
            years = count if unit.startswith(("年", "year")) else 0
            return str(self._today.year - years)
        if "月" in unit or unit.startswith("month"):
            at = self._today.year * 12 + self._today.month - 1 - count
            return _iso(at // 12, at % 12 + 1, None)
        days = count * (7 if unit[0] in "周个星w" else 1)
        return (self._today - timedelta(days=days)).isoformat()[:7]

    def _forward(self, match: re.Match[str]) -> str:
        """From the date told last; to the day only where both the start and the step are exact."""
        start = _day(self._day)
        if start is None:
            return ""
        if match["next"] or match["ennext"]:
            return (start + timedelta(days=1)).isoformat()
        unit = (match["unit"] or match["enunit"]).lower()
        count = _number(match["n"] or match["en"]) or 4
        days = count * (30 if "月" in unit or unit.startswith("month") else 1 if unit[0] in "天d" else 7)
        return (start + timedelta(days=days)).isoformat()[:7]

    def _now(self, match: re.Match[str]) -> Dated:
        day, uncertain = self._today, False
        if match["yesterday"]:
            day -= timedelta(days=1)
        elif match["lastweek"]:
            day -= timedelta(days=7)
        value = day.isoformat()
        if match["week"] or match["lastweek"]:
            value, uncertain = value[:7], True
        return Dated(match[0], *match.span(), value, uncertain, False)


def _aligned(text: str) -> str:
    """The sentence in one width and script, each character in its place."""
    folded = "".join(part if len(part := normal(char)) == 1 else char for char in text)
    return folded if len(folded) == len(text) else text


def _year_month(value: str) -> tuple[int | None, int | None]:
    return (int(value[:4]) if value else None), (int(value[5:7]) if len(value) >= 7 else None)


def _number(text: str) -> int:
    low = text.lower()
    if low.isdigit():
        return int(low)
    return _EN_NUMBERS.get(low) or {"两": 2}.get(low) or int(parse_han(low) or 0)


def _iso(year: int, month: int | None, day: int | None) -> str:
    return f"{year:04d}" + (f"-{month:02d}" + (f"-{day:02d}" if day else "") if month else "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
