"""Opens the assistant: the one place where settings become encoder, index, engine and the assistant on them."""

from collections.abc import Callable, Iterator

from assistant import models
from assistant.answer import Assistant
from assistant.engines.base import Reader
from assistant.engines.kv_store import KvStore
from assistant.engines.llama_cpp import Engine
from assistant.scope import load_scope
from assistant.settings import Settings
from index.collection import Index
from index.embedding import Encoder


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of a home: models loaded, index open. Takes seconds; raises ``DebateError`` with what to do.

    The generator is loaded in the engine's thread while this one loads the encoder and what the first search needs.
    """
    engine = Engine(reader_opener(settings), max_waiting=settings.queue)
    try:
        if settings.engine == "transformers":
            engine.wait_ready()  # the encoder needs that library too, which two threads must not import at once
        encoder = Encoder(models.path(settings.encoder, settings), settings.threads)
        index = Index.open(settings.index_dir, encoder)
        index.warm()
        scope = load_scope(encoder.encode_queries, encoder.fingerprint, settings.home / "cache")
        engine.wait_ready()
    except BaseException:
        engine.close()
        raise
    return Assistant(index, engine, scope, model_name=model_name(engine, settings))


def reader_opener(settings: Settings) -> Callable[[], Reader]:
    """How the model of the settings is opened by the engine that they choose; the engine calls it in its own thread.

    Raises ``UnknownModel``, ``ModelMissing`` or ``ModelDamaged`` at once.
    """
    if settings.engine == "openai":
        from assistant.engines.openai_reader import OpenAIReader

        key = settings.engine_key.get_secret_value()
        return lambda: OpenAIReader(settings.generator, settings.engine_url, key)
    place = models.path(settings.generator, settings)
    if settings.engine == "transformers":
        from assistant.engines.transformers_reader import open_transformers

        return lambda: open_transformers(place, threads=settings.threads, device=settings.device)
    from assistant.engines.loading import open_reader

    store = KvStore(settings.home / "kv", disk_bytes=settings.kv_disk_mb << 20)
    return lambda: open_reader(place, store=store, threads=settings.threads, kv_type=settings.kv_type)


def model_name(engine: Engine, settings: Settings) -> str:
    """What answers name as their model: the generator, and what differs from the default engine."""

    def work(reader: Reader) -> Iterator[str]:
        yield reader.judging

    (judging,) = engine.run(work)
    notes: list[str] = [] if settings.engine == "llama.cpp" else [settings.engine]
    if judging == "words":
        notes.append("judged in words")
    return f"{settings.generator} ({', '.join(notes)})" if notes else settings.generator
