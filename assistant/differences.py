"""Finds where the documents differ on what an answer says: the same thing told with another date or number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.citations import Candidate, units
from assistant.facts import extract
from assistant.facts.dates import Date
from assistant.facts.numbers import Quantity
from assistant.language import script_of
from assistant.types import Document

_ALIKE = 0.6
"""Share of the shorter sentence's words that both must have, dates and numbers left out, to tell the same thing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that tells what the cited one tells, but for a date or number."""

    candidate: Candidate
    what: Literal["date", "number"]


def differences(
    cited: Sequence[Candidate], others: Sequence[Candidate], documents: Mapping[str, Document]
) -> list[Difference]:
    """Sentences among ``others`` that differ from a cited one in a date or number alone, at most one for each."""
    found: list[Difference] = []
    shown = {(item.passage.document_id, item.span.start) for item in cited}
    for quote in cited:
        for other in others:
            key = (other.passage.document_id, other.span.start)
            if key in shown or (script_of(quote.text) == "en") != (script_of(other.text) == "en"):
                continue
            if _alike(quote.text, other.text) < _ALIKE:
                continue
            what = _differ(quote.text, other.text)
            if what:
                found.append(Difference(other, what))
                shown.add(key)
                break
    return found


def _alike(first: str, second: str) -> float:
    a, b = set(units(_bare(first))), set(units(_bare(second)))
    return len(a & b) / max(6, min(len(a), len(b)))


def _bare(text: str) -> str:
    """A sentence without its dates and numbers."""
    facts = extract(text)
    plain = facts.text
    for part in (*(date.text for date in facts.dates), *(number.text for number in facts.numbers)):
        plain = plain.replace(part, " ")
    return plain


def _differ(first: str, second: str) -> Literal["date", "number"] | None:
    a, b = extract(first), extract(second)
    if _days(a.dates) and _days(b.dates) and not _days(a.dates) & _days(b.dates):
        return "date"
    for number in _telling(a.numbers):
        same = [other for other in _telling(b.numbers) if other.kind == number.kind and other.units == number.units]
        if same and all(other.value != number.value for other in same):
            return "number"
    return None


def _days(found: Sequence[Date]) -> set[tuple[int, int]]:
    return {(date.month, date.day) for date in found if date.month and date.day}


def _telling(found: Sequence[Quantity]) -> list[Quantity]:
    return [number for number in found if not number.weak and not number.ordinal and number.units]
