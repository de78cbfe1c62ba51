"""Makes the table of positions: who stands where, with the argument in both languages and the words it rests on."""

import re
import time
from collections.abc import Callable, Sequence

from assistant.citations import Numbering
from assistant.facts import NameTable
from assistant.facts.kinds import kind_of
from assistant.facts.text import normal, words
from assistant.language import script_of, to_script
from assistant.summaries.bilingual import Bilingual
from assistant.summaries.opinions import Opinion, opinions, same_speaker
from assistant.summaries.people import english_name
from assistant.summaries.sides import themes
from assistant.summaries.types import Position, Positions, Stance, Texts
from assistant.summaries.units import Unit
from assistant.types import Script

_SIDES: tuple[Stance, ...] = ("open", "between", "closed")
_TITLES = words("mr mrs ms dr prof professor sir lady lord judge senator minister president ceo the and by")
_MOST = 150
"""Rows; the clearest arguments of a large collection."""

Tell = Callable[[str, int, int], None]


def make_positions(
    units_of: Sequence[Sequence[Unit]],
    names: NameTable,
    both: Bilingual,
    numbering: Numbering,
    model: str,
    tell: Tell,
) -> Positions:
    """The positions in some documents; rows whose argument cannot be said in both languages are left out."""
    start = time.perf_counter()
    found = [one for document in units_of for one in opinions(document, names)]
    found = sorted(sorted(found, key=lambda one: -one.side.clear)[:_MOST], key=found.index)
    groups = _by_speaker(found, names)
    rows: list[Position] = []
    dropped = 0
    for number, (one, group) in enumerate(both.each(groups, lambda row: _argument(row[0]))):
        tell("writing", number, len(groups))
        argument = both.say(*_argument(one))
        speaker = _named(_fullest(one, group, names), one, names, both)
        if argument is None or speaker is None:
            dropped += 1
            continue
        organisation = next((other.voiced.organisation for other in group if other.voiced.organisation), "")
        where = one.voiced.organisation or organisation
        numbers = tuple(numbering.cite(line.candidate()).number for line in one.unit.cited)
        rows.append(
            Position(
                speaker=speaker,
                spellings=tuple(dict.fromkeys([one.voiced.speaker, *(other.voiced.speaker for other in group)])),
                organisation=_named(where, one, names, both) or _same(where),
                voice=one.voiced.voice,
                stance=one.side.stance,
                theme=one.theme,
                argument=argument.texts,
                citations=numbers,
                support=argument.support,
            )
        )
    tell("writing", len(groups), len(groups))
    order = list(themes())
    rows.sort(key=lambda row: (_SIDES.index(row.stance), order.index(row.theme), row.speaker["en"]))
    return Positions(
        positions=tuple(rows),
        themes={key: themes()[key][0] for key in order if any(row.theme == key for row in rows)},
        citations=numbering.citations(),
        dropped=dropped,
        model=model,
        seconds=round(time.perf_counter() - start, 1),
    )


def _by_speaker(found: Sequence[Opinion], names: NameTable) -> list[tuple[Opinion, list[Opinion]]]:
    """Each opinion with all those of the same speaker, in whatever spelling."""
    return [(one, [other for other in found if same_speaker(one.voiced, other.voiced, names)]) for one in found]


def _fullest(one: Opinion, group: Sequence[Opinion], names: NameTable) -> str:
    """The longest spelling of a person's name in the characters of this one; of several, that which was given first."""
    if one.voiced.voice != "person":
        return one.voiced.speaker
    latin = script_of(one.voiced.speaker) == "en"
    name = next(other.voiced.speaker for other in group if (script_of(other.voiced.speaker) == "en") == latin)
    spelled = [form for other in group for form in (other.voiced.speaker, other.unit.speaker)]
    known = [form for form in names.forms(normal(name)) if form.endswith(f"·{normal(name)}")]
    # A family name that several people known here bear tells none of them.
    spelled += known if len(known) == 1 else []
    if latin:
        found = re.findall(rf"[A-Z][\w'’.-]+ (?:[A-Z]\.? )?{re.escape(name)}\b", one.unit.first.document.text)
        spelled += [form for form in found if form.split()[0].lower().rstrip(".") not in _TITLES]
    alike = [form for form in spelled if form.endswith(name) and (script_of(form) == "en") == latin]
    return max([name, *alike], key=lambda form: (len(form), form))


def _argument(one: Opinion) -> tuple[str, Script, str]:
    """What is said, in which script, and the day that its document was published."""
    return _sentence(one.voiced.content, one.unit), one.unit.script, one.unit.first.document.date


def _sentence(content: str, unit: Unit) -> str:
    """The argument as a sentence of its own."""
    text = content.strip(" ，,；;：:")
    if unit.script == "en":
        text = text[:1].upper() + text[1:]
    return text if text[-1:] in '。！？.!?”"' else text + ("." if unit.script == "en" else "。")


def _named(name: str, one: Opinion, names: NameTable, both: Bilingual) -> Texts | None:
    """A name or the words for a group, in all scripts; None where words for a group cannot be translated.

    A person whose name the documents give in Chinese only keeps it: what the model makes of its sound is a guess.
    """
    if not name:
        return _same("")
    if script_of(name) == "en":
        return _same(name)
    english = english_name(name, names)
    if not english and kind_of(name, names) == "person":
        english = to_script(name, "zh-Hans")
    if not english:
        said = both.name(name)
        if not said:
            return None
        english = said
    return {"zh-Hans": to_script(name, "zh-Hans"), "zh-Hant": to_script(name, "zh-Hant"), "en": english}


def _same(text: str) -> Texts:
    return {"zh-Hans": text, "zh-Hant": text, "en": text}
