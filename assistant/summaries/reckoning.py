"""Gives each date of a document the day, month or year it means, from the text before it and the publication date.

Adds to ``assistant.facts.dates`` what a timeline needs: the year that a narrative is in, "9 years ago", "a few days
later", "at the end of 2020", and whether a date is exact or only reckoned.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.facts.dates import Date, dates
from assistant.facts.text import normal
from assistant.summaries.counted import (
    AGO,
    LATER,
    NOW,
    SEASON,
    WEEKDAY,
    back,
    day_of,
    forward,
    iso,
    now,
    season,
    weekday,
)
from assistant.summaries.lines import Line

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


_SAME = re.compile(r"同年|当年|同月|当月|(?:that|the same)\b", re.IGNORECASE)
_TO_DAY = re.compile(r"\s?(?:至|到|-|–|—|~)\s?(?:\d{1,2}\s?月)?\d{1,2}\s?[日号]")
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
    today = day_of(document.date)
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
        self._from_today = False
        """Whether that year was reckoned from the publication ("last year"), not told."""

    def read(self, text: str) -> list[Dated]:
        plain = _aligned(text)
        found: list[Dated] = [item for item in (self._told(one, plain) for one in dates(plain)) if item]
        found = _apart(found, self._relative(plain))
        found = _apart(found, self._later(plain, found))
        if found:
            # The first date of a sentence is where its story stands; a later one explains something in it.
            self._year, self._at = int(found[0].value[:4]), found[0].value
            self._day = self._at if len(self._at) == 10 else self._day
            self._from_today = not (found[0].explicit or _SAME.match(found[0].text))
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
        if until := _TO_DAY.match(plain, one.end):
            end = until.end()
        if part := _PART.match(plain, one.end):
            end, uncertain = part.end(), True
            month = month or {"底": 12, "末": 12, "初": 1}.get(part["zh"][-1])
        elif (before := _EN_PART.search(plain[: one.start])) and month is None:
            uncertain = True
            month = 12 if before["late"] else 1 if before["early"] else None
        if _APPROXIMATE.search(plain[: one.start]):
            uncertain = True
        return Dated(one.text, one.start, end, iso(year, month, day), uncertain, explicit)

    def _nearest_year(self, month: int, day: int | None) -> int:
        """Of a month without a year: the year the telling is in, else the last that is not after the publication.

        A day of the weeks before publication is one of these weeks, whatever older year was told in between."""
        if day and not self._estimated:
            recent = day_of(f"{self._today.year:04d}-{month:02d}-{day:02d}")
            if recent is not None and 0 <= (self._today - recent).days <= _NEWS:
                return self._today.year
        if (
            self._year is not None
            and not self._from_today
            and (self._year, month) <= (self._today.year, self._today.month)
        ):
            return self._year
        return self._today.year if month <= self._today.month else self._today.year - 1

    def _relative(self, plain: str) -> list[Dated]:
        found = [
            Dated(match[0], *match.span(), back(match, self._today, self._estimated), True, False)
            for match in AGO.finditer(plain)
        ]
        for match in _YEAR.finditer(plain):
            found.append(Dated(match["year"], *match.span("year"), match["year"], match["part"] is not None, True))
        if self._estimated:
            return found
        for match in NOW.finditer(plain):
            found.append(Dated(match[0], *match.span(), *now(match, self._today), False))
        for match in SEASON.finditer(plain):
            found.append(Dated(match[0], *match.span(), season(match, self._today), True, False))
        for match in WEEKDAY.finditer(plain):
            if value := weekday(match, plain[: match.start()], self._today):
                found.append(Dated(match[0], *match.span(), value, False, False))
        return found

    def _later(self, plain: str, told: Sequence[Dated]) -> list[Dated]:
        """Days counted from the date told last, in the sentence or before it."""
        found = []
        for match in LATER.finditer(plain):
            before = [one.value for one in told if one.end <= match.start()]
            # A year told in passing is no place to count days from.
            told_last = self._at if len(self._at) >= 7 else self._day or self._at
            if value := forward(match, before[-1] if before else told_last):
                uncertain = not (match["next"] or match["ennext"])
                found.append(Dated(match[0], *match.span(), value, uncertain, False))
        return found


def _apart(found: Sequence[Dated], more: Sequence[Dated]) -> list[Dated]:
    """Dates in order, those of ``more`` only where none of ``found`` stands."""
    kept = list(found)
    for item in more:
        if not any(item.start < other.end and other.start < item.end for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _aligned(text: str) -> str:
    """The sentence in one width and script, each character in its place."""
    folded = "".join(part if len(part := normal(char)) == 1 else char for char in text)
    return folded if len(folded) == len(text) else text


def _year_month(value: str) -> tuple[int | None, int | None]:
    return (int(value[:4]) if value else None), (int(value[5:7]) if len(value) >= 7 else None)
