"""Dates that count from another day: "9 years ago", "a few days later", "last Friday", "last autumn", "today".

Each function gives what a match means as ISO 8601 as far as it is known, empty where nothing can be said.
"""

import re
from datetime import date, timedelta

from assistant.facts.numerals import parse_han

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_EN_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_EN_NUMBERS = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
} | {"a": 1, "an": 1, "twelve": 12}
AGO = re.compile(
    rf"(?P<n>{_N})\s?(?P<unit>年|个月|周|个星期|星期|天)(?:以|之)?前(?![所]未)"
    rf"|(?<![A-Za-z0-9])(?P<en>{_EN_N}) (?P<enunit>years?|months?|weeks?|days?) (?:ago|earlier)",
    re.IGNORECASE,
)
LATER = re.compile(
    rf"(?P<n>{_N}|几|数)\s?(?P<unit>天|周|个星期|星期|个月)(?:以|之)?后(?!期)|(?<!的)(?P<next>次日|翌日|第二天|隔天)"
    rf"|(?<![A-Za-z0-9])(?P<en>{_EN_N}|a few|several) (?P<enunit>days?|weeks?|months?) later|"
    r"(?P<ennext>(?:the )?next day|the following day)",
    re.IGNORECASE,
)
NOW = re.compile(
    r"(?P<week>(?:这周|本周|这个星期)(?![一二三四五六日天末])|this week)|"
    r"(?P<lastweek>(?:上周|上个星期)(?![一二三四五六日天末])|last week)|"
    r"^[“”\"]?(?P<day>(?:今天|今日)(?!的|无论)|today(?=,| the | [A-Z]))|(?P<yesterday>昨天|昨日|yesterday)",
    re.IGNORECASE,
)
WEEKDAY = re.compile(
    r"(?:(?P<last>上(?:个?星期|周))|(?<![每一两二三四几数半\d])(?:本|这)?(?:周|星期|礼拜))(?P<day>[一二三四五六日天])(?![次个些年种样起期])"
    r"|\b(?:on |last )?(?P<en>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?!s)",
)
SEASON = re.compile(r"\b(?:last|this past) (?P<season>spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 2}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOT_PAST = re.compile(r"(?:every|each|next|coming|until|by|下|每)\s?$", re.IGNORECASE)


def back(match: re.Match[str], today: date, estimated: bool) -> str:
    """What a match of ``AGO`` means; of a page whose day is only ``estimated``, the year."""
    count, unit = _number(match["n"] or match["en"]), match["unit"] or match["enunit"].lower()
    if unit.startswith(("年", "year")) or estimated:
        years = count if unit.startswith(("年", "year")) else 0
        return str(today.year - years)
    if "月" in unit or unit.startswith("month"):
        at = today.year * 12 + today.month - 1 - count
        return iso(at // 12, at % 12 + 1, None)
    days = count * (7 if unit[0] in "周个星w" else 1)
    return (today - timedelta(days=days)).isoformat()[:7]


def forward(match: re.Match[str], told: str) -> str:
    """What a match of ``LATER`` means, counted from the date told last; no more exact than that date."""
    start = day_of(told if len(told) == 10 else f"{told}-15" if len(told) == 7 else f"{told}-06-30")
    if start is None:
        return ""
    if match["next"] or match["ennext"]:
        return (start + timedelta(days=1)).isoformat() if len(told) == 10 else ""
    unit = (match["unit"] or match["enunit"]).lower()
    count = _number(match["n"] or match["en"]) or 4
    days = count * (30 if "月" in unit or unit.startswith("month") else 1 if unit[0] in "天d" else 7)
    return (start + timedelta(days=days)).isoformat()[: min(7, len(told))]


def now(match: re.Match[str], today: date) -> tuple[str, bool]:
    """What a match of ``NOW`` means, and whether that is uncertain."""
    day = today
    if match["yesterday"]:
        day -= timedelta(days=1)
    elif match["lastweek"]:
        day -= timedelta(days=7)
    week = match["week"] or match["lastweek"]
    return (day.isoformat()[:7], True) if week else (day.isoformat(), False)


def weekday(match: re.Match[str], before: str, today: date) -> str:
    """The day that a weekday of a report means: the last one up to its publication, or that of the week before."""
    if _NOT_PAST.search(before):
        return ""
    number = _DAYS.index(match["en"].lower()) if match["en"] else min(6, "一二三四五六日天".index(match["day"]))
    if match["last"]:
        return (today - timedelta(days=today.weekday() + 7 - number)).isoformat()
    return (today - timedelta(days=(today.weekday() - number) % 7)).isoformat()


def season(match: re.Match[str], today: date) -> str:
    """The year of the last such season that is over."""
    return str(today.year if _SEASON_ENDS[match["season"].lower()] < today.month else today.year - 1)


def iso(year: int, month: int | None, day: int | None) -> str:
    """ISO 8601 as far as it is known."""
    return f"{year:04d}" + (f"-{month:02d}" + (f"-{day:02d}" if day else "") if month else "")


def day_of(text: str) -> date | None:
    """The day of an ISO date; None where it tells none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _number(text: str) -> int:
    low = text.lower()
    if low.isdigit():
        return int(low)
    return _EN_NUMBERS.get(low) or {"两": 2}.get(low) or int(parse_han(low) or 0)
