"""Intervals and tests for figures that are sums of hits over sums of units.

An item (a question, a pair) is the unit that is resampled, so sentences of one answer stay together: the cluster
bootstrap of Cameron, Gelbach and Miller 2008. Percentile intervals at 95% (Efron and Tibshirani 1993, chapter 13).
Where every item scores the same the bootstrap has no width; the exact binomial bound (Clopper and Pearson 1934) is
given instead.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
SEED = 20240309


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95% interval; all None when there is nothing to tell from."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Second minus first over the same items, with its interval and the chance of one as large without a cause."""

    first: float
    second: float
    low: float
    high: float
    p: float


def resamples(n: int) -> int:
    """How many resamples: 2,000, fewer for thousands of items, where the interval is narrow anyway."""
    return 2000 if n <= 2000 else 500


def ratio(hits: Sequence[float], units: Sequence[float], seed: int = SEED) -> Interval:
    """``sum(hits) / sum(units)`` over items with its cluster-bootstrap interval."""
    h, u = np.asarray(hits, float), np.asarray(units, float)
    keep = u > 0
    h, u = h[keep], u[keep]
    if not len(h):
        return Interval(None, None, None)
    value = float(h.sum() / u.sum())
    if len(h) == 1 or np.ptp(h / u) == 0:
        return Interval(value, *_exact(value, len(h)))
    draws = _ratios(h, u, np.random.default_rng(seed))
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))


def statistic(values: Sequence[Sequence[float]], of: Callable[[Floats], float | None], seed: int = SEED) -> Interval:
    """Any statistic of the rows of a table (AUC, calibration error) with its bootstrap interval.

    ``of`` gives None where it is not defined (one class only); such resamples are left out.
    """
    table = np.asarray(values, float)
    if not len(table):
        return Interval(None, None, None)
    value = of(table)
    if value is None:
        return Interval(None, None, None)
    generator = np.random.default_rng(seed)
    draws = [of(table[generator.integers(0, len(table), len(table))]) for _ in range(min(1000, resamples(len(table))))]
    known = [d for d in draws if d is not None]
    if not known:
        return Interval(value, None, None)
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))


def difference(
    first: Sequence[tuple[float, float]], second: Sequence[tuple[float, float]], seed: int = SEED
) -> Difference | None:
    """Compare two runs on the same items, given as ``(hits, units)`` in the same order.

    Interval: paired bootstrap over items (Koehn 2004). ``p``: two-sided approximate randomisation, each item's results
    swapped between the runs with probability one half (Noreen 1989; Dror et al. 2018), add-one corrected.
    None when either run has no units.
    """
    a, b = np.asarray(first, float).reshape(-1, 2), np.asarray(second, float).reshape(-1, 2)
    if len(a) != len(b):
        raise ValueError("the two runs must give the same items")
    if a[:, 1].sum() <= 0 or b[:, 1].sum() <= 0:
        return None
    rate_a, rate_b = a[:, 0].sum() / a[:, 1].sum(), b[:, 0].sum() / b[:, 1].sum()
    observed = rate_b - rate_a
    generator = np.random.default_rng(seed)
    draws, extreme, rounds = [], 0, resamples(len(a))
    for _ in range(rounds):
        rows = generator.integers(0, len(a), len(a))
        draws.append(_rate(b[rows]) - _rate(a[rows]))
        swap = generator.random(len(a)) < 0.5
        left, right = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
        extreme += bool(abs(_rate(right) - _rate(left)) >= abs(observed) - 1e-12)
    low, high = np.nanquantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Difference(float(rate_a), float(rate_b), float(low), float(high), (extreme + 1) / (rounds + 1))


def mcnemar(lost: int, won: int) -> float:
    """Exact two-sided McNemar test on the items that changed (McNemar 1947): p of a split this uneven by chance."""
    n = lost + won
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(min(lost, won) + 1))
    return min(1.0, float(2 * tail / 2**n) if n < 1000 else 2 * math.exp(math.log(tail) - n * math.log(2)))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction (Holm 1979) for looking at several measures at once, in the given order."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, worst = [1.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = worst
    return adjusted


def auc(scores: Floats, labels: Floats) -> float | None:
    """Chance that a positive scores above a negative, ties one half (Mann and Whitney 1947); None for one class."""
    positive = labels > 0.5
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return None
    _, inverse, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(sizes)
    ranks = (ends - (sizes - 1) / 2)[inverse]
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m))


def balanced_accuracy(verdicts: Floats, labels: Floats) -> float | None:
    """Mean of the shares right among the supported and among the unsupported; None for one class."""
    positive = labels > 0.5
    if not positive.any() or positive.all():
        return None
    return float(((verdicts[positive] > 0.5).mean() + (verdicts[~positive] <= 0.5).mean()) / 2)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose score lies in one tenth: how sure the judge was, and how often it was so."""

    low: float
    high: float
    mean: float
    share: float
    n: int


def calibration(scores: Floats, labels: Floats, bins: int = 10) -> list[Bin]:
    """The reliability diagram: equal-width bins of the score, those that hold a pair."""
    found = []
    place = np.minimum((scores * bins).astype(int), bins - 1)
    for b in range(bins):
        inside = place == b
        if inside.any():
            mean, share = float(scores[inside].mean()), float(labels[inside].mean())
            found.append(Bin(b / bins, (b + 1) / bins, mean, share, int(inside.sum())))
    return found


def calibration_error(scores: Floats, labels: Floats) -> float | None:
    """Expected calibration error (Naeini et al. 2015): |mean score − share true| over the bins, weighted by size."""
    if not len(scores):
        return None
    return sum(b.n * abs(b.mean - b.share) for b in calibration(scores, labels)) / len(scores)


def _rate(rows: Floats) -> float:
    units = rows[:, 1].sum()
    return float(rows[:, 0].sum() / units) if units > 0 else math.nan


def _ratios(h: Floats, u: Floats, generator: np.random.Generator) -> Floats:
    rounds, n = resamples(len(h)), len(h)
    draws = np.empty(rounds)
    step = max(1, 4_000_000 // n)
    for start in range(0, rounds, step):
        rows = generator.integers(0, n, (min(step, rounds - start), n))
        draws[start : start + len(rows)] = h[rows].sum(axis=1) / u[rows].sum(axis=1)
    return draws


def _exact(value: float, n: int) -> tuple[float, float]:
    """Bounds when ``n`` items all scored ``value``: an unseen kind of item may be as frequent as ``1 - edge``.

    For all right or all wrong these are Clopper and Pearson's.
    """
    edge = float(((1 - LEVEL) / 2) ** (1 / n))
    return value * edge, value + max(0.0, 1 - value) * (1 - edge)
