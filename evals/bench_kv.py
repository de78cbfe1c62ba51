"""``python -m evals.bench_kv``: what half-precision and 8-bit states of passages cost, and what they change.

On golden questions: bytes on disk a passage, time to read a state back and put it into the context, time to the first
token, and how near the next token's distribution and the greedy answer are to those of the same prompt read whole in
half precision. Broken off, the same command goes on.
"""

import statistics as plain
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer

from assistant import models
from assistant.engines.base import KvType
from assistant.engines.kv_store import KvStore
from assistant.engines.loading import open_reader
from assistant.engines.prefill import Reading
from assistant.engines.reader import LlamaReader
from assistant.settings import Settings
from evals.bench_machine import machine
from evals.bench_merge import answer
from evals.bench_prompts import Prompt, golden_prompts
from evals.bench_report import Panel, Series, run_command, save, show_rows
from evals.journal import Journal
from evals.show import progress_bar

KINDS: tuple[KvType, ...] = ("f16", "q8_0")


def measure(reader: LlamaReader, store: KvStore, prompt: Prompt) -> tuple[dict[str, Any], npt.NDArray[np.float32]]:
    """Figures of one prompt from kept states, and the logits of its first token."""
    for passage in prompt.passages:
        reader.keep(passage)
    started = time.perf_counter()
    reader.read(prompt.passages)
    placed = (time.perf_counter() - started) * 1000
    logits = reader.next_logits(prompt.asked)
    row = answer(reader, prompt, Reading())
    files, size = store.disk_usage()
    return {**row, "load_ms": placed / len(prompt.passages), "bytes": size / max(1, files)}, logits


def divergence(exact: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """Kullback-Leibler divergence of the other next-token distribution from the exact one, in nats."""
    p, q = _log_softmax(exact), _log_softmax(other)
    return float((np.exp(p) * (p - q)).sum())


def alike(first: str, second: str) -> float:
    """Length of the common beginning of two texts as a share of the longer."""
    same = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    return same / max(1, len(first), len(second))


def main(
    questions: Annotated[int, typer.Option(min=1, help="Golden questions.")] = 20,
    seed: Annotated[int, typer.Option(help="Which sample.")] = 0,
    out: Annotated[Path, typer.Option(help="File for the figures as JSON; the plot lies beside it.")] = Path(
        "evals/reports/kv.json"
    ),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew.")] = False,
) -> None:
    """Compare the kinds of state; print a table, write JSON and a plot."""
    settings = Settings()
    folder = settings.home / "evals" / "bench-kv"
    journal_file = folder / f"{settings.generator}.jsonl"
    if fresh:
        journal_file.unlink(missing_ok=True)
    with progress_bar() as report, Journal(journal_file) as journal:
        prompts = golden_prompts(settings, questions, "report", seed, report)
        missing = [p for p in prompts if p.id not in journal.rows]
        if missing:
            _measure_all(settings, folder, missing, journal, report)
        rows = [journal.rows[p.id] for p in prompts]
    table = [_summary(kind, rows) for kind in KINDS]
    show_rows("States of passages, against the prompt read whole in f16", table)
    panels = [
        Panel("MB a passage on disk", [Series("", [(r["kind"], r["mb"]) for r in table])]),
        Panel("Time to first token, median ms", [Series("", [(r["kind"], r["first_ms"]) for r in table])]),
    ]
    save(out, {"machine": machine(), "rows": table}, "Half precision and 8 bits", panels)


def _measure_all(
    settings: Settings,
    folder: Path,
    prompts: Sequence[Prompt],
    journal: Journal,
    report: Callable[[str, int, int], None],
) -> None:
    place = models.path(settings.generator, settings)
    # Nothing is kept in memory, so that each state comes from the disk as in a large collection.
    stores = {kind: KvStore(folder / kind, memory_bytes=1) for kind in KINDS}
    readers = {k: open_reader(place, store=stores[k], threads=settings.threads, kv_type=k) for k in KINDS}
    try:
        for done, prompt in enumerate(prompts):
            report("answer", done, len(prompts))
            exact = readers["f16"]
            exact.reading = Reading(whole=True)
            exact.read(prompt.passages)
            wanted = exact.next_logits(prompt.asked)
            whole = answer(exact, prompt, Reading(whole=True))
            exact.reading = Reading()
            row: dict[str, Any] = {"id": prompt.id, "whole": whole}
            for kind in KINDS if done % 2 == 0 else KINDS[::-1]:
                figures, logits = measure(readers[kind], stores[kind], prompt)
                row[kind] = figures | {
                    "divergence": divergence(wanted, logits),
                    "same_first": bool(wanted.argmax() == logits.argmax()),
                    "alike": alike(whole["text"], figures["text"]),
                }
            journal.append(row)
        report("answer", len(prompts), len(prompts))
    finally:
        for reader in readers.values():
            reader.close()


def _summary(kind: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    these = [row[kind] for row in rows]

    def median(name: str) -> float:
        return plain.median(float(row[name]) for row in these)

    def mean(name: str) -> float:
        return plain.fmean(float(row[name]) for row in these)

    return {
        "kind": kind,
        "questions": len(these),
        "mb": median("bytes") / 1e6,
        "load_ms": median("load_ms"),
        "first_ms": median("first_ms"),
        "whole_first_ms": plain.median(float(row["whole"]["first_ms"]) for row in rows),
        "total_ms": median("total_ms"),
        "divergence": mean("divergence"),
        "same_first": mean("same_first"),
        "same_beginning": mean("alike"),
        "right": mean("right"),
        "whole_right": plain.fmean(float(row["whole"]["right"]) for row in rows),
    }


def _log_softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    shifted = logits.astype(np.float64) - float(logits.max())
    result: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum())
    return result


if __name__ == "__main__":
    run_command(main)
