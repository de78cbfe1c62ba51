"""Parts of the benchmark that are measured alone: search, and what the machine and the model allow."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import models
from assistant.settings import Settings
from evals.bench_side import Commands
from index.embedding import Encoder


class Search:
    """Search alone, on collections made of XQuAD's sentences."""

    def __init__(self, settings: Settings, documents: Path) -> None:
        self._settings = settings
        self.commands: Commands = {"measure": self.measure}

    def measure(self, xquad: str, sizes: Sequence[int], peer_sizes: Sequence[int]) -> dict[str, Any]:
        """Latency by number of passages: ours from Chroma and BM25, the peer's from its default vector store."""
        from dataclasses import asdict, replace

        from evals.search_corpora import encode
        from evals.search_speed import QUESTIONS, measure
        from evals.xquad import read_xquad

        data = read_xquad(Path(xquad))
        data = replace(data, questions=data.questions[:QUESTIONS])
        # Vectors are kept in the person's own home: they depend on the encoder and these texts alone.
        cache = Settings().home / "cache" / "bench-search"
        encoder = Encoder(models.path(self._settings.encoder, self._settings), self._settings.threads)
        encoded = encode(data, encoder, cache, _silent)
        speeds = [asdict(speed) for speed in measure(data, encoded, sizes, _silent)]
        return {"ours": speeds, "peer": [_peer_search(encoded, size) for size in peer_sizes]}


class Probe:
    """What the machine and the model allow."""

    def __init__(self, settings: Settings, documents: Path) -> None:
        self._settings = settings
        self.commands: Commands = {"measure": self.measure}

    def measure(self) -> dict[str, Any]:
        """Arithmetic and bandwidth of the machine, and the model's speed of reading and of writing alone."""
        from assistant.engines.context import Context
        from evals.bench_machine import arithmetic, bandwidth, machine

        settings = self._settings
        context = Context(models.path(settings.generator, settings), threads=settings.threads)
        tokens = [n % context.n_vocab for n in range(512)]
        reading, writing = [], []
        for _ in range(4):
            context.clear()
            started = time.perf_counter()
            context.decode(tokens, 0)
            reading.append(len(tokens) / (time.perf_counter() - started))
            started = time.perf_counter()
            for n in range(24):
                context.decode([tokens[n]], len(tokens) + n)
            writing.append(24 / (time.perf_counter() - started))
        found = {
            "parameters": context.parameters,
            "weight_bytes": context.weight_bytes,
            "read_tokens_s": max(reading),
            "write_tokens_s": max(writing),
        }
        context.close()
        return {
            "machine": machine(),
            "gflops": arithmetic(settings.threads),
            "bandwidth_gb_s": bandwidth(settings.threads),
            **found,
        }


def _peer_search(encoded: Any, size: int) -> dict[str, Any]:
    import numpy as np
    from llama_index.core.schema import TextNode
    from llama_index.core.vector_stores import SimpleVectorStore, VectorStoreQuery

    base = np.concatenate(list(encoded.paragraphs.values()))
    draw = np.random.default_rng(0)
    near = base[draw.integers(len(base), size=size)] + draw.normal(size=(size, base.shape[1])) * 0.03
    store = SimpleVectorStore()
    store.add([TextNode(id_=str(n), text="", embedding=row) for n, row in enumerate(near.tolist())])
    times = []
    for question in np.concatenate(list(encoded.questions.values()))[:20].tolist():
        started = time.perf_counter()
        store.query(VectorStoreQuery(query_embedding=question, similarity_top_k=10))
        times.append((time.perf_counter() - started) * 1000)
    return {"passages": size, "median_ms": float(np.median(times)), "p95_ms": float(np.percentile(times, 95))}


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
