"""What the page can have done besides answering. Each ability is a function, so that a test can put another there."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.types import Answer, Script, Turn
from ui.backend import Assistant
from ui.changes import Change, Changes, Report
from ui.summaries_work import Make, make_thing
from ui.trials import Measure, Progress

if TYPE_CHECKING:
    from assistant.suggestions import Suggester
    from assistant.translation import TranslationEvent
    from index.intake import Plan

Translate = Callable[[Assistant, str, Script, str, threading.Event], "Iterator[TranslationEvent]"]
"""Puts a quote (of a document of some date) into a language, until it is cancelled."""
Suggest = Callable[[Assistant, Answer, Sequence[Turn], Collection[str] | None, Callable[[], bool]], list[str]]
"""Questions to go on with after an answer, in a conversation, on some documents, as long as it may go on."""
Begin = Callable[[Assistant, Script, Callable[[], bool]], list[str]]
"""Questions to begin a conversation with, in a language, as long as it may go on looking."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """The functions behind the page."""

    change: Change
    translate: Translate
    suggest: Suggest
    begin: Begin
    measure: Measure
    make: Make


def abilities(settings: Settings) -> Abilities:
    """Those of the real assistant."""
    suggester = _suggesting(settings)

    def suggest(
        assistant: Assistant,
        answer: Answer,
        history: Sequence[Turn],
        documents: Collection[str] | None,
        go_on: Callable[[], bool],
    ) -> list[str]:
        return suggester(assistant).suggest(answer, history, documents=documents, go_on=go_on)

    def begin(assistant: Assistant, language: Script, go_on: Callable[[], bool]) -> list[str]:
        return suggester(assistant).begin(language, go_on=go_on)

    return Abilities(_changing(settings), translate_quote, suggest, begin, _measuring(settings), make_thing(settings))


def _changing(settings: Settings) -> Change:
    def change(assistant: Assistant, changes: Changes, report: Report) -> "Plan | None":
        """The index on disk, and then the one that the assistant has open."""
        from assistant.answer import Assistant as Real
        from assistant.forgetting import forget
        from assistant.reading_ahead import read_ahead
        from index.build import add_documents, discard_removed, remove_documents, restore_documents, take_in
        from index.collection import Index

        index = assistant.index
        assert isinstance(index, Index)
        done, plan = [], None
        if changes.add:
            done.append(add_documents(index.path, changes.add, index.encoder, report))
        if changes.incoming:
            plan, built = take_in(index.path, changes.incoming, index.encoder, report)
            done.append(built)
        if changes.remove:
            done.append(remove_documents(index.path, changes.remove, index.encoder, report))
        if changes.restore:
            done.append(restore_documents(index.path, changes.restore, index.encoder, report))
        if changes.discard:
            done.append(discard_removed(index.path, changes.discard, index.encoder, report))
        index.refresh()
        forget(settings, [file for one in done for file in one.gone])
        if isinstance(assistant, Real):
            read_ahead(assistant, translate=settings.translate_ahead)
        return plan

    return change


def translate_quote(
    assistant: Assistant, quote: str, language: Script, date: str, cancel: threading.Event
) -> "Iterator[TranslationEvent]":
    """``Translate`` by the engine that answers."""
    from assistant.answer import Assistant as Real
    from assistant.translation import translate

    assert isinstance(assistant, Real)
    return translate(assistant.engine, quote, language, date=date, names=assistant.names, cancel=cancel)


def _suggesting(settings: Settings) -> "Callable[[Assistant], Suggester]":
    made: list[Suggester] = []

    def suggester(assistant: Assistant) -> "Suggester":
        # Imported here: what they need takes seconds to load, and the page is to be up before.
        from assistant.answer import Assistant as Real
        from assistant.scope import load_scope
        from assistant.suggestions import Suggester

        assert isinstance(assistant, Real)
        if not made:
            encoder = assistant.index.encoder
            scope = load_scope(encoder.encode_queries, encoder.fingerprint, settings.home / "cache")
            made.append(Suggester(assistant.index, lambda: assistant.names, scope, assistant.engine))
        return made[0]

    return suggester


def _measuring(settings: Settings) -> Measure:
    def measure(assistant: Assistant, suites: Sequence[str], sample: int, progress: Progress) -> Path:
        from assistant.answer import Assistant as Real
        from evals.session import Options
        from evals.shared import measure_shared

        assert isinstance(assistant, Real)
        return measure_shared(Options(tuple(suites), sample=sample), settings, assistant, progress).folder

    return measure
