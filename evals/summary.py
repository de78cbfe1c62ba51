"""Scores of items brought together as figures with intervals, by the groups that a suite names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from statistics import median, quantiles
from typing import Any

from evals.bench import Suite
from evals.statistics import ratio
from evals.types import Figure, Measure, Record, Score

HEAT = ("language", "kind")
"""The two keys that a suite's first measure is crossed over."""


def figures(suite: Suite, scores: Sequence[Score]) -> list[Figure]:
    """Every measure over all items and over each group, and the first one by language and kind together."""
    found = []
    for measure in suite.measures:
        found.append(_figure(suite.name, measure, "", scores))
        for key in suite.tables:
            for value in _values(scores, key):
                some = [s for s in scores if s.groups.get(key) == value]
                found.append(_figure(suite.name, measure, f"{key}={value}", some))
    for language in _values(scores, HEAT[0]):
        for kind in _values(scores, HEAT[1]):
            some = [s for s in scores if s.groups.get("language") == language and s.groups.get("kind") == kind]
            if some:
                found.append(_figure(suite.name, suite.measures[0], f"language={language},kind={kind}", some))
    return [f for f in found if f.units or f.unjudged or not f.group]


def _values(scores: Sequence[Score], key: str) -> list[str]:
    return sorted({s.groups[key] for s in scores if key in s.groups})


def _figure(suite: str, measure: Measure, group: str, scores: Sequence[Score]) -> Figure:
    pairs = [s.counts[measure.name] for s in scores if measure.name in s.counts]
    pairs = [(h, u) for h, u in pairs if u > 0]
    found = ratio([h for h, _ in pairs], [u for _, u in pairs])
    unjudged = sum(s.unjudged.get(measure.name, 0) for s in scores)
    units = sum(u for _, u in pairs)
    return Figure(suite, measure.name, group, found.value, found.low, found.high, len(pairs), units, unjudged)


def suite_summary(suite: Suite, scores: Sequence[Score]) -> dict[str, Any]:
    """One suite's part of a run's summary, as JSON."""
    extras = suite.extras(scores)
    return {
        "title": suite.title,
        "source": suite.source,
        "measures": [asdict(m) for m in suite.measures],
        "items": len(scores),
        "passed": sum(s.passed is True for s in scores),
        "failed": sum(s.passed is False for s in scores),
        "not_judged": sum(bool(s.unjudged) and any(s.unjudged.values()) for s in scores),
        "figures": [asdict(f) for f in [*figures(suite, scores), *extras.figures]],
        "curves": {name: list(points) for name, points in extras.curves.items()},
    }


def timings(records: Mapping[str, Record]) -> dict[str, dict[str, float]]:
    """Median, 95th percentile and number of each timing (milliseconds) over the given answers."""
    names = sorted({name for record in records.values() for name in record.timings_ms})
    found = {}
    for name in names:
        values = [r.timings_ms[name] for r in records.values() if name in r.timings_ms]
        top = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
        found[name] = {"median": median(values), "p95": top, "n": float(len(values))}
    return found


def find(summary: Mapping[str, Any], suite: str, measure: str, group: str = "") -> dict[str, Any] | None:
    """One figure of a run's summary, None when it is not in it."""
    part = summary.get("suites", {}).get(suite, {})
    match: Callable[[Mapping[str, Any]], bool] = lambda f: f["measure"] == measure and f["group"] == group  # noqa: E731
    return next((dict(f) for f in part.get("figures", ()) if match(f)), None)
