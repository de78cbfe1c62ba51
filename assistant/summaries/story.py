"""Makes the timeline: dated events in both languages, each with the sentences that tell it."""

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from assistant.citations import Numbering
from assistant.facts import NameTable
from assistant.summaries.bilingual import Bilingual
from assistant.summaries.happenings import Happening, agree, happenings, join
from assistant.summaries.lines import Line
from assistant.summaries.types import Event, Telling, Timeline
from assistant.summaries.units import read_units
from assistant.types import Script

_MOST = 200
"""Events; of a larger collection those told most often, then those with the most exact date."""

Tell = Callable[[str, int, int], None]


def make_timeline(
    read: Mapping[str, Sequence[Line]],
    names: NameTable,
    both: Bilingual,
    numbering: Numbering,
    model: str,
    tell: Tell,
) -> Timeline:
    """The events of some documents; one that cannot be said in both languages is left out."""
    start = time.perf_counter()
    found = [one for lines in read.values() for one in happenings(lines, read_units(lines, names))]
    groups = join(found)
    groups = sorted(groups, key=lambda group: (-len(group), -len(group[0].dated.value)))[:_MOST]
    groups.sort(key=lambda group: _shown(group).dated.value)
    events: list[Event] = []
    dropped = 0
    for number, group in enumerate(both.each(groups, lambda tellings: _said(_shown(tellings)))):
        tell("writing", number, len(groups))
        # The telling shown is the first that can be said in both languages.
        for one in sorted(group, key=lambda item: item is not _shown(group)):
            said = both.say(*_said(one))
            if said is not None:
                break
        else:
            dropped += 1
            continue
        tellings = tuple(
            Telling(
                other.dated.text,
                other.dated.value,
                other.dated.uncertain,
                numbering.cite(other.line.candidate()).number,
            )
            for other in sorted(group, key=lambda item: item is not one)
        )
        differing = any(not agree(a.date, b.date) for a, b in combinations(tellings, 2))
        date, uncertain = _agreed(tellings) if not differing else (tellings[0].date, tellings[0].uncertain)
        events.append(Event(date, uncertain, said.texts, tellings, differing, said.support))
    tell("writing", len(groups), len(groups))
    events.sort(key=lambda event: event.date)
    seconds = round(time.perf_counter() - start, 1)
    return Timeline(tuple(events), numbering.citations(), dropped, model, seconds)


def _said(one: Happening) -> tuple[str, Script, str]:
    """What happened, in which script it is told, and the day that its document was published."""
    return one.what, one.unit.script, one.line.document.date


def _shown(group: Sequence[Happening]) -> Happening:
    """The telling with the most exact date, and of those the fullest."""
    return max(group, key=lambda item: (not item.dated.uncertain, len(item.dated.value), min(len(item.what), 60)))


def _agreed(tellings: Sequence[Telling]) -> tuple[str, bool]:
    """The most exact of dates that agree."""
    best = max(tellings, key=lambda item: (not item.uncertain, len(item.date)))
    return best.date, best.uncertain
