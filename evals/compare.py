"""Two runs beside each other, item by item: what changed, and whether it is more than noise.

Only items that both runs scored are compared, so a run on a part of the questions can be held against one on all. A
difference is called real when Holm's correction over the measures of its suite leaves p below 0.05 (``statistics``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from evals.errors import RunError
from evals.run import load_scores, load_summary
from evals.statistics import Difference, difference, holm, mcnemar
from evals.types import Score
from evals.words import say
from index.types import Script

ALPHA = 0.05

Verdict = Literal["better", "worse", "noise"]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over the items that both runs have."""

    suite: str
    measure: str
    title: str
    items: int
    first: float
    second: float
    low: float
    high: float
    p: float
    """Corrected for looking at all measures of the suite."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Flip:
    """An item that passed in one run and failed in the other."""

    suite: str
    id: str
    now: Literal["failed", "passed"]
    why: str


@dataclass(frozen=True, slots=True)
class SuiteFlips:
    """How many items of a suite turned, and the exact McNemar test on them."""

    suite: str
    lost: int
    won: int
    p: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What ``debate eval compare`` shows; ``notes`` tell what makes the two runs less alike."""

    first: str
    second: str
    rows: tuple[Row, ...]
    turned: tuple[SuiteFlips, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether any measure fell by more than noise."""
        return any(r.verdict == "worse" for r in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Plain objects for ``--json``."""
        return asdict(self)


def compare(first: Path, second: Path, language: Script = "en") -> Comparison:
    """Compare two finished runs; notes are in ``language``.

    Raises RunError when one is not finished or they share no item.
    """
    summaries = load_summary(first), load_summary(second)
    before, after = _by_item(load_scores(first)), _by_item(load_scores(second))
    shared = sorted(before.keys() & after.keys())
    if not shared:
        raise RunError(f"{first.name} and {second.name} share no item; run both on the same questions and suites")
    rows = _rows(summaries[1], before, after, shared)
    flips = [_flip(before[i], after[i]) for i in shared]
    turned = [f for f in flips if f is not None]
    suites = dict.fromkeys(f.suite for f in turned)
    return Comparison(
        first.name,
        second.name,
        tuple(rows),
        tuple(_count(s, turned) for s in suites),
        tuple(turned),
        tuple(_notes(summaries, before, after, shared, language)),
    )


Items = Mapping[tuple[str, str], Score]


def _by_item(scores: Sequence[Score]) -> Items:
    return {(s.suite, s.id): s for s in scores}


def _rows(summary: Mapping[str, Any], before: Items, after: Items, shared: Sequence[tuple[str, str]]) -> list[Row]:
    found: list[tuple[str, Mapping[str, Any], int, Difference]] = []
    for suite, part in summary["suites"].items():
        for measure in part["measures"]:
            name = measure["name"]
            both = [i for i in shared if i[0] == suite and name in before[i].counts and name in after[i].counts]
            result = difference([before[i].counts[name] for i in both], [after[i].counts[name] for i in both])
            if result is not None:
                found.append((suite, measure, len(both), result))
    corrected: list[float] = []
    for suite in dict.fromkeys(s for s, *_ in found):
        corrected += holm([d.p for s, _, _, d in found if s == suite])
    rows = []
    for (suite, measure, items, d), p in zip(found, corrected, strict=True):
        up = d.second > d.first if measure["better"] == "high" else d.second < d.first
        verdict: Verdict = "noise" if p >= ALPHA else "better" if up else "worse"
        rows.append(Row(suite, measure["name"], measure["title"], items, d.first, d.second, d.low, d.high, p, verdict))
    return rows


def _flip(before: Score, after: Score) -> Flip | None:
    if before.passed is None or after.passed is None or before.passed == after.passed:
        return None
    return Flip(after.suite, after.id, "passed" if after.passed else "failed", after.why or before.why)


def _count(suite: str, turned: Sequence[Flip]) -> SuiteFlips:
    lost = sum(f.suite == suite and f.now == "failed" for f in turned)
    won = sum(f.suite == suite and f.now == "passed" for f in turned)
    return SuiteFlips(suite, lost, won, mcnemar(lost, won))


def _notes(
    summaries: tuple[Mapping[str, Any], Mapping[str, Any]],
    before: Items,
    after: Items,
    shared: Sequence[tuple[str, str]],
    language: Script,
) -> list[str]:
    notes = []
    left = len(before) - len(shared), len(after) - len(shared)
    if any(left):
        notes.append(say(language, "note_left", first=left[0], second=left[1]))
    for key in ("questions", "half", "seed", "system"):
        a, b = summaries[0]["plan"][key], summaries[1]["plan"][key]
        if a != b:
            notes.append(say(language, f"note_{key}", first=a, second=b))
    judged = [sum(any(s.unjudged.values()) for s in run.values()) for run in (before, after)]
    if any(judged):
        notes.append(say(language, "note_unjudged", first=judged[0], second=judged[1]))
    return notes
