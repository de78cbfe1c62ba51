"""What each side of the benchmark does on command. Everything heavy is imported when it is first needed."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant import models
from assistant.settings import Settings
from evals.bench_side import Commands, Worker
from evals.types import Ask, Question
from index.documents import load_documents
from index.embedding import Encoder, Vectors
from index.types import Document

WRITTEN = 96
"""Tokens written at most where the speed of writing is measured."""


def worker(name: str, home: Path, documents: Path) -> Worker:
    """The worker of a side, for a home of the benchmark's own that shares the person's models."""
    settings = Settings().model_copy(update={"home": home, "models": Settings().models_dir})
    kinds: dict[str, Callable[[Settings, Path], Worker]] = {
        "ours": Ours,
        "peer": Peer,
        "search": Search,
        "probe": Probe,
    }
    return kinds[name](settings, documents)


class Ours:
    """Our assistant on the documents."""

    def __init__(self, settings: Settings, documents: Path) -> None:
        self._settings, self._folder = settings, documents
        self._assistant: Any = None
        self.commands: Commands = {
            "build": self.build,
            "load": self.load,
            "fill": self.fill,
            "ask": self.ask,
            "shown": self.shown,
            "write": self.write,
        }

    def build(self) -> dict[str, Any]:
        """Index the documents with the encoder already loaded; seconds of each stage, text length, passages."""
        from index.build import build_index

        documents, encoder = _documents(self._folder), _encoder(self._settings)
        encoder.load()
        stages: dict[str, float] = {}
        last, mark = "split", time.perf_counter()
        started = mark

        def report(stage: str, done: int, total: int) -> None:
            nonlocal last, mark
            now = time.perf_counter()
            stages[last] = stages.get(last, 0.0) + now - mark
            last, mark = stage, now

        built = build_index(self._settings.index_dir, documents, encoder, report)
        report("", 0, 0)
        return {
            "build_s": time.perf_counter() - started,
            "passages": built.passages,
            "characters": sum(len(d.text) for d in documents),
            "stages_s": stages,
        }

    def load(self) -> dict[str, Any]:
        """Open the assistant, as the command line does."""
        from assistant.service import open_assistant

        self._assistant = open_assistant(self._settings)
        return {}

    def fill(self) -> dict[str, Any]:
        """Compute the states of all passages."""
        from assistant.reading_ahead import kv_store, read_ahead

        read_ahead(self._assistant)
        self._assistant.engine.wait_filled()
        files, size = kv_store(self._settings).disk_usage()
        filled = self._assistant.engine.filled
        return {"filled": filled.done if filled else 0, "files": files, "disk_mb": size / 1e6}

    def ask(self, question: str) -> dict[str, Any]:
        """One checked answer: when its first word, its first checked sentence and its end came, and what it took."""
        from assistant.types import Checked, Done, Drafted

        before = self._counts()
        started = time.perf_counter()
        first = checked = 0.0
        answer: Any = None
        for event in self._assistant.stream(question):
            now = (time.perf_counter() - started) * 1000
            shown = isinstance(event, Checked) and event.sentence is not None
            if not first and (shown or isinstance(event, (Drafted, Done))):
                first = now
            if not checked and (shown or isinstance(event, Done)):
                checked = now
            if isinstance(event, Done):
                answer = event.answer
        total = (time.perf_counter() - started) * 1000
        text = " ".join(sentence.text for sentence in answer.sentences)
        after = self._counts()
        return {
            "first_ms": first,
            "checked_ms": checked,
            "total_ms": total,
            "tokens": self._length(text),
            "refused": answer.refused,
            "stages_ms": dict(answer.timings_ms),
            "work": {name: after[name] - before[name] for name in after},
        }

    def shown(self, question: str, passages: int, whole: bool) -> dict[str, Any]:
        """Time to the first token with so many passages, merged from kept states or read whole; no checks."""
        from assistant import prompts
        from assistant.engines.prefill import Reading
        from assistant.reading_ahead import as_read

        index = self._assistant.index
        found = [item.passage for item in index.search(question, passages)]
        texts = as_read(index.documents, found)

        def work(reader: Any) -> Iterator[float]:
            for text in texts:
                reader.keep(text)
            reader.reading = Reading(whole=whole)
            started = time.perf_counter()
            reader.read(texts)
            next(reader.write(prompts.question(question), limit=8), "")
            reader.reading = Reading()
            yield (time.perf_counter() - started) * 1000

        (first,) = self._assistant.engine.run(work)
        return {"first_ms": first}

    def write(self, question: str) -> dict[str, Any]:
        """Tokens a second of writing an answer that quotes, token by token and with copies drafted."""
        from assistant import prompts
        from assistant.reading_ahead import as_read

        index = self._assistant.index
        found = [item.passage for item in index.search(question, 3)]
        texts = as_read(index.documents, found)
        asked = prompts.question(question) + "Answer with the exact sentences of the passages."

        def work(reader: Any) -> Iterator[tuple[str, float]]:
            for draft in (0, None):
                reader.read(texts)
                pieces, begun, before = [], 0.0, reader.written
                for piece in reader.write(asked, limit=WRITTEN, draft=draft):
                    begun = begun or time.perf_counter()
                    pieces.append(piece)
                yield "".join(pieces), (reader.written - before) / max(1e-9, time.perf_counter() - begun)

        (plain, plain_speed), (drafted, drafted_speed) = self._assistant.engine.run(work)
        return {"plain": plain_speed, "drafted": drafted_speed, "same": plain == drafted}

    def _counts(self) -> dict[str, int]:
        def work(reader: Any) -> Iterator[dict[str, int]]:
            context = reader.prefill.context
            yield {"computed": context.computed, "batches": context.batches, "written": reader.written}

        (counts,) = self._assistant.engine.run(work)
        return dict(counts)

    def _length(self, text: str) -> int:
        def work(reader: Any) -> Iterator[int]:
            yield len(reader.prefill.context.tokenize(text))

        return sum(self._assistant.engine.run(work))


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

        documents, encoder = _documents(self._folder), _Timed(models.path(self._settings.encoder, self._settings))
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
        encoder = _encoder(settings)
        encoder.load()
        documents = {d.id: d for d in _documents(self._folder)}
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
        encoded = encode(data, _encoder(self._settings), cache, _silent)
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


def _documents(folder: Path) -> Sequence[Document]:
    return load_documents(folder).documents


def _encoder(settings: Settings) -> Encoder:
    return Encoder(models.path(settings.encoder, settings), settings.threads)


def _ask(question: str) -> Ask:
    return Ask("bench", Question("bench", question, "en"))


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
