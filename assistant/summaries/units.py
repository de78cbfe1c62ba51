"""Sentences joined to what can be read alone: a quotation with its end and its speaker, a list with its items.

A unit is what a bullet, a position or an event is made of. Its text is the document's own, tidied; every sentence it
is made of is cited.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.citations import Vector
from assistant.facts import NameTable, speaker_claims
from assistant.facts.kinds import kind_of
from assistant.facts.names import names_in
from assistant.facts.text import normal
from assistant.language import script_of, simplify, to_script
from assistant.summaries.lines import Line
from assistant.summaries.people import is_quote, only_tells_speaker, speakers
from assistant.summaries.wording import (
    depends,
    has_hole,
    is_aside,
    is_instruction,
    is_question,
    tidy,
    without_opener,
    without_reporter,
)
from assistant.types import Script

LONGEST = {"zh-Hans": 190, "zh-Hant": 190, "en": 480}
"""Characters of a unit made of several sentences."""

_SHORTEST = {"zh-Hans": 8, "zh-Hant": 8, "en": 24}
_HE = re.compile(
    r"^(?:他|她|其)(?:们)?(?=[^的他它中次实在]{0,6}(?:说|表示|称|认为|指出|写道|承认|强调|提到|补充|透露|解释|警告|倾向|预计|主张))"
)
_ENGLISH_HE = re.compile(
    r"^(?:he|she)(?=\s(?:\w+\s)?(?:said|says|argued|argues|told|believes|added|wrote|warned|noted|thinks|explained|admitted|proposes|proposed|demands|demanded|wants))",
    re.IGNORECASE,
)
_SAID_HE = re.compile(
    r"(?<=[”\"]\s)(?:he|she)(?=\s(?:said|says|told|added|argued|wrote|explained|warned)\b)|"
    r"(?<=[”」])(?:他|她)(?=(?:还|也)?(?:说|表示|称|告诉|补充|解释))"
)
_TURN = re.compile(r"^(?:但是?(?!凡)|不过|然而|而(?![且言后已立非])[^，。]{0,12}(?:则|却))")
_ENGLISH_TURN = re.compile(r"^(?:But|However|Yet|Still,)\b")
_WITH_TURN = {"zh-Hans": 110, "zh-Hant": 110, "en": 260}
"""Characters of a sentence with the one that turns it."""
_ENDS_WITH_IT = re.compile(r"^(?:\S+ ){1,13}(?:it|them|so)\.[”\"]?$")
"""A short sentence whose object was named before it."""
_ENGLISH_IT = re.compile(r"^(?:\S+ ){0,5}(?:it|its|they|them|their|he|she|his|her|this|these)\b")
"""Means something told before, where the sentence names nothing; further on it means what the sentence has told."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of sentences of one document that is read as one statement."""

    lines: tuple[Line, ...]
    naming: Line | None
    """The sentence before them that names whom their "he" means, where that name was put in."""
    text: str
    """Tidied, in the document's script; a name stands for a leading "he"."""
    script: Script
    speaker: str
    """Who is given as saying it, in the document's spelling; empty for what the publisher tells."""
    alone: bool
    """Can be read without what stands before it."""
    holed: bool
    """Words were lost in it before it came here."""

    @property
    def first(self) -> Line:
        """Where it begins."""
        return self.lines[0]

    @property
    def cited(self) -> tuple[Line, ...]:
        """Every sentence that it rests on, in the document's order."""
        return (self.naming, *self.lines) if self.naming else self.lines

    @property
    def source(self) -> str:
        """The words it rests on."""
        return "\n".join(line.text for line in self.cited)

    @property
    def vector(self) -> Vector:
        """Mean direction of its sentences, of unit length."""
        total = np.sum([line.vector for line in self.lines], axis=0)
        return np.asarray(total / (float(np.linalg.norm(total)) or 1.0), np.float32)


def read_units(lines: Sequence[Line], table: NameTable) -> list[Unit]:
    """The units of a document in order; headings, notes and instructions to whoever reads by machine are left out."""
    said_by = speakers(lines, table)
    units: list[Unit] = []
    at = 0
    while at < len(lines):
        end = _end(lines, said_by, at)
        unit = _unit(lines, said_by, at, end, table)
        if unit is not None:
            units.append(unit)
        at = end
    return units


