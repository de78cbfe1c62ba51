"""Finds who argues what about open and closed models, and which argument of each speaker to show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.citations import units
from assistant.facts import NameTable
from assistant.facts.kinds import kind_of
from assistant.facts.text import normal
from assistant.facts.transliteration import sounds_like
from assistant.language import fold, simplify
from assistant.summaries.people import is_quote
from assistant.summaries.sides import Side, on_subject, side_of, theme_of
from assistant.summaries.types import Voiced
from assistant.summaries.units import Unit
from assistant.summaries.voices import voiced
from assistant.summaries.wording import is_question

_EACH = 3
"""Arguments shown of one speaker in one document."""
_CLEAR = 0.5
_TREATED = 4
"""Statements on open and closed models that make a document one about them."""
_QUOTES = re.compile(r"[“「\"]")
_PLURAL = ("他们", "她们", "它们", "they ")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One argument of one speaker."""

    unit: Unit
    voiced: Voiced
    side: Side
    theme: str


def opinions(units_of: Sequence[Unit], table: NameTable) -> list[Opinion]:
    """The arguments of a document, in its order, at most a few of each speaker."""
    found: list[Opinion] = []
    before: tuple[Unit, Voiced] | None = None
    treated = sum(on_subject(unit.text) for unit in units_of) >= _TREATED
    for unit in units_of:
        said = voiced(unit, table)
        if said is None or said.voice != "group":
            said = _going_on(unit, before) or said
        unit, said = _with_more(unit, said, before)
        before = (unit, said) if said else before
        if said is None or is_question(said.content):
            continue
        side = side_of(said.content, said.speaker)
        if side is None or side.clear < _CLEAR:
            continue
        # Where all is about open and closed models, "once it is out, nobody can call it back" is too.
        if not on_subject(f"{unit.text} {said.speaker}") and not (treated and side.stance != "between"):
            continue
        found.append(Opinion(unit, said, side, theme_of(said.content)))
    return _clearest(found, table)


def _with_more(unit: Unit, said: Voiced | None, before: tuple[Unit, Voiced] | None) -> tuple[Unit, Voiced | None]:
    """A quotation with the one right before it, of which it is the rest: “…,” she wrote. “….”"""
    if said is None or before is None or not is_quote(unit.text) or before[1].speaker != said.speaker:
        return unit, said
    if unit.first.place != before[0].lines[-1].place + 1 or not _QUOTES.match(before[0].text):
        return unit, said
    gap = " " if unit.script == "en" else ""
    whole = replace(before[0], lines=before[0].lines + unit.lines, text=f"{before[0].text}{gap}{unit.text}")
    return whole, replace(before[1], content=f"{before[1].content}{gap}{said.content}")


def _going_on(unit: Unit, before: tuple[Unit, Voiced] | None) -> Voiced | None:
    """ "They also hold …" right behind what a group holds: the group speaks on."""
    plain = simplify(unit.text).lower()
    start = next((word for word in _PLURAL if plain.startswith(word)), None)
    if start is None or before is None or before[1].voice == "person":
        return None
    place = before[0].lines[-1].place
    if not 0 < unit.first.place - place <= 1:
        return None
    for verb in ("认为", "表示", "指出", "希望", "主张", "担心", "believe", "argue", "say", "hold"):
        at = plain.find(verb)
        if 0 <= at <= 12:
            content = unit.text[at + len(verb) :].lstrip("，,：: ").removeprefix("that ")
            return replace(before[1], content=content) if len(content) > 8 else None
    return None


def _clearest(found: Sequence[Opinion], table: NameTable) -> list[Opinion]:
    """At most a few arguments of each speaker, the clearest, and none said twice."""
    kept: list[Opinion] = []
    for one in sorted(found, key=lambda item: (-item.side.clear, item.unit.first.place)):
        own = [other for other in kept if same_speaker(one.voiced, other.voiced, table)]
        if len(own) >= _EACH or any(_repeats(one, other) for other in own):
            continue
        kept.append(one)
    return sorted(kept, key=lambda item: item.unit.first.place)


def _repeats(first: Opinion, second: Opinion) -> bool:
    """Quotes of one speaker that tell the same, as a lead repeats what the text says in full."""
    if first.side.stance != second.side.stance:
        return False
    a, b = set(units(first.voiced.content)), set(units(second.voiced.content))
    shared = len(a & b) / max(4, min(len(a), len(b)))
    return shared >= 0.6 or float(first.unit.vector @ second.unit.vector) >= 0.82


def same_speaker(first: Voiced, second: Voiced, table: NameTable) -> bool:
    """Whether two names, or two words for a group, mean the same speaker, whatever their spelling."""
    if fold(first.speaker) == fold(second.speaker):
        return True
    if "person" not in (first.voice, second.voice) or not first.speaker or not second.speaker:
        return False
    people = all(kind_of(item.speaker, table) == "person" for item in (first, second))
    return people and table.same_name(first.speaker, second.speaker) and _given_alike(first.speaker, second.speaker)


def _given_alike(first: str, second: str) -> bool:
    """Whether given names in two alphabets may be the same: family names of few sounds are alike by chance."""
    latin, han = (second, first) if "·" in normal(first) else (first, second)
    if "·" not in normal(han) or " " not in latin or "·" in normal(latin):
        return True
    return sounds_like(latin.split()[0], normal(han).split("·")[0])
