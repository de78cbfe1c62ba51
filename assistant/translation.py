"""Puts a quote into the reader's language: a machine translation, with its figures checked against the original."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from assistant import prompts
from assistant.engines.base import Reader, conversation
from assistant.engines.llama_cpp import Engine
from assistant.facts import NameTable, agree
from assistant.facts.english import english_figures, english_names
from assistant.language import fits, script_of
from assistant.types import Drafted, Script, Stage
from assistant.writing import clean
from index.errors import DebateError

LONGEST = 1500
"""Characters of a quote; more is a page, not a sentence."""


class NotTranslated(DebateError):
    """The model gave nothing that can be shown as a translation."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A quote in another language. It is the model's word, not the document's: show it as such, with the original."""

    text: str
    language: Script
    doubts: tuple[str, ...]
    """Numbers and dates of the translation that the original does not give, as the translation has them."""


TranslationEvent = Stage | Drafted | Translation
"""``Drafted`` is more text; ``Translation``, whole and checked, is always last."""


def foreign(quote: str, language: Script) -> bool:
    """Whether a reader of ``language`` has to have the quote translated; the two Chinese scripts read each other."""
    found = script_of(quote)
    return found is not None and (found == "en") != (language == "en")


def translate(
    engine: Engine,
    quote: str,
    language: Script,
    *,
    date: str = "",
    names: NameTable | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[TranslationEvent]:
    """Translate one quote, in its turn before the engine; ``cancel`` stops it at the next token.

    ``date`` is the day of the document (ISO 8601), which tells the year of a bare date. Raises `NotTranslated`.

    Example:
        for event in translate(engine, "开源模型更便宜。", "en"): ...
    """
    if len(quote) > LONGEST:
        raise NotTranslated(f"The quote has {len(quote):,} characters; up to {LONGEST:,} are translated.")
    return engine.run(
        lambda reader: _translated(reader, quote, language, date, names),
        cancel=cancel,
        waiting=lambda position: Stage("queued", position),
    )


def _translated(
    reader: Reader, quote: str, language: Script, date: str, names: NameTable | None
) -> Iterator[TranslationEvent]:
    yield Stage("writing")
    source = english_figures(quote, date or None) if language == "en" else quote
    if language == "en" and names is not None:
        source = english_names(source, names)
    messages = conversation([f"{source}\n\n"], prompts.translate(language))
    text = ""
    for piece in reader.chat(messages, limit=80 + len(quote)):
        text += piece
        yield Drafted(piece)
    text = clean(text, language)
    if not text or not fits(text, language):
        raise NotTranslated("The model did not translate this quote into the language asked for.")
    found = agree(text, quote, date_context=date or None, names=names, question=quote)
    doubts = dict.fromkeys(item.statement_value for item in found if item.kind not in ("name", "speaker", "quote"))
    yield Translation(text, language, tuple(doubts))
