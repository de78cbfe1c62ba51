"""The fit of the answering thresholds: labels from the golden evidence, folds that keep a question together."""

import random

import pytest

from evals.calibrate import Row, fit, rows_for


def rows(separable: bool) -> list[Row]:
    rng = random.Random(7)
    out = []
    for n in range(60):
        can = n % 2 == 0
        for _ in range(2):
            value = (2.0 if can else -2.0) * separable + rng.gauss(0, 1)
            out.append(Row(f"q{n}", can, can, {"judge": value, "unused": 5.0}))
    return out


def test_a_signal_that_tells_gets_a_weight_and_a_high_area() -> None:
    result = fit(rows(True), ["judge"])
    assert result["auc_questions"] > 0.95 and result["weights"]["judge"] > 1
    kept = {row["threshold"]: row["answerable_kept"] for row in result["thresholds"]}
    assert kept[0.2] >= kept[0.8]


def test_noise_is_told_as_noise() -> None:
    assert abs(fit(rows(False), ["judge"])["auc_rows"] - 0.5) < 0.15


def test_one_label_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="same label"):
        fit([row for row in rows(True) if row.right], ["judge"])


def test_each_model_has_its_own_rows() -> None:
    seen = [
        Row("q1", True, False, {"span": 1.0}),
        Row("q1", True, True, {"span": 3.0}),
        Row("q2", False, False, {"span": -1.0}),
        Row("q2", False, False, {"span": -4.0}),
    ]
    assert [row.right for row in rows_for("chosen", seen)] == [False, True]
    assert [(row.question, row.features["span"], row.right) for row in rows_for("answered", seen)] == [
        ("q1", 3.0, True),
        ("q2", -1.0, False),
    ]
