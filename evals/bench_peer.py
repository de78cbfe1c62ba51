"""The other side of the benchmark: LlamaIndex on the same documents with the same models."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import models
from assistant.settings import Settings
from evals.bench_side import Commands
from evals.types import Ask, Question
from index.documents import load_documents
from index.embedding import Encoder, Vectors


class Peer:
    """LlamaIndex ``CitationQueryEngine`` on the same documents with the same models."""

    def __init__(self, settings: Settings, documents: Path) -> None:
        self._settings, self._folder = settings, documents
        self._kept = settings.home / "peer"
        self._peer: Any = None
        self._llm: Any = None
        self.commands: Commands = {"build": self.build, "load": self.load, "ask": self.ask, "shown": self.shown}

    def build(self) -> dict[str, Any]:
        """Index the documents with the encoder already loaded, and keep the index."""
        from evals.peer_engine import Peer as Engine
        from evals.peer_llm import PlainEmbedding

        documents = load_documents(self._folder).documents
        encoder = _Timed(models.path(self._settings.encoder, self._settings))
        encoder.load()
        started = time.perf_counter()
        built = Engine({d.id: d for d in documents}, None, PlainEmbedding(encoder), self._kept)
        seconds = time.perf_counter() - started
        return {
            "build_s": seconds,
            "passages": built.chunks,
            "characters": sum(len(d.text) for d in documents),
            "stages_s": {"encode": encoder.spent, "split and store": seconds - encoder.spent},
        }

    def load(self) -> dict[str, Any]:
        """Load generator, encoder and the kept index."""
        from evals.peer_engine import Peer as Engine
        from evals.peer_llm import PlainEmbedding, PlainLlama

        settings = self._settings
        self._llm = PlainLlama(models.path(settings.generator, settings), settings.threads)
        encoder = Encoder(models.path(settings.encoder, settings), settings.threads)
        encoder.load()
        documents = {d.id: d for d in load_documents(self._folder).documents}
        self._peer = Engine(documents, self._llm, PlainEmbedding(encoder), self._kept)
        return {}

    def ask(self, question: str) -> dict[str, Any]:
        """One answer, which nothing checks."""
        row = self._peer.answer(_ask(question))
        first, total = row["timings_ms"]["first_token"], row["timings_ms"]["total"]
        tokens = len(self._llm._llama.tokenize(row["answer"].encode(), add_bos=False))
        return {"first_ms": first, "total_ms": total, "tokens": tokens, "refused": row["refused"]}

    def shown(self, question: str, passages: int) -> dict[str, Any]:
        """Time to the first token with so many chunks."""
        return {"first_ms": self._peer.answer(_ask(question), passages)["timings_ms"]["first_token"]}


class _Timed(Encoder):
    """An encoder that keeps how long it computed."""

    spent = 0.0

    def encode_documents(self, texts: Sequence[str], titles: Sequence[str | None] | None = None) -> Vectors:
        started = time.perf_counter()
        try:
            return super().encode_documents(texts, titles)
        finally:
            self.spent += time.perf_counter() - started


def _ask(question: str) -> Ask:
    return Ask("bench", Question("bench", question, "en"))
