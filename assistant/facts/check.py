"""Whether evidence gives every number, amount, date and quotation of a statement, across languages and units."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from assistant.facts.bounds import lost
from assistant.facts.dates import Date, dates, readings, same_date
from assistant.facts.names import NameTable, names_in, unknown_names
from assistant.facts.numbers import Quantity, quantities, same_quantity
from assistant.facts.text import cover, normal, without_list_marks
from assistant.facts.versions import Version, version_pattern, versions
from assistant.language import script_of

Kind = Literal["number", "amount", "percent", "duration", "date", "name", "quote", "speaker"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a text can be checked exactly."""

    numbers: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    versions: tuple[Version, ...]
    names: tuple[str, ...]
    quoted: tuple[str, ...]
    text: str
    """The text as it was read (one width and script)."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something a statement says that its evidence does not."""

    kind: Kind
    statement_value: str
    reason: str


_QUOTED = re.compile(r'“([^”]+)”|「([^」]+)」|『([^』]+)』|"([^"]+)"')
_WORDLESS = re.compile(r"[\W_]+")


@lru_cache(maxsize=2048)
def extract(text: str) -> Facts:
    """The checkable facts of a text in either language."""
    plain = normal(text)
    told = dates(plain)
    rest = cover(plain, [(date.start, date.end) for date in told])
    named = versions(rest)
    rest = cover(rest, [(version.start, version.end) for version in named])
    quoted = tuple(next(filter(None, groups)) for groups in _QUOTED.findall(text))
    return Facts(tuple(quantities(rest)), tuple(told), tuple(named), tuple(names_in(text)), quoted, plain)


def agree(
    statement: str,
    evidence: str,
    date_context: str | None = None,
    names: NameTable | None = None,
    question: str = "",
) -> list[Disagreement]:
    """What in the statement the evidence does not give; empty when everything checkable is there.

    ``date_context`` is the day the evidence was published (ISO 8601): it tells which year 去年 or a bare 3月5日 is in.
    With ``names`` the names are checked too, where the question is allowed to have brought one in.
    """
    said, given = extract(without_list_marks(statement)), extract(evidence)
    out = [
        *_numbers(said, given, date_context),
        *_dates(said, given, date_context),
        *_versions(said, given),
        *_quotes(said, given),
    ]
    if names is not None:
        out += [
            Disagreement("name", name, "the evidence does not name it")
            for name in unknown_names(statement, evidence, question, names)
        ]
    return out


def _numbers(said: Facts, given: Facts, context: str | None) -> list[Disagreement]:
    years = {date.year for date in readings(given.dates, given.text, context) if date.year}
    out: list[Disagreement] = []
    for number in said.numbers:
        if number.weak:
            continue
        if same := [other for other in given.numbers if same_quantity(number, other)]:
            if reason := lost(number, said.text, same, given.text):
                out.append(Disagreement(number.kind, number.text.strip(), reason))  # type: ignore[arg-type]
            continue
        if not number.units and number.value in years:
            continue
        if number.kind == "duration" and _years_ago(number, said.text, context) in years - {None}:
            continue
        if _is_list_length(number, given):
            continue
        out.append(Disagreement(number.kind, number.text.strip(), _nearest(number, given)))  # type: ignore[arg-type]
    return out


def _years_ago(number: Quantity, text: str, context: str | None) -> int | None:
    if not re.match(r"\s?(?:以?前|之前|ago)", text[number.end :]) or not context or not context[:4].isdigit():
        return None
    return int(context[:4]) - int(number.value / 12) if number.value % 12 == 0 else None


def _is_list_length(number: Quantity, given: Facts) -> bool:
    """A writer may count what the evidence lists ("three investors"), unless the evidence gives a count itself."""
    if number.units or number.text.strip().isdigit() or number.value not in range(2, 8):
        return False
    if any(not other.weak and not other.units and not other.ordinal and other.value < 20 for other in given.numbers):
        return False
    lists = re.findall(r"[^、。；;，,！？!?]+(?:、[^、。；;，,！？!?]+)+", given.text)
    lengths = {run.count("、") + 1 + bool(re.search(r".(?:和|及|与)", run[run.rfind("、") :])) for run in lists}
    if re.search(r"(?:和|与|及|\band\b)", given.text):
        lengths.add(2)
    commas = [run.count(",") + 2 for run in re.findall(r"(?:[^,.;]+, )+(?:and|or) ", given.text)]
    return number.value in lengths | set(commas)


def _nearest(number: Quantity, given: Facts) -> str:
    others = [other for other in given.numbers if not other.weak]
    if not others:
        return "the evidence gives no number"
    same_kind = [other for other in others if other.kind == number.kind] or others
    closest = min(same_kind, key=lambda other: abs(float(other.value) - float(number.value)))
    return f"the evidence gives {closest.text.strip()}"


def _dates(said: Facts, given: Facts, context: str | None) -> list[Disagreement]:
    known = readings(given.dates, given.text, context)
    out: list[Disagreement] = []
    for date in said.dates:
        if date.relative == "same" and date.month is None:
            continue
        meant = [date, *readings([date], "", context)]
        if any(same_date(reading, other) for reading in meant for other in known):
            continue
        if (
            date.year
            and not (date.month or date.decade)
            and any(Fraction(date.year) in other.readings | {other.written} for other in given.numbers)
        ):
            continue
        text = date.text.strip() or f"{date.month}-{date.day}"
        seen = ", ".join(dict.fromkeys(other.text.strip() for other in given.dates)) or "no date"
        out.append(Disagreement("date", text, f"the evidence gives {seen}"))
    return out


def _versions(said: Facts, given: Facts) -> list[Disagreement]:
    out: list[Disagreement] = []
    told = {version.text.casefold() for version in given.versions}
    for version in said.versions:
        if version.text.casefold() in told:
            continue
        if version_pattern(version.text).search(given.text):
            continue
        if version.spaced:
            counted = quantities(re.sub(r"^\D*", "", version.text))
            if counted and any(same_quantity(counted[0], other) for other in given.numbers):
                continue
        out.append(Disagreement("name", version.text, "the evidence does not name it"))
    return out


def _quotes(said: Facts, given: Facts) -> list[Disagreement]:
    """Words in quotation marks must be the evidence's own, where both are in one language."""
    out: list[Disagreement] = []
    evidence = _WORDLESS.sub("", given.text).casefold()
    for quote in said.quoted:
        words = normal(quote)
        bare = _WORDLESS.sub("", words).casefold()
        chinese = script_of(words) in ("zh-Hans", "zh-Hant")
        if (len(bare) < 6 if chinese else len(words.split()) < 4) or chinese != (
            script_of(given.text) in ("zh-Hans", "zh-Hant")
        ):
            continue
        if bare not in evidence:
            out.append(Disagreement("quote", quote, "these are not the words of the evidence"))
    return out
