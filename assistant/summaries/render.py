"""Summaries, positions and the timeline as JSON, Markdown and CSV; the same for the command line and the page.

What documents and models wrote is data: escaped for Markdown, kept from being a formula in a table.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from assistant.render import citation_object, escape_markdown, source_line
from assistant.summaries.types import Bullet, Event, Position, Positions, Summary, Texts, Timeline
from assistant.types import Citation, Script

LanguageChoice = Literal["zh", "zh-Hant", "en", "both"]
LANGUAGES: Mapping[LanguageChoice, tuple[Script, ...]] = {
    "zh": ("zh-Hans",),
    "zh-Hant": ("zh-Hant",),
    "en": ("en",),
    "both": ("zh-Hans", "en"),
}
LABELS: Mapping[str, Texts] = {
    "collection": {"zh-Hans": "全部文献", "zh-Hant": "全部文獻", "en": "All documents"},
    "positions": {"zh-Hans": "各方立场", "zh-Hant": "各方立場", "en": "Who stands where"},
    "timeline": {"zh-Hans": "时间线", "zh-Hant": "時間線", "en": "Timeline"},
    "open": {"zh-Hans": "主张开放", "zh-Hant": "主張開放", "en": "For open"},
    "closed": {"zh-Hans": "主张封闭或限制", "zh-Hant": "主張封閉或限制", "en": "For closed"},
    "between": {"zh-Hans": "居中权衡", "zh-Hant": "居中權衡", "en": "In between"},
    "publisher": {"zh-Hans": "本刊观点", "zh-Hant": "本刊觀點", "en": "the publisher's own voice"},
    "about": {"zh-Hans": "约", "zh-Hant": "約", "en": "about"},
    "differing": {"zh-Hans": "各处日期不一", "zh-Hant": "各處日期不一", "en": "dates differ"},
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def summary_object(summary: Summary, languages: Sequence[Script]) -> dict[str, Any]:
    """The object of ``debate summarize --json``."""
    return {
        "subject": {"kind": summary.subject.kind, "value": summary.subject.value},
        "title": summary.title,
        "length": summary.length,
        "languages": list(languages),
        "refused": summary.refusal is not None,
        "refusal_reason": summary.refusal,
        "notice": _in(summary.notice, languages),
        "headline": _bullet(summary.headline, languages) if summary.headline else None,
        "bullets": [_bullet(bullet, languages) for bullet in summary.bullets],
        "citations": [citation_object(citation) for citation in summary.citations],
        "dropped": summary.dropped,
        "model": summary.model,
        "seconds": summary.seconds,
    }


def positions_object(found: Positions, languages: Sequence[Script]) -> dict[str, Any]:
    """The object of ``debate positions --json``."""
    return {
        "languages": list(languages),
        "positions": [
            {
                "speaker": _in(row.speaker, languages),
                "spellings": list(row.spellings),
                "organisation": _in(row.organisation, languages),
                "voice": row.voice,
                "stance": row.stance,
                "theme": row.theme,
                "argument": _in(row.argument, languages),
                "citations": list(row.citations),
                "support": row.support,
            }
            for row in found.positions
        ],
        "themes": {key: _in(names, languages) for key, names in found.themes.items()},
        "citations": [citation_object(citation) for citation in found.citations],
        "dropped": found.dropped,
        "model": found.model,
        "seconds": found.seconds,
    }


def timeline_object(found: Timeline, languages: Sequence[Script]) -> dict[str, Any]:
    """The object of ``debate timeline --json``."""
    return {
        "languages": list(languages),
        "events": [
            {
                "date": event.date,
                "uncertain": event.uncertain,
                "differing": event.differing,
                "what": _in(event.what, languages),
                "tellings": [
                    {
                        "date_text": telling.date_text,
                        "date": telling.date,
                        "uncertain": telling.uncertain,
                        "citation": telling.citation,
                    }
                    for telling in event.tellings
                ],
                "support": event.support,
            }
            for event in found.events
        ],
        "citations": [citation_object(citation) for citation in found.citations],
        "dropped": found.dropped,
        "model": found.model,
        "seconds": found.seconds,
    }


def summary_markdown(summary: Summary, languages: Sequence[Script]) -> str:
    """A heading, the headline, the bullets in each language with footnotes."""
    title = summary.title or " · ".join(LABELS["collection"][language] for language in languages)
    parts = [f"# {escape_markdown(title)}"]
    if summary.headline:
        parts.append("\n\n".join(f"**{_footed(summary.headline, language)}**" for language in languages))
    if summary.notice:
        parts.append("\n\n".join(f"*{escape_markdown(summary.notice[language])}*" for language in languages))
    for bullet in summary.bullets:
        first, *others = (_footed(bullet, language) for language in languages)
        parts.append("\n".join([f"- {first}", *(f"  <br>{other}" for other in others)]))
    return _joined(parts, summary.citations)


def positions_markdown(found: Positions, languages: Sequence[Script]) -> str:
    """The positions by side and theme, with footnotes."""
    parts = [f"# {_label('positions', languages)}"]
    for stance in ("open", "between", "closed"):
        rows = [row for row in found.positions if row.stance == stance]
        if not rows:
            continue
        parts.append(f"## {_label(stance, languages)}")
        for key, names in found.themes.items():
            themed = [row for row in rows if row.theme == key]
            if themed:
                parts.append(f"### {' · '.join(names[language] for language in languages)}")
                parts.append("\n".join(_position_line(row, languages) for row in themed))
    return _joined(parts, found.citations)


def timeline_markdown(found: Timeline, languages: Sequence[Script]) -> str:
    """The events by date, with footnotes."""
    lines = []
    for event in found.events:
        marks = "".join(dict.fromkeys(f"[^{telling.citation}]" for telling in event.tellings))
        what = "<br>".join(escape_markdown(event.what[language]) for language in languages)
        lines.append(f"- **{escape_markdown(shown_date(event, languages[0]))}** {what}{marks}")
    return _joined([f"# {_label('timeline', languages)}", "\n".join(lines)], found.citations)


def summary_csv(summary: Summary, languages: Sequence[Script]) -> str:
    """A row for each statement."""
    cited = {citation.number: citation for citation in summary.citations}
    heads = ["part", *languages, "support", "quote", "document", "publisher", "date"]
    statements = [("headline", summary.headline)] if summary.headline else []
    rows = [
        [part, *(bullet.texts[language] for language in languages), str(bullet.support), *_sources(bullet, cited)]
        for part, bullet in [*statements, *(("bullet", bullet) for bullet in summary.bullets)]
        if bullet is not None
    ]
    return table([heads, *rows])


def positions_csv(found: Positions, languages: Sequence[Script]) -> str:
    """A row for each position."""
    cited = {citation.number: citation for citation in found.citations}
    heads = [f"{name}_{language}" for name in ("speaker", "organisation", "argument") for language in languages]
    heads += ["voice", "stance", "theme", "support", "quote", "document", "publisher", "date"]
    rows = []
    for row in found.positions:
        source = cited[row.citations[0]]
        quote = " / ".join(cited[number].quote for number in row.citations)
        cells = [texts[language] for texts in (row.speaker, row.organisation, row.argument) for language in languages]
        cells += [row.voice, row.stance, row.theme, str(row.support)]
        rows.append([*cells, quote, source.title, source.publisher, source.date])
    return table([heads, *rows])


def timeline_csv(found: Timeline, languages: Sequence[Script]) -> str:
    """A row for each telling of each event."""
    cited = {citation.number: citation for citation in found.citations}
    heads = ["date", "uncertain", "differing", *(f"what_{language}" for language in languages)]
    heads += ["date_text", "date_of_telling", "quote", "document", "publisher", "published"]
    rows = []
    for event in found.events:
        for telling in event.tellings:
            source = cited[telling.citation]
            cells = [event.date, str(event.uncertain).lower(), str(event.differing).lower()]
            cells += [event.what[language] for language in languages]
            cells += [telling.date_text, telling.date, source.quote, source.title, source.publisher, source.date]
            rows.append(cells)
    return table([heads, *rows])


def table(rows: Iterable[Sequence[str]]) -> str:
    """CSV (RFC 4180) of cells that no spreadsheet takes for formulas: what begins like one gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue()


