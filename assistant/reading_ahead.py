"""Which passages have their KV states computed before anybody asks, and whose are deleted.

The states lie in ``HOME/kv``; engines that keep none take no notice.
"""

from collections.abc import Iterable, Mapping

from assistant import prompts
from assistant.answer import Assistant
from assistant.engines.filling import Filled, Told
from assistant.engines.kv_store import KvStore
from assistant.engines.llama_cpp import Engine
from assistant.prompts.openings import openings
from assistant.settings import Settings
from index.store import FILE, Library
from index.types import Document, Passage


def kv_store(settings: Settings) -> KvStore:
    """The store of a home."""
    return KvStore(settings.home / "kv", disk_bytes=settings.kv_disk_mb << 20)


def as_read(documents: Mapping[str, Document], passages: Iterable[Passage]) -> list[str]:
    """Passages as the model reads them, which is what their states are kept by."""
    return [prompts.passage(documents[passage.document_id], passage.text) for passage in passages]


def read_ahead(assistant: Assistant, told: Told | None = None) -> None:
    """Begin to compute the states that are missing, between questions; delete those of passages that are gone.

    ``assistant.engine.filled`` tells how far it is. Call it again when the documents have changed.
    """
    passages = as_read(assistant.index.documents, assistant.index.passages.values())
    assistant.engine.fill(passages, told, openings())


def open_served(settings: Settings) -> Assistant:
    """The assistant of a home for a program that stays: what nobody waits for is read ahead between questions."""
    from assistant.service import open_assistant

    assistant = open_assistant(settings)
    read_ahead(assistant)
    return assistant


def read_now(settings: Settings, told: Told) -> Filled | None:
    """Compute the missing states of the index of a home and return when all are there, or none may be added.

    None where the engine keeps no states. Raises ``DebateError`` where the model cannot be loaded.
    """
    from assistant.service import reader_opener

    engine = Engine(reader_opener(settings))
    try:
        engine.wait_ready()
        engine.fill(_indexed(settings), told, openings())
        engine.wait_filled()
        return engine.filled
    finally:
        engine.close()


def forget_removed(settings: Settings) -> int:
    """Delete the states of passages that the index of a home does not hold any more; returns how many files."""
    if not (settings.home / "kv").is_dir():
        return 0
    # With a budget of 0 nothing more is written, but what lies there from before still goes.
    return KvStore(settings.home / "kv").keep_only(_indexed(settings))


def _indexed(settings: Settings) -> list[str]:
    if not (settings.index_dir / FILE).is_file():
        return []
    library = Library(settings.index_dir)
    try:
        contents = library.contents()
    finally:
        library.close()
    return as_read(contents.documents, contents.passages.values()) if contents else []
