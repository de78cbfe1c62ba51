"""Opens the assistant: the one place where settings become encoder, index, engine and the assistant on them."""

from assistant import models
from assistant.answer import Assistant
from assistant.engines.kv_store import KvStore
from assistant.engines.llama_cpp import Engine
from assistant.engines.reader import open_reader
from assistant.scope import load_scope
from assistant.settings import Settings
from index.collection import Index
from index.embedding import Encoder


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of a home: models loaded, index open. Takes seconds; raises ``DebateError`` with what to do."""
    generator = models.path(settings.generator, settings)
    store = KvStore(settings.home / "kv", disk_bytes=settings.kv_disk_mb << 20)
    engine = Engine(lambda: open_reader(generator, store=store, threads=settings.threads))
    encoder = Encoder(models.path(settings.encoder, settings), settings.threads)
    index = Index.open(settings.index_dir, encoder)
    scope = load_scope(encoder.encode_queries, encoder.fingerprint, settings.home / "cache")
    engine.wait_ready()
    return Assistant(index, engine, scope, model_name=settings.generator)