def shown_date(event: Event, language: Script) -> str:
    """The date of an event for people: with "about" where it is reckoned, and all of them where they differ."""
    if event.differing:
        return " / ".join(sorted({telling.date for telling in event.tellings})) + f" ({LABELS['differing'][language]})"
    return f"{LABELS['about'][language]} {event.date}" if event.uncertain else event.date


def _sources(bullet: Bullet, cited: Mapping[int, Citation]) -> list[str]:
    found = [cited[number] for number in bullet.citations]
    first = found[0]
    return [" / ".join(citation.quote for citation in found), first.title, first.publisher, first.date]


def _position_line(row: Position, languages: Sequence[Script]) -> str:
    who = " · ".join(dict.fromkeys(row.speaker[language] for language in languages))
    where = " · ".join(dict.fromkeys(filter(None, (row.organisation[language] for language in languages))))
    own = f" ({_label('publisher', languages)})" if row.voice == "publisher" else ""
    said = "<br>".join(escape_markdown(row.argument[language]) for language in languages)
    head = escape_markdown(f"{who} ({where})" if where and where != who else who)
    return f"- **{head}**{own}: {said}" + "".join(f"[^{number}]" for number in row.citations)


def _label(key: str, languages: Sequence[Script]) -> str:
    return " · ".join(dict.fromkeys(LABELS[key][language] for language in languages))


def _footed(bullet: Bullet, language: Script) -> str:
    return escape_markdown(bullet.texts[language]) + "".join(f"[^{number}]" for number in bullet.citations)


def _bullet(bullet: Bullet, languages: Sequence[Script]) -> dict[str, Any]:
    return {
        "texts": _in(bullet.texts, languages),
        "citations": list(bullet.citations),
        "support": bullet.support,
    }


def _in(texts: Texts, languages: Sequence[Script]) -> dict[str, str]:
    return {language: texts[language] for language in languages if language in texts}


def _joined(parts: Sequence[str], citations: Sequence[Citation]) -> str:
    notes = [
        f"[^{citation.number}]: “{escape_markdown(citation.quote)}” — {escape_markdown(source_line(citation))}"
        for citation in citations
    ]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])]) + "\n"
