"""What a reader does on the page of summaries: choose what to see, have it made, stop it, take it away."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from assistant.summaries import render
from assistant.summaries.checking import checked
from assistant.summaries.types import Positions, Subject, Summary, Timeline
from ui.canvas import Canvas
from ui.effects import FOLLOW
from ui.session import Session, Update
from ui.summaries_rows import languages_for
from ui.summaries_work import LENGTHS, SHOWN, VIEWS, Thing, Wanted, Works

Data = Mapping[str, Any]

_KINDS = {"markdown": ("md", "text/markdown"), "json": ("json", "application/json"), "csv": ("csv", "text/csv")}


class SummaryActs:
    """The acts by name; each draws what it changed."""

    def __init__(self, canvas: Canvas, works: Works) -> None:
        self._canvas = canvas
        self._works = works
        self.acts: dict[str, Callable[[Session, Data], Update]] = {
            "see": self._see,
            "summarise": self._summarise,
            "make": self._make,
            "stop-making": self._stop,
            "export-made": self._export,
        }

    def _see(self, session: Session, data: Data) -> Update:
        view = next((name for name in VIEWS if name == data.get("view")), session.wanted.view)
        session.wanted = replace(session.wanted, view=view)
        session.shown = next((name for name in SHOWN if name == data.get("shown")), session.shown)
        return self._drawn(session)

    def _summarise(self, session: Session, data: Data) -> Update:
        topic = " ".join(str(data.get("topic", "")).split())
        kind, _, value = str(data.get("of", "")).partition(":")
        subject = Subject("topic", topic) if topic else Subject("collection")
        if not topic and kind == "document":
            subject = Subject("document", value)
        length = next((name for name in LENGTHS if name == data.get("length")), session.wanted.length)
        session.wanted = Wanted("summary", checked(subject), length)
        if self._works.find(session.wanted) is None:
            self._works.start(session.wanted)
        return self._drawn(session)

    def _make(self, session: Session, data: Data) -> Update:
        if self._works.find(session.wanted) is None:
            self._works.start(session.wanted)
        return self._drawn(session)

    def _stop(self, session: Session, data: Data) -> Update:
        self._works.stop()
        return self._drawn(session)

    def _export(self, session: Session, data: Data) -> Update:
        found = self._works.find(session.wanted)
        kind = str(data.get("kind"))
        if found is None or kind not in _KINDS:
            return self._drawn(session)
        suffix, media = _KINDS[kind]
        text = exported(found, kind, session)
        # A spreadsheet reads UTF-8 as such only with the mark in front.
        text = f"\ufeff{text}" if kind == "csv" else text
        name = f"{session.wanted.view}.{suffix}"
        return Update(effects=({"type": "download", "name": name, "text": text, "kind": media},))

    def _drawn(self, session: Session) -> Update:
        session.focus = None
        return Update(self._canvas.draw(session, "page"), (FOLLOW,))


def exported(found: Thing, kind: str, session: Session) -> str:
    """What the page shows as Markdown, CSV or JSON, in the languages that it is shown in."""
    languages = languages_for(session.language, session.shown)
    made: dict[str, Any]
    match found:
        case Summary():
            made = render.summary_object(found, languages)
            text = render.summary_csv if kind == "csv" else render.summary_markdown
            return _json(made) if kind == "json" else text(found, languages)
        case Positions():
            made = render.positions_object(found, languages)
            rows = render.positions_csv if kind == "csv" else render.positions_markdown
            return _json(made) if kind == "json" else rows(found, languages)
        case Timeline():
            made = render.timeline_object(found, languages)
            events = render.timeline_csv if kind == "csv" else render.timeline_markdown
            return _json(made) if kind == "json" else events(found, languages)


def _json(made: Mapping[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1)