def with_what_leans(units_of: Sequence[Unit]) -> list[Unit]:
    """Each sentence that leans on the one before it put behind that one, as a short text needs all it says."""
    out: list[Unit] = []
    for unit in units_of:
        before = out[-1] if out else None
        if (
            before is not None
            and before.alone
            and not (unit.alone or unit.holed or before.holed or unit.speaker or is_question(before.text))
            and depends(unit.text, unit.script)
            and unit.script == before.script
            and unit.first.paragraph == before.first.paragraph
            and unit.first.place == before.lines[-1].place + 1
            and len(before.text) + len(unit.text) <= _WITH_TURN[unit.script]
        ):
            text = before.text + (" " if unit.script == "en" else "") + unit.text
            out[-1] = replace(before, lines=before.lines + unit.lines, text=text)
        else:
            out.append(unit)
    return out


def _end(lines: Sequence[Line], said_by: Sequence[str], start: int) -> int:
    """Index behind the last sentence that belongs to the one at ``start``."""
    script: Script = script_of(lines[start].text) or "zh-Hans"
    size = len(lines[start].text)
    end = start + 1
    depth = _depth(lines[start].text, 0)
    while end < len(lines):
        before, after = lines[end - 1], lines[end]
        size += len(after.text)
        goes_on = (
            depth > 0
            or bool(re.search(r"[；;：:]$", before.text))
            or (is_quote(before.text) and not said_by[end - 1] and only_tells_speaker(after.text))
        )
        turns = not goes_on and size <= _WITH_TURN[script] and end == start + 1 and _turns(before, after)
        over = 1 if depth or re.search(r"[:：]$", before.text) else 0
        if not (goes_on or turns) or size > LONGEST[script] or after.paragraph - before.paragraph > over:
            break
        depth = _depth(after.text, depth)
        end += 1
    return end


def _turns(before: Line, after: Line) -> bool:
    """Whether a sentence takes back part of the one before it, which is half the truth without it."""
    if after.paragraph != before.paragraph or not before.ended or is_question(before.text):
        return False
    return bool((_ENGLISH_TURN if script_of(after.text) == "en" else _TURN).match(simplify(after.text)))


def _unit(lines: Sequence[Line], said_by: Sequence[str], start: int, end: int, table: NameTable) -> Unit | None:
    part = tuple(lines[start:end])
    whole = ("" if _is_han(part[0].text) else " ").join(line.text for line in part)
    script = script_of(whole)
    if script is None or (not part[0].ended and len(part) == 1) or is_aside(whole) or is_instruction(whole):
        return None
    text = without_reporter(without_opener(tidy(whole, script), script))
    if len(text) < _SHORTEST[script]:
        return None
    speaker = next(filter(None, said_by[start:end]), "")
    said_by_him = _said_by_pronoun(text, script)
    naming = None
    if said_by_him is not None and kind_of(speaker, table) == "person":
        naming = next((line for line in reversed(lines[max(0, start - 5) : start]) if _names(line, speaker)), None)
        if naming is not None:
            before, after = text[: said_by_him[0]], text[said_by_him[1] :]
            name = speaker if script == "en" else to_script(speaker, script)
            text = f"{before}{name} {after.lstrip()}" if script == "en" else f"{before}{name}{after.lstrip()}"
    elif is_quote(text) and kind_of(speaker, table) == "person":
        naming = next((line for line in reversed(lines[max(0, start - 5) : start]) if _names(line, speaker)), None)
    inside = start > 0 and _depth("".join(line.text for line in lines[max(0, start - 6) : start]), 0) > 0
    spoken = _speaks(whole, table)
    unnamed = said_by_him is not None and naming is None
    leaning = (
        unnamed
        or depends(text, script, own=spoken)
        or bool(_ENDS_WITH_IT.match(text))
        or (script == "en" and bool(_ENGLISH_IT.search(text)) and not names_in(text, table))
    )
    alone = not leaning and not inside and not (is_quote(text) and not spoken)
    return Unit(part, naming, text, script, speaker, alone, has_hole(whole))


def _said_by_pronoun(text: str, script: Script) -> tuple[int, int] | None:
    """Where the "he" stands who says what the sentence reports, at its beginning or behind what is said."""
    plain = simplify(text)
    match = (_ENGLISH_HE if script == "en" else _HE).match(plain) or _SAID_HE.search(plain)
    return match.span() if match else None


def _names(line: Line, name: str) -> bool:
    return name in normal(line.text)


def _speaks(text: str, table: NameTable) -> bool:
    return any(claim.speaker for claim in speaker_claims(text, table))


def _is_han(text: str) -> bool:
    return script_of(text) != "en"


def _depth(text: str, before: int) -> int:
    depth = before
    for char in text:
        if char in "“「":
            depth += 1
        elif char in "”」":
            depth = max(0, depth - 1)
    return depth
