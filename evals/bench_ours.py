"""Our side of the benchmark: what it does on command. Everything heavy is imported when it is first needed."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant import models
from assistant.settings import Settings
from evals.bench_side import Commands
from index.documents import load_documents
from index.embedding import Encoder

WRITTEN = 96
"""Tokens written at most where the speed of writing is measured."""


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

        documents, settings = load_documents(self._folder).documents, self._settings
        encoder = Encoder(models.path(settings.encoder, settings), settings.threads)
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

        read_ahead(self._assistant, translate=False)
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
        from assistant.engines.copying import DRAFT
        from assistant.reading_ahead import as_read

        index = self._assistant.index
        found = [item.passage for item in index.search(question, 3)]
        texts = as_read(index.documents, found)
        asked = prompts.question(question) + "Answer with the exact sentences of the passages."

        def work(reader: Any) -> Iterator[tuple[str, float]]:
            for draft in (0, DRAFT):
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
