"""``python -m evals.bench_merge``: are answers from merged passage states as good as from the same prompt read whole?

Each prompt (passages that search finds, and the question) is answered in every way of reading by the same model,
greedily, without checks, so that nothing else mends or hides a difference. Paired: share right, its difference from
reading whole with a 95% bootstrap interval, and the time to the first token with states already kept. Broken off, the
same command goes on.

    whole    the prompt read in one go: the yardstick
    merged   each passage as read alone, its keys moved to its place
    top      merged, the best passage last and read anew on top of the others
    again-N  merged, the first N tokens of every further passage read anew (EPIC, Hu et al. 2024)
"""

import statistics as plain
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.engines.llama_cpp import Engine
from assistant.engines.loading import open_reader
from assistant.engines.prefill import Reading
from assistant.engines.reader import LlamaReader
from assistant.settings import Settings
from evals.bench_machine import machine
from evals.bench_prompts import Prompt, golden_prompts, keep_states, xquad_prompts
from evals.bench_report import Panel, Series, run_command, save, show_rows
from evals.journal import Journal
from evals.show import progress_bar, say
from evals.statistics import difference

MODES = "whole,merged,top,again-16,again-32"
YARDSTICK = "whole"
MOST_BEHIND = 0.01
"""Points of correctness that a way of reading may be behind."""


def reading_of(mode: str) -> Reading:
    """The way of reading that a name stands for. Raises ``BadParameter`` for any other."""
    fixed = {"whole": Reading(whole=True), "merged": Reading(), "top": Reading(best_on_top=True)}
    if mode in fixed:
        return fixed[mode]
    name, _, count = mode.partition("-")
    if name != "again" or not count.isdigit():
        raise typer.BadParameter(f"{mode!r} is no way of reading: whole, merged, top, again-16", param_hint="--modes")
    return Reading(again=int(count))


def answer(reader: LlamaReader, prompt: Prompt, reading: Reading) -> dict[str, Any]:
    """The answer to a prompt read in one way, and its times in milliseconds."""
    keep_states(reader, prompt)
    reader.reading = reading
    try:
        started = time.perf_counter()
        reader.read(prompt.passages)
        read = time.perf_counter()
        text, first = "", 0.0
        for piece in reader.write(prompt.asked):
            first = first or time.perf_counter()
            text += piece
        done = time.perf_counter()
    finally:
        reader.reading = Reading()
    return {
        "text": text,
        "right": prompt.right(text),
        "read_ms": (read - started) * 1000,
        "first_ms": ((first or done) - started) * 1000,
        "total_ms": (done - started) * 1000,
    }


def summarise(rows: Mapping[str, Mapping[str, Any]], modes: Sequence[str], ground: str) -> list[dict[str, Any]]:
    """One row a mode over the prompts that all modes answered; ``ground`` empty takes all."""
    by_mode: dict[str, dict[str, Mapping[str, Any]]] = {mode: {} for mode in modes}
    for row in rows.values():
        if row["mode"] in by_mode and ground in ("", row["ground"]):
            by_mode[row["mode"]][row["prompt"]] = row
    shared = sorted(set.intersection(*(set(found) for found in by_mode.values())))
    if not shared:
        return []
    base = [(float(by_mode[YARDSTICK][i]["right"]), 1.0) for i in shared]
    found = []
    for mode in modes:
        these = [by_mode[mode][i] for i in shared]
        right = [(float(row["right"]), 1.0) for row in these]
        change = difference(base, right)
        assert change is not None
        first = [row["first_ms"] for row in these]
        found.append(
            {
                "ground": ground or "all",
                "mode": mode,
                "prompts": len(shared),
                "right": change.second,
                "difference": change.second - change.first,
                "low": change.low,
                "high": change.high,
                "same_text": sum(r["text"] == by_mode[YARDSTICK][i]["text"] for i, r in zip(shared, these, strict=True))
                / len(shared),
                "first_ms": plain.median(first),
                "first_ms_p95": sorted(first)[max(0, round(0.95 * len(first)) - 1)],
                "total_ms": plain.median(row["total_ms"] for row in these),
            }
        )
    return found


