"""Finds the dated events of a document: what happened, and each date as written and as reckoned."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.citations import Vector, units
from assistant.language import script_of, simplify
from assistant.summaries.lines import Line
from assistant.summaries.reckoning import Dated, reckon
from assistant.summaries.units import Unit
from assistant.summaries.wording import depends, has_hole, is_question, tidy, without_opener

_SUPPOSED = re.compile(
    r"如果|假如|假设|倘若|要是|若(?:是|在|能|要)|即使|除非|有望|将在|预计|预期|计划在|将于|即将|拟于|\bif\b|"
    r"(?<!that )(?<!which )(?<!who )\bwould\b|(?<!that )(?<!which )\bwill\b|"
    r"\bunless\b|\bexpected to\b|\bplans? to\b",
    re.IGNORECASE,
)
"""Not told as having happened."""
_ANNOUNCED = re.compile(
    r"宣布|决定|承诺|计划书|announce[sd]?\b|\bsaid\b|\bdecided\b|\bvoted\b|\bagreed\b|\bpromised\b|\bthreatened\b|\bsuggested\b",
    re.IGNORECASE,
)
"""What was planned was told on that day."""
_TO_COME = re.compile(
    r"(?:将[于在]|拟于|计划[于在]|预计[于在]?|\b(?:will|would) \w+(?: \w+){0,4} (?:on|in|by))\s?$", re.IGNORECASE
)
_AS_OF = re.compile(r"(?:截至|截止|截止到|直到|至今|(?<![回来达])到|as of|up to|until|\bby|\bsince)\s?$", re.IGNORECASE)
_LENGTH = re.compile(
    r"^(?:以来|期间|之间|来(?!自|到|说)|内(?!部|容)|间(?!谍|接)|年(?:的)?时间|版(?!权)|[年]?(?:级|款|"
    r"度(?:报告|展示))| ?(?:版|财年)|以(?:后|前))"
)
_SAME_DAY = re.compile(r"[\s,，(（]*(?:也就是|也即|即|就是|that is,?|namely)?\s*", re.IGNORECASE)
"""Between two ways of telling one date."""
_CLAUSE = re.compile(r"(?<=[，。；！？])|(?<=[,;!?] )|(?<=\. )")
_LEAD = re.compile(
    r"^(?:早?在|于|到|就在|回到|是在|在|也就是|即|[^，,。]{1,4}[后後]|on|in|at|by|back in|early|"
    r"late|[\s，,])*$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"^(?:时|的时候|份|间)?\s?[，,、]?\s?")
_MOST_WHAT = {"zh": 96, "en": 260}
"""Characters of a description, beyond which it ends at a clause."""
_LEAST_WHAT = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as one sentence tells it."""

    line: Line
    unit: Unit
    dated: Dated
    what: str
    """What happened, in the document's script, without the date where it led the sentence."""
    vector: Vector
    words: frozenset[str]


def happenings(lines: Sequence[Line], units_of: Sequence[Unit]) -> list[Happening]:
    """The events of one document, in the order it tells them."""
    by_place = {line.place: unit for unit in units_of for line in unit.lines}
    found = []
    for line, dated in zip(lines, reckon(lines), strict=True):
        unit = by_place.get(line.place)
        if unit is not None and dated:
            found += _of_line(line, unit, dated)
    return found


def _of_line(line: Line, unit: Unit, dated: Sequence[Dated]) -> list[Happening]:
    if is_question(line.text):
        return []
    found: list[Happening] = []
    clauses: set[int] = set()
    for n, one in enumerate(dated):
        start, clause = _clause_at(line.text, one.start)
        before = line.text[start : one.start]
        behind = simplify(line.text[one.end :])
        as_of = _AS_OF.search(simplify(before)) and not re.match(r", when\b", behind)
        if start in clauses or as_of or _TO_COME.search(simplify(before)) or _LENGTH.match(behind):
            continue
        supposed = _SUPPOSED.search(simplify(clause))
        planned = supposed and not _ANNOUNCED.search(simplify(clause)[: supposed.start()])
        if planned or (n and not one.explicit and len(one.value) == 4):
            continue
        if n + 1 < len(dated) and _SAME_DAY.fullmatch(simplify(line.text[one.end : dated[n + 1].start])):
            continue
        what = _what(unit, line, one, whole=not clauses)
        clauses.add(start)
        if what:
            found.append(Happening(line, unit, one, what, line.vector, frozenset(units(what))))
    return found


