"""``debate bench``: how long people wait, beside LlamaIndex ``CitationQueryEngine`` with the same models and documents.

Each side runs in a process of its own, and the two are asked the same questions in turn, the other first each time.
Measured: time to the first token, to the first checked sentence and in all; writing; questions a minute; memory;
building the index; cold start; search as collections grow; passages shown; and where our time goes against what the
machine's arithmetic and memory allow. Medians, with the middle half of the runs in brackets.
"""

import statistics as plain
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals import formats
from evals.bench_report import Panel, Series, save, show_rows, words
from evals.bench_side import Side
from evals.sampling import stratified
from evals.session import GOLDEN
from evals.show import progress_bar, say

Report = Callable[[str, int, int], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    questions: int = 20
    seed: int = 0
    cold: int = 3
    shown: tuple[int, ...] = (1, 2, 4, 8, 12)
    peer_shown: tuple[int, ...] = (1, 3, 6)
    sizes: tuple[int, ...] = (100, 1000, 10_000, 100_000)
    peer_sizes: tuple[int, ...] = (100, 1000, 10_000)
    written: int = 6

    @classmethod
    def quick(cls, seed: int) -> "Plan":
        """Under ten minutes on two cores once XQuAD's vectors are kept."""
        return cls(4, seed, 1, (1, 4, 8), (1, 3), (100, 1000), (100, 1000), 2)


def run(plan: Plan, documents: Path, xquad: Path | None, out: Path) -> None:
    """Measure, print one table after the other, write figures and plot."""
    asked = _questions(plan)
    with TemporaryDirectory(prefix="debate-bench-") as folder, progress_bar() as report:
        home = Path(folder)
        figures: dict[str, Any] = {"probe": _alone("probe", home, documents, "measure")}
        figures["build"] = {}
        for done, name in enumerate(("ours", "peer")):
            report("build", done, 2)
            figures["build"][name] = _alone(name, home, documents, "build")
        report("build", 2, 2)
        figures["cold"] = _cold(plan, home, documents, asked[0], report)
        figures |= _by_turns(plan, home, documents, asked, report)
        if xquad is not None and (xquad / "xquad.en.json").is_file():
            report("search", 0, 1)
            sizes = {"sizes": plan.sizes, "peer_sizes": plan.peer_sizes}
            figures["search"] = _alone("search", home, documents, "measure", xquad=str(xquad), **sizes)
            report("search", 1, 1)
    rows = headline(figures)
    show_rows("Ours beside LlamaIndex CitationQueryEngine", rows)
    _show_rest(figures)
    if "search" not in figures:
        say("Left out: search as collections grow, because XQuAD is not here; give its folder by --xquad.")
    save(out, {"table": rows, **figures}, "debate bench", panels(figures))


def spread(values: Sequence[float]) -> str:
    """Median, and the middle half in brackets."""
    if len(values) < 2:
        return words(float(values[0])) if values else "–"
    low, _, high = plain.quantiles(values, n=4, method="inclusive")
    return f"{words(float(plain.median(values)))} [{words(low)}–{words(high)}]"


def headline(figures: Mapping[str, Any]) -> list[Row]:
    """The table: a measure a row, both sides, and how many times better ours is."""
    ours, peer = figures["answers"]["ours"], figures["answers"]["peer"]
    rows = [
        _versus("time to first token, ms", _all(ours, "first_ms"), _all(peer, "first_ms")),
        _versus("time to first checked sentence, ms", _all(ours, "checked_ms"), []),
        _versus("answer complete, ms (ours checked, peer's not)", _all(ours, "total_ms"), _all(peer, "total_ms")),
        _versus("tokens/s while answering", _speeds(ours), _speeds(peer), more=True),
        _versus("questions/minute", _per_minute(ours), _per_minute(peer), more=True),
        _versus("peak memory answering, MB", [max(_all(ours, "peak_mb"))], [max(_all(peer, "peak_mb"))]),
        _versus("cold process to first answer, s", figures["cold"]["ours"], figures["cold"]["peer"]),
    ]
    mine, theirs = figures["build"]["ours"], figures["build"]["peer"]
    for name, what in (("characters/s", "characters"), ("passages/s (of each side's size)", "passages")):
        speeds = [[side[what] / side["build_s"]] for side in (mine, theirs)]
        rows.append(_versus(f"index build, {name}", speeds[0], speeds[1], more=True))
    rows.append(_versus("peak memory building, MB", [mine["peak_mb"]], [theirs["peak_mb"]]))
    return rows


def profile(figures: Mapping[str, Any]) -> list[Row]:
    """Where the time of our answers goes, in medians, and the least that reading and writing could take."""
    answers, probe = figures["answers"]["ours"], figures["probe"]
    marks = ("retrieve", "read", "decided", "first_token", "total")
    names = ("search", "place the passages", "decide", "first token", "write and check the rest")
    rows, before = [], "start"
    for mark, name in zip(marks, names, strict=True):
        spent = [
            a["stages_ms"][mark] - a["stages_ms"].get(before, 0.0)
            for a in answers
            if mark in a["stages_ms"] and (before == "start" or before in a["stages_ms"])
        ]
        rows.append({"stage": name, "ms": spread(spent), "runs": len(spent)})
        before = mark
    computed, batches = (plain.median(a["work"][name] for a in answers) for name in ("computed", "batches"))
    flops = max(probe["gflops"].values()) * 1e9
    arithmetic = 2 * probe["parameters"] * computed / flops * 1000
    memory = batches * probe["weight_bytes"] / (probe["bandwidth_gb_s"] * 1e9) * 1000
    rows.append({"stage": f"least for {computed:.0f} tokens by arithmetic", "ms": words(arithmetic), "runs": 1})
    rows.append({"stage": f"least for {batches:.0f} readings of the weights", "ms": words(memory), "runs": 1})
    return rows


def limits(figures: Mapping[str, Any]) -> list[Row]:
    """The model's own speeds against what the machine allows."""
    probe = figures["probe"]
    reading = max(probe["gflops"].values()) * 1e9 / (2 * probe["parameters"])
    writing = probe["bandwidth_gb_s"] * 1e9 / probe["weight_bytes"]
    return [
        {"of the model alone": "reading, tokens/s", "measured": probe["read_tokens_s"], "allowed": reading},
        {"of the model alone": "writing, tokens/s", "measured": probe["write_tokens_s"], "allowed": writing},
    ]


def panels(figures: Mapping[str, Any]) -> list[Panel]:
    """The plots: waits, growth with passages shown, growth of search."""
    answers = figures["answers"]
    found = [
        Panel(
            "Time to first token, median ms",
            [Series(name, [("", plain.median(_all(answers[name], "first_ms")))]) for name in answers],
        ),
        Panel(
            "Answer complete, median ms",
            [Series(name, [("", plain.median(_all(answers[name], "total_ms")))]) for name in answers],
        ),
        Panel(
            "Time to first token, ms, by passages shown",
            [
                Series(name, [(float(k), plain.median(v)) for k, v in by_count.items()])
                for name, by_count in figures["shown"].items()
            ],
            "passages",
        ),
    ]
    if "search" in figures:
        series = [
            Series(name, [(float(r["passages"]), r["median_ms"]) for r in figures["search"][name]])
            for name in ("ours", "peer")
        ]
        found.append(Panel("A search, median ms, its question already encoded", series, "passages in the collection"))
    return found


def _questions(plan: Plan) -> list[str]:
    every = formats.read_questions(GOLDEN / "questions.jsonl", lambda _: "en")
    fit = [q for q in every if q.half == "report" and q.answerable and not q.history and q.documents is None]
    return [q.question for q in stratified(fit, lambda q: f"{q.kind}/{q.language}", plan.questions, plan.seed)]


def _alone(name: str, home: Path, documents: Path, command: str, **given: Any) -> Row:
    with Side(name, home, documents) as side:
        return side.call(command, **given)


def _cold(plan: Plan, home: Path, documents: Path, question: str, report: Report) -> dict[str, list[float]]:
    """Seconds from starting a process to its first whole answer; files are in the system's cache by then."""
    found: dict[str, list[float]] = {"ours": [], "peer": []}
    for n in range(plan.cold):
        for place, name in enumerate(("ours", "peer")):
            report("cold start", 2 * n + place, 2 * plan.cold)
            started = time.perf_counter()
            with Side(name, home, documents) as side:
                side.call("load")
                side.call("ask", question=question)
                found[name].append(time.perf_counter() - started)
    report("cold start", 2 * plan.cold, 2 * plan.cold)
    return found


def _by_turns(plan: Plan, home: Path, documents: Path, asked: Sequence[str], report: Report) -> dict[str, Any]:
    answers: dict[str, list[Row]] = {"ours": [], "peer": []}
    shown: dict[str, dict[int, list[float]]] = {"ours merged": {}, "ours whole": {}, "peer": {}}
    with Side("ours", home, documents) as ours, Side("peer", home, documents) as peer:
        sides = {"ours": ours, "peer": peer}
        for side in sides.values():
            side.call("load")
        report("read ahead", 0, 1)
        filled = ours.call("fill")
        report("read ahead", 1, 1)
        for side in sides.values():
            side.call("ask", question=asked[0])  # Not counted: the first of a process pays for what it warms.
        for done, question in enumerate(asked):
            report("answers", done, len(asked))
            for name in ("ours", "peer") if done % 2 == 0 else ("peer", "ours"):
                answers[name].append(sides[name].call("ask", question=question))
        report("answers", len(asked), len(asked))
        for done, count in enumerate(plan.shown):
            report("passages", done, len(plan.shown))
            for question in asked[:3]:
                for name, whole in (("ours merged", False), ("ours whole", True)):
                    row = ours.call("shown", question=question, passages=count, whole=whole)
                    shown[name].setdefault(count, []).append(row["first_ms"])
        for count in plan.peer_shown:
            for question in asked[:2]:
                row = peer.call("shown", question=question, passages=count)
                shown["peer"].setdefault(count, []).append(row["first_ms"])
        report("passages", len(plan.shown), len(plan.shown))
        writing = [ours.call("write", question=question) for question in asked[: plan.written]]
    return {"answers": answers, "shown": shown, "writing": writing, "read_ahead": filled}


def _show_rest(figures: Mapping[str, Any]) -> None:
    build = figures["build"]
    stages = [
        {"index build": name, "stage": stage, "s": seconds}
        for name in ("ours", "peer")
        for stage, seconds in build[name]["stages_s"].items()
    ]
    filled = figures["read_ahead"]
    stages.append({"index build": "ours", "stage": "read ahead, in the background", "s": filled["seconds"]})
    show_rows("Building the index, stage by stage", stages)
    growth = [
        {"passages shown": str(count), "side": name, "first token ms": spread(values)}
        for name, by_count in figures["shown"].items()
        for count, values in by_count.items()
    ]
    show_rows("Growth with the number of passages shown (the peer's are about three times as long)", growth)
    if "search" in figures:
        found = [
            {"side": name, **{key: row[key] for key in ("passages", "median_ms", "p95_ms")}}
            for name in ("ours", "peer")
            for row in figures["search"][name]
        ]
        show_rows("A search, its question already encoded", found)
    writing = figures["writing"]
    drafted = {
        "writing what passages say": "tokens/s",
        "token by token": spread(_all(writing, "plain")),
        "copies drafted": spread(_all(writing, "drafted")),
        "times": plain.median(row["drafted"] / row["plain"] for row in writing),
        "same text": f"{sum(row['same'] for row in writing)} of {len(writing)}",
    }
    show_rows("Drafting what the passages say", [drafted])
    show_rows("Where our time goes", profile(figures))
    show_rows("What the machine allows", limits(figures))
    found_machine = figures["probe"]["machine"]
    say(", ".join(f"{name}: {value}" for name, value in found_machine.items() if name != "versions"))
    if found_machine["load"] > 0.5:
        say("The machine had other work when this began; times are too long.")


def _versus(name: str, ours: Sequence[float], peer: Sequence[float], more: bool = False) -> Row:
    better: float | None = None
    if ours and peer:
        a, b = plain.median(ours), plain.median(peer)
        better = (a / b if more else b / a) if a and b else None
    runs = f"{len(ours)}/{len(peer)}"
    return {"measure": name, "ours": spread(ours), "peer": spread(peer), "times_better": better, "runs": runs}


def _all(rows: Sequence[Row], name: str) -> list[float]:
    return [float(row[name]) for row in rows]


def _speeds(rows: Sequence[Row]) -> list[float]:
    """Tokens of the answer over the time from its first word to its end; refusals write nothing."""
    return [
        1000 * row["tokens"] / (row["total_ms"] - row["first_ms"])
        for row in rows
        if not row["refused"] and row["total_ms"] > row["first_ms"]
    ]


def _per_minute(rows: Sequence[Row]) -> list[float]:
    return [60_000 * len(rows) / sum(_all(rows, "total_ms"))]
