"""The rows of a summary, of the positions and of the timeline, each statement in one language or both side by side."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from assistant.summaries.render import LABELS, shown_date
from assistant.summaries.types import Bullet, Position, Positions, Summary, Texts, Timeline
from assistant.types import Citation
from index.types import Script
from ui.escape import show
from ui.sentences import citation_button
from ui.summaries_text import tell
from ui.summaries_work import Shown
from ui.text import say

MADE: Final = "made"
"""Stands for an exchange in the acts of citations: what the page of summaries shows."""


def languages_for(language: Script, shown: Shown) -> tuple[Script, ...]:
    """What is shown: the reader's Chinese script, or the simplified one, and English, or one of them."""
    chinese: Script = "zh-Hant" if language == "zh-Hant" else "zh-Hans"
    return {"both": (chinese, "en"), "zh": (chinese,), "en": ("en",)}[shown]


def summary_rows(summary: Summary, languages: Sequence[Script], language: Script) -> str:
    """Headline and statements; a refusal or a notice as words."""
    cited = _by_number(summary.citations)
    title = summary.title or tell(language, "collection")
    parts = [f"<h2 dir='auto'>{show(title)}</h2>"]
    if summary.notice:
        parts.append(f"<p class='notice' role='status'>{show(summary.notice[language])}</p>")
    if summary.headline:
        parts.append(_pair(summary.headline.texts, _marks(summary.headline, cited, language), languages, "headline"))
    items = "".join(f"<li>{_pair(b.texts, _marks(b, cited, language), languages)}</li>" for b in summary.bullets)
    if items:
        parts.append(f"<ul class='bullets'>{items}</ul>")
    return f"<article class='made-thing'>{''.join(parts)}</article>"


def positions_rows(found: Positions, languages: Sequence[Script], language: Script) -> str:
    """A section for each side, in it a part for each theme."""
    cited = _by_number(found.citations)
    parts = []
    for stance in ("open", "between", "closed"):
        rows = [row for row in found.positions if row.stance == stance]
        if not rows:
            continue
        body = ""
        for key, names in found.themes.items():
            themed = [row for row in rows if row.theme == key]
            if themed:
                items = "".join(_position(row, cited, languages, language) for row in themed)
                body += f"<h3>{show(names[language])}</h3><ul>{items}</ul>"
        parts.append(f"<section class='side {stance}'><h2>{show(LABELS[stance][language])}</h2>{body}</section>")
    return f"<article class='made-thing sides'>{''.join(parts) or _none(language)}</article>"


def timeline_rows(found: Timeline, languages: Sequence[Script], language: Script) -> str:
    """The events, earliest first, with the dates as their documents write them."""
    cited = _by_number(found.citations)
    items = ""
    for event in found.events:
        written = say(language, "listed").join(dict.fromkeys(telling.date_text for telling in event.tellings))
        numbers = dict.fromkeys(telling.citation for telling in event.tellings)
        marks = "".join(citation_button(cited[number], MADE, language) for number in numbers)
        kind = "differing" if event.differing else "uncertain" if event.uncertain else "exact"
        items += (
            f"<li class='{kind}'><div class='when'><time datetime='{show(event.date)}'>"
            f"{show(shown_date(event, language))}</time>"
            f"<small>{show(tell(language, 'as_written', text=written))}</small>"
            f"</div>{_pair(event.what, marks, languages)}</li>"
        )
    return f"<article class='made-thing'><ol class='events'>{items}</ol>{'' if items else _none(language)}</article>"


def _position(row: Position, cited: Mapping[int, Citation], languages: Sequence[Script], language: Script) -> str:
    name = row.speaker[language]
    where = row.organisation[language]
    others = [spelling for spelling in row.spellings if spelling not in row.speaker.values()]
    facts = [where if where != name else ""]
    if row.voice != "person":
        facts.append(tell(language, f"voice_{row.voice}"))
    if others:
        facts.append(tell(language, "also", names=say(language, "listed").join(others)))
    marks = "".join(citation_button(cited[number], MADE, language) for number in row.citations)
    source = cited[row.citations[-1]]
    facts += [source.publisher or source.title, source.date]
    return (
        f"<li><p class='who'><b dir='auto'>{show(name)}</b> <small>{show(' · '.join(filter(None, facts)))}</small></p>"
        f"{_pair(row.argument, marks, languages)}</li>"
    )


def _pair(texts: Texts, marks: str, languages: Sequence[Script], kind: str = "") -> str:
    """One statement in each of the languages, its citations behind each."""
    cells = "".join(
        f"<p lang='{script}'>{show(texts[script])}<span class='cites'>{marks}</span></p>" for script in languages
    )
    names = " ".join(filter(None, ("pair", kind, "" if len(languages) > 1 else "alone")))
    return f"<div class='{names}'>{cells}</div>"


def _marks(bullet: Bullet, cited: Mapping[int, Citation], language: Script) -> str:
    return "".join(citation_button(cited[number], MADE, language) for number in _there(bullet.citations, cited))


def _there(numbers: Sequence[int], cited: Mapping[int, Citation]) -> Iterable[int]:
    return (number for number in numbers if number in cited)


def _by_number(citations: Sequence[Citation]) -> dict[int, Citation]:
    return {citation.number: citation for citation in citations}


def _none(language: Script) -> str:
    return f"<p class='none'>{show(tell(language, 'no_rows'))}</p>"