def _clause_at(text: str, place: int) -> tuple[int, str]:
    """Start and words of the clause that holds a place."""
    start = 0
    for match in re.finditer(r"[，,。；;！!？?：:]\s?", text):
        if match.end() > place:
            return start, text[start : match.start()]
        start = match.end()
    return start, text[start:]


def _what(unit: Unit, line: Line, one: Dated, *, whole: bool) -> str:
    """The event in words: the unit without its date, or for a later date only the clauses from it on."""
    english = unit.script == "en"
    if whole:
        # Of sentences that were joined only because one turns the other, the dated one tells the event.
        apart = line is not unit.first and not unit.speaker
        text = without_opener(tidy(line.text, unit.script), unit.script) if apart else unit.text
        place = text.find(one.text)
        if place < 0:
            return ""  # the date of a dateline, which tells of no event
        if place >= 0 and (place == 0 or _LEAD.match(simplify(text[:place]))):
            rest = text[place + len(one.text) :]
            rest = rest[_AFTER_DATE.match(simplify(rest)).end() :]  # type: ignore[union-attr]
            # "in December's interview": what stands behind the date belongs to it, so that "in" must stay.
            text = rest if not re.match(r"接受|的|举行|召开|'s|’s", simplify(rest)) else text
    else:
        start, _ = _clause_at(line.text, one.start)
        text = line.text[start:]
    text = without_opener(text.strip(" ，,"), unit.script)
    if english:
        text = text[:1].upper() + text[1:]
    if depends(text, unit.script) or (has_hole(text) and not whole):
        return ""
    text = _shortened(text, _MOST_WHAT["en" if english else "zh"])
    return text if len(text) >= _LEAST_WHAT else ""


def _shortened(text: str, most: int) -> str:
    """Whole clauses up to a length; a text that is one long clause stays."""
    if len(text) <= most:
        return text
    kept = ""
    for clause in _CLAUSE.split(text):
        if kept and len(kept) + len(clause) > most:
            break
        kept += clause
    end = "." if script_of(text) == "en" else "。"
    return kept.rstrip(" ，,；;：:、") + end if kept != text else text


_DAYS_APART = 45
_ALIKE = 0.74
"""Cosine similarity of sentences that tell one event with the same date."""
_VERY_ALIKE = 0.88
"""With dates that differ."""
_WORDS_ALIKE = 0.55
_WORDS_IN_COMMON = 0.25
"""Share of words that two tellings in one language have in common where only the month or the year agrees."""


def join(found: Sequence[Happening]) -> list[list[Happening]]:
    """Events told more than once put together: alike, and with dates that agree or lie close together."""
    groups: list[list[Happening]] = []
    for one in found:
        group = next((group for group in groups if any(_same(one, other) for other in group)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def agree(first: str, second: str) -> bool:
    """Whether two normalised dates may be the same day."""
    return first.startswith(second) or second.startswith(first)


def _same(first: Happening, second: Happening) -> bool:
    like = float(np.dot(first.vector, second.vector))
    shared = len(first.words & second.words) / max(5, min(len(first.words), len(second.words)))
    a, b = first.dated, second.dated
    if agree(a.value, b.value):
        exact = len(a.value) == len(b.value) == 10
        if not exact and shared < _WORDS_IN_COMMON and _one_language(first, second):
            return False  # much happens in a month that is told in the same terms
        return like >= _ALIKE - 0.12 * exact or shared >= _WORDS_ALIKE - 0.15 * exact
    if len(a.value) == len(b.value) == 10 and _apart(a.value, b.value) <= _DAYS_APART:
        return shared >= _WORDS_ALIKE or like >= _VERY_ALIKE
    if (a.uncertain or b.uncertain) and agree(a.value[:7], b.value[:7]):
        return like >= _ALIKE
    return False


def _one_language(first: Happening, second: Happening) -> bool:
    return (first.unit.script == "en") == (second.unit.script == "en")


def _apart(first: str, second: str) -> int:
    from datetime import date

    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days)
