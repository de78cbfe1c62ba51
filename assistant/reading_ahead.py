"""Which passages have their KV states computed before anybody asks, what is translated then, and what is deleted.

States and translations lie in ``HOME/kv``; engines that keep none take no notice.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping

from assistant import prompts
from assistant.answer import Assistant
from assistant.citations import candidates, states_nothing
from assistant.engines.base import Reader
from assistant.engines.context import EngineError, Interrupted
from assistant.engines.filling import Afterwards, Filled, Told
from assistant.engines.kv_store import KvStore
from assistant.engines.llama_cpp import Engine
from assistant.prompts.openings import openings
from assistant.settings import Settings
from assistant.translator import Translator, foreign
from index.store import FILE, Library
from index.types import Document, Evidence, Passage, Script

log = logging.getLogger(__name__)

_LANGUAGES: tuple[Script, ...] = ("en", "zh-Hans")
_TOGETHER = 4
"""Sentences that are translated at once: more of them keep a question waiting no longer, but lose more to it."""


def kv_store(settings: Settings) -> KvStore:
    """The store of a home."""
    return KvStore(settings.home / "kv", disk_bytes=settings.kv_disk_mb << 20)


def as_read(documents: Mapping[str, Document], passages: Iterable[Passage]) -> list[str]:
    """Passages as the model reads them, which is what their states are kept by."""
    return [prompts.passage(documents[passage.document_id], passage.text) for passage in passages]


def read_ahead(assistant: Assistant, told: Told | None = None, *, translate: bool) -> None:
    """Begin to compute the states that are missing, between questions; delete those of passages that are gone.

    ``assistant.engine.filled`` tells how far it is. Call it again when the documents have changed. With ``translate``
    what answers in the other language will quote is translated after that, some seconds a sentence.
    """
    index = assistant.index
    passages = as_read(index.documents, index.passages.values())
    work = _translating(assistant) if translate else None
    assistant.engine.fill(passages, told, openings(), Afterwards(sentences(index.passages.values()), work))


def sentences(passages: Iterable[Passage]) -> list[str]:
    """The texts of sentences, by which their translations are kept."""
    return [text for passage in passages for text in _sentences(passage)]


def _sentences(passage: Passage) -> list[str]:
    return [passage.text[span.start - passage.start : span.end - passage.start] for span in passage.sentences]


def _translating(assistant: Assistant) -> Callable[[Reader], Iterator[None]]:
    """Steps that translate the sentences of the documents, a few at a time, those already translated at no cost."""
    documents = assistant.index.documents
    evidence = [Evidence(passage, n, 0.0) for n, passage in enumerate(assistant.index.passages.values(), 1)]
    todo = [item for item in candidates(evidence, documents) if not states_nothing(item.text)]

    def work(reader: Reader) -> Iterator[None]:
        while todo:
            part = todo[:_TOGETHER]
            for language in _LANGUAGES:
                translator = Translator(reader, documents, assistant.names, language)
                others = [item for item in part if foreign(item.text, language)]
                try:
                    translator.supports(list(zip(others, translator.texts(others), strict=True)))
                except Interrupted:
                    raise
                except EngineError as error:
                    log.warning("sentences cannot be translated ahead (%s)", error)
            del todo[: len(part)]  # Only now: a question may have come first.
            yield

    return work


def open_served(settings: Settings) -> Assistant:
    """The assistant of a home for a program that stays: what nobody waits for is read ahead between questions."""
    from assistant.service import open_assistant

    assistant = open_assistant(settings)
    read_ahead(assistant, translate=settings.translate_ahead)
    return assistant


def read_now(settings: Settings, told: Told) -> Filled | None:
    """Compute the missing states of the index of a home and return when all are there, or none may be added.

    None where the engine keeps no states. Raises ``DebateError`` where the model cannot be loaded.
    """
    from assistant.service import reader_opener

    engine = Engine(reader_opener(settings))
    try:
        engine.wait_ready()
        passages, others = _indexed(settings)
        engine.fill(passages, told, openings(), Afterwards(others))
        engine.wait_filled()
        return engine.filled
    finally:
        engine.close()


def forget_removed(settings: Settings) -> int:
    """Delete what is kept of passages and sentences that the index of a home does not hold any more; returns how many
    files."""
    if not (settings.home / "kv").is_dir():
        return 0
    passages, others = _indexed(settings)
    # With a budget of 0 nothing more is written, but what lies there from before still goes.
    return KvStore(settings.home / "kv").keep_only([*passages, *others])


def _indexed(settings: Settings) -> tuple[list[str], list[str]]:
    """The passages of an index as they are read, and their sentences."""
    if not (settings.index_dir / FILE).is_file():
        return [], []
    library = Library(settings.index_dir)
    try:
        contents = library.contents()
    finally:
        library.close()
    if contents is None:
        return [], []
    return as_read(contents.documents, contents.passages.values()), sentences(contents.passages.values())
