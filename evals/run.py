"""One run: ask, score, sum up; each finished item on the disk at once, so that a broken run goes on where it stopped.

A run folder holds ``run.json`` (what was asked for), ``answers.jsonl`` and ``results.jsonl`` (item by item), and,
only when all of it is done, ``summary.json`` and ``report.html``.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from evals.bench import Bench, Judged, Suite
from evals.errors import RunError
from evals.formats import parse_answer
from evals.journal import Journal, write_whole
from evals.markers import Splitter
from evals.summary import suite_summary, timings
from evals.systems import System
from evals.types import Ask, Record, Score

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and of how many."""

SUMMARY, ANSWERS, RESULTS, HEAD, REPORT = "summary.json", "answers.jsonl", "results.jsonl", "run.json", "report.html"
WINDOW = 24
"""Items of which the judge's verdicts are had together, before they are scored."""
FAILS_AT_ONCE = 5
"""So many errors from the first ask on are a broken system, not hard questions."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is of; two runs of the same plan on the same system measure the same."""

    suites: tuple[str, ...]
    questions: str
    """Name and hash of the questions."""
    half: str
    sample: int
    seed: int
    system: str
    judged: bool

    @property
    def mark(self) -> str:
        """Short hash that tells plans apart."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:8]


def run_folder(root: Path, plan: Plan, *, fresh: bool = False) -> Path:
    """The folder of an unfinished run of the same plan, newest first, else a new name under ``root``."""
    if root.is_dir() and not fresh:
        unfinished = [p.parent for p in root.glob(f"*-{plan.mark}/{HEAD}") if not (p.parent / SUMMARY).exists()]
        if unfinished:
            return max(unfinished)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{plan.mark}"
    taken = sum(p.name.startswith(name[:15]) for p in root.iterdir()) if root.is_dir() else 0
    return root / (name if not taken else f"{name[:15]}.{taken}-{plan.mark}")


class Run:
    """A run in its folder, held against other processes.

    Example:
        with Run(folder, plan) as run:
            run.ask(system, asks, bench, split, progress)
            run.score(suite, bench, progress)
            summary = run.finish(suites, bench)
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        """Raises RunError when the folder holds another run, a finished one, or one that another process is at."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.plan = folder, plan
        self._lock = FileLock(folder / ".lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise RunError(f"{folder}: another process is at this run; wait for it or give another --output") from error
        try:
            self._claim()
            self.answers, self.results = Journal(folder / ANSWERS), Journal(folder / RESULTS)
        except BaseException:
            self._lock.release()
            raise
        self.resumed = len(self.answers.rows) + len(self.results.rows)
        self.repaired = self.answers.repaired or self.results.repaired
        self._started = time.monotonic()

    def _claim(self) -> None:
        head = self.folder / HEAD
        wanted = json.loads(json.dumps(asdict(self.plan)))
        if (self.folder / SUMMARY).exists():
            raise RunError(f"{self.folder}: holds a finished run; give another --output or delete it")
        if head.exists():
            found = json.loads(head.read_text(encoding="utf-8"))
            other = [k for k in wanted if found.get(k) != wanted[k]]
            if other:
                raise RunError(
                    f"{self.folder}: holds a run with another {other[0]}; give another --output or delete it"
                )
            return
        if (self.folder / ANSWERS).exists():
            raise RunError(f"{self.folder}: holds answers but no {HEAD}; give another --output or delete it")
        write_whole(head, json.dumps(wanted | {"started": datetime.now(UTC).isoformat(timespec="seconds")}, indent=1))

    def ask(self, system: System, asks: Iterable[Ask], bench: Bench, split: Splitter, progress: Progress) -> None:
        """Ask what was not asked before, and put every record into ``bench``."""
        todo = list({a.id: a for a in asks}.values())
        failed = 0
        for done, ask in enumerate(todo):
            progress("asking", done, len(todo))
            if ask.id not in self.answers.rows:
                row = _answered(system, ask)
                failed = failed + 1 if row.get("error") else 0
                if failed == FAILS_AT_ONCE == done + 1:
                    raise RunError(f"the first {failed} questions failed alike; last: {row['error']}")
                self.answers.append(row)
            bench.records[ask.id] = _record(self.answers.rows[ask.id], split)
        progress("asking", len(todo), len(todo))

    def score(self, suite: Suite, bench: Bench, progress: Progress) -> None:
        """Score the items of a suite that were not scored before."""
        names = suite.ids(bench)
        for done, name in enumerate(names):
            progress(suite.name, done, len(names))
            if done % WINDOW == 0 and isinstance(suite, Judged):
                ahead = [n for n in names[done : done + WINDOW] if not self._scored(suite, n)]
                claims = (claim for n in ahead for claim in suite.claims(n, bench))
                bench.judging.prepare(claims, partial(progress, suite.name, done, len(names)))
            if not self._scored(suite, name):
                self.results.append(_row(suite.score(name, bench)))
        progress(suite.name, len(names), len(names))

    def _scored(self, suite: Suite, name: str) -> bool:
        return f"{suite.name}/{name}" in self.results.rows

    def finish(self, suites: Sequence[Suite], bench: Bench, notes: Mapping[str, Any]) -> dict[str, Any]:
        """Sum up and write the summary, which is what marks the run as whole."""
        scores = [_score(row) for row in self.results.rows.values()]
        errors = {r.id: r.error for r in bench.records.values() if r.error}
        summary = {
            "run": self.folder.name,
            "plan": asdict(self.plan),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self._started, 1),
            "questions": len(bench.questions),
            "answers": len(bench.records),
            "errors": errors,
            **notes,
            "timings_ms": timings({k: r for k, r in bench.records.items() if k in bench.questions}),
            "suites": {s.name: suite_summary(s, [x for x in scores if x.suite == s.name]) for s in suites},
        }
        write_whole(self.folder / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=1))
        return summary

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self.answers.close()
        self.results.close()
        self._lock.release()


def finished_runs(root: Path) -> list[Path]:
    """Folders of the finished runs under ``root``, newest first."""
    folders = [p.parent for p in root.glob(f"*/{HEAD}") if (p.parent / SUMMARY).exists()]
    return sorted(folders, key=lambda p: (p / SUMMARY).stat().st_mtime, reverse=True)


def load_summary(folder: Path) -> dict[str, Any]:
    """The summary of a finished run. Raises RunError for anything else."""
    path = folder / SUMMARY
    if not path.exists():
        what = "is not finished; run the same command again to go on" if (folder / HEAD).exists() else "holds no run"
        raise RunError(f"{folder}: {what}")
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise RunError(f"{path}: cannot be read ({error}); delete the folder and run again") from error


def load_scores(folder: Path) -> list[Score]:
    """Every scored item of a finished run."""
    load_summary(folder)
    return [_score(row) for row in _rows(folder / RESULTS)]


def load_answers(folder: Path) -> dict[str, dict[str, Any]]:
    """Every answer of a run as it was written, by ask id."""
    return {row["id"]: row for row in _rows(folder / ANSWERS)}


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        raise RunError(f"{path}: not there; the run is not whole")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _answered(system: System, ask: Ask) -> dict[str, Any]:
    try:
        row = system.answer(ask)
    except Exception as error:  # An ask that fails is a result of its own, counted apart.
        return {"id": ask.id, "question": ask.question.question, "error": f"{type(error).__name__}: {error}"}
    return {"id": ask.id, **row}


def _record(row: Mapping[str, Any], split: Splitter) -> Record:
    try:
        return parse_answer(dict(row), split)
    except ValueError as error:
        return Record(id=str(row["id"]), answer="", refused=False, error=f"not an answer object: {error}")


def _row(score: Score) -> dict[str, Any]:
    return {"id": f"{score.suite}/{score.id}", **{k: v for k, v in asdict(score).items() if k != "id"}}


def _score(row: Mapping[str, Any]) -> Score:
    counts = {k: (float(h), float(n)) for k, (h, n) in row["counts"].items()}
    fields = {k: row[k] for k in ("suite", "groups", "unjudged", "passed", "why", "detail")}
    return Score(id=row["id"].split("/", 1)[1], counts=counts, **fields)
