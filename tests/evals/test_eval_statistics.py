"""Intervals and tests agree with what is known of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from evals import statistics as stats


def test_ratio_is_hits_over_units_with_an_interval_around_it() -> None:
    found = stats.ratio([1, 2, 0, 1] * 25, [1, 3, 1, 1] * 25)
    assert found.value == pytest.approx(4 / 6)
    assert found.low is not None and found.high is not None
    assert 0.5 < found.low < 4 / 6 < found.high < 0.8


def test_ratio_of_nothing_is_none() -> None:
    assert stats.ratio([], []) == stats.Interval(None, None, None)
    assert stats.ratio([0, 0], [0, 0]).value is None


def test_all_right_is_not_certain() -> None:
    """Clopper and Pearson: 20 of 20 gives a lower bound of 0.832."""
    found = stats.ratio([1] * 20, [1] * 20)
    assert found.low == pytest.approx(0.8316, abs=1e-3)
    assert found.high == 1
    none = stats.ratio([0] * 20, [1] * 20)
    assert (none.low, none.high) == (0, pytest.approx(0.1684, abs=1e-3))


def test_bootstrap_interval_is_near_the_normal_one_for_many_items() -> None:
    hits = [1] * 700 + [0] * 300
    found = stats.ratio(hits, [1] * 1000)
    assert found.low == pytest.approx(0.7 - 1.96 * (0.21 / 1000) ** 0.5, abs=0.006)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60))
def test_auc_is_sklearns(pairs: list[tuple[float, bool]]) -> None:
    scores = np.array([p[0] for p in pairs])
    labels = np.array([float(p[1]) for p in pairs])
    found = stats.auc(scores, labels)
    if labels.min() == labels.max():
        assert found is None
    else:
        assert found == pytest.approx(roc_auc_score(labels, scores))


def test_calibration_error_of_a_perfect_and_of_an_overconfident_judge() -> None:
    assert stats.calibration_error(np.array([0.0, 1.0]), np.array([0.0, 1.0])) == 0
    assert stats.calibration_error(np.full(10, 0.95), np.array([1.0] * 5 + [0.0] * 5)) == pytest.approx(0.45)
    assert stats.calibration_error(np.array([]), np.array([])) is None


def test_balanced_accuracy_gives_each_class_the_same_weight() -> None:
    assert stats.balanced_accuracy(np.array([1.0, 1, 1, 1]), np.array([1.0, 1, 1, 0])) == 0.5


def test_mcnemar_is_the_exact_binomial() -> None:
    assert stats.mcnemar(0, 0) == 1
    assert stats.mcnemar(10, 0) == pytest.approx(2 / 1024)
    assert stats.mcnemar(5, 5) == 1
    assert 0 <= stats.mcnemar(900, 700) < 1e-6


def test_holm_corrects_the_smallest_most_and_never_reverses() -> None:
    assert stats.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert stats.holm([]) == []


def test_difference_sees_a_real_fall_and_calls_a_tie_noise() -> None:
    good = [(1.0, 1.0)] * 40
    bad = [(1.0, 1.0)] * 25 + [(0.0, 1.0)] * 15
    fall = stats.difference(good, bad)
    assert fall is not None and fall.second - fall.first == pytest.approx(-0.375)
    assert fall.p < 0.01 and fall.high < 0
    same = stats.difference(good, good)
    assert same is not None and same.p == 1 and same.low == same.high == 0


def test_difference_of_nothing_is_none() -> None:
    assert stats.difference([], []) is None
    assert stats.difference([(0, 0)], [(1, 1)]) is None


def test_ten_thousand_items_take_a_moment() -> None:
    found = stats.ratio([1.0, 0.0] * 5000, [1.0] * 10000)
    assert found.value == 0.5