def main(
    golden: Annotated[int, typer.Option(min=0, help="Golden questions; 0 for none.")] = 60,
    xquad: Annotated[int, typer.Option(min=0, max=200, help="XQuAD questions; 0 for none.")] = 40,
    modes: Annotated[str, typer.Option(help="Ways of reading, with commas; the first is the yardstick.")] = MODES,
    half: Annotated[str, typer.Option(help="tune, report or all.")] = "report",
    seed: Annotated[int, typer.Option(help="Which sample.")] = 0,
    data: Annotated[Path, typer.Option(help="Folder with xquad.en.json and xquad.zh.json.")] = Path(
        "../shared/data/xquad"
    ),
    out: Annotated[Path, typer.Option(help="File for the figures as JSON; the plot lies beside it.")] = Path(
        "evals/reports/merge.json"
    ),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew.")] = False,
) -> None:
    """Compare ways of reading the passages; print a table, write JSON and a plot."""
    names = list(dict.fromkeys([YARDSTICK, *(name for name in modes.split(",") if name)]))
    readings = {name: reading_of(name) for name in names}
    settings = Settings()
    path = settings.home / "evals" / "bench-merge" / f"{settings.generator}-{settings.kv_type}.jsonl"
    if fresh:
        path.unlink(missing_ok=True)
    with progress_bar() as report, Journal(path) as journal:
        prompts: list[Prompt] = []
        if golden:
            prompts += golden_prompts(settings, golden, half, seed, report)
        if xquad:
            prompts += xquad_prompts(settings, data, xquad, report)
        _ask_all(settings, prompts, readings, journal, report)
    wanted = {prompt.id for prompt in prompts}
    rows = {key: row for key, row in journal.rows.items() if row["prompt"] in wanted}
    table = [row for ground in ("golden", "xquad", "") for row in summarise(rows, names, ground)]
    show_rows("Ways of reading the passages", table)
    panels = [
        Panel(
            "Time to first token, median ms",
            [
                Series(ground, [(r["mode"], r["first_ms"]) for r in table if r["ground"] == ground])
                for ground in _grounds(table)
            ],
        ),
        Panel(
            "Right answers, share",
            [
                Series(ground, [(r["mode"], r["right"]) for r in table if r["ground"] == ground])
                for ground in _grounds(table)
            ],
        ),
    ]
    save(out, {"machine": machine(), "kv_type": settings.kv_type, "rows": table}, "Ways of reading", panels)
    for row in table:
        if row["ground"] == "all" and row["difference"] < -MOST_BEHIND:
            say(f"{row['mode']} is {-100 * row['difference']:.1f} points behind reading whole")


def _grounds(table: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(row["ground"]) for row in table))


def _ask_all(
    settings: Settings, prompts: Sequence[Prompt], readings: Mapping[str, Reading], journal: Journal, report: Any
) -> None:
    from assistant import models
    from assistant.reading_ahead import kv_store

    missing = [p for p in prompts if any(f"{p.id}|{mode}" not in journal.rows for mode in readings)]
    if not missing:
        return
    place = models.path(settings.generator, settings)
    engine = Engine(
        lambda: open_reader(place, store=kv_store(settings), threads=settings.threads, kv_type=settings.kv_type)
    )
    engine.wait_ready()

    def work(reader: Any) -> Iterator[None]:
        for done, prompt in enumerate(missing):
            report("answer", done, len(missing))
            # Another mode first each time, so that nothing a machine does over time falls on one of them.
            order = list(readings)[done % len(readings) :] + list(readings)[: done % len(readings)]
            for mode in order:
                key = f"{prompt.id}|{mode}"
                if key not in journal.rows:
                    row = answer(reader, prompt, readings[mode])
                    journal.append({"id": key, "prompt": prompt.id, "ground": prompt.ground, "mode": mode, **row})
            yield
        report("answer", len(missing), len(missing))

    try:
        for _ in engine.run(work):
            pass
    finally:
        engine.close()


if __name__ == "__main__":
    run_command(main)
