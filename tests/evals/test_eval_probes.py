"""Probes are fitted on rows that are kept, and told of by rows that they were not fitted on."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.engines import base
from assistant.facts import NameTable
from evals.calibrate import Row
from evals.probes import Told, fit, fit_answers, fit_support, watch
from evals.types import Pair

WIDTH = 12
PAIRS = [Pair(str(n), f"Claim {n}.", f"Evidence {n // 4}.", supported=n % 2 == 0) for n in range(160)]


def values_of(yes: bool, seed: int) -> np.ndarray:
    """Noise, and a direction that tells yes from no."""
    found = np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)
    found[3] += 4 if yes else -4
    return found


def told() -> Told:
    return Told(
        {pair.id: 0.0 for pair in PAIRS}, {pair.id: values_of(bool(pair.supported), int(pair.id)) for pair in PAIRS}
    )


class Reader:
    """Tells values of what it is asked, and counts."""

    model = "m"

    def __init__(self, known: bool = True) -> None:
        self.asked = 0
        self.known = known

    def ask_values(self, asks: Sequence[tuple[str, str]], layers: Sequence[int]) -> list[base.Told]:
        self.asked += len(asks)
        return [base.Told(1.0, np.ones(WIDTH, np.float32) if self.known else None) for _ in asks]

    def find_values(self, searches: Sequence[object], layers: Sequence[int]) -> list[base.Told]:
        raise AssertionError


def test_a_probe_tells_rows_apart_that_it_was_not_fitted_on() -> None:
    found, table = fit_support(PAIRS, told(), NameTable.general())
    assert table["rows"] == len(PAIRS) and table["auc"] > 0.98 > 0.6 > 0
    assert table["auc_of_each"]["support_probe"] > 0.98 and "logit" not in table["auc_of_each"]
    new = [values_of(yes, 1000 + n) @ found.weights + found.bias for n, yes in enumerate([True, False] * 20)]
    assert all((score > 0) == (n % 2 == 0) for n, score in enumerate(new))


def test_labels_by_chance_teach_nothing() -> None:
    rng = np.random.default_rng(5)
    labels = rng.random(200) < 0.5
    found = fit(rng.normal(size=(200, WIDTH)).astype(np.float32), labels, [str(n // 2) for n in range(200)])
    right = np.mean((found.unseen > 0) == labels)
    assert 0.3 < right < 0.7


def test_of_the_sentences_of_a_question_the_likeliest_is_told_of() -> None:
    rows = []
    for n in range(60):
        for place in range(3):
            gold, can = place == 1 and n % 3 > 0, n % 3 > 0
            values = values_of(gold, 10 * n + place)
            values[7] += 3 if can else -3
            rows.append(Row(f"q{n}", can, gold, {"near": 0.5}, tuple(map(float, values))))
    probes, tables = fit_answers(rows)
    assert set(probes) == {"chosen", "answered"} and tables["chosen_probed"]["first"] == "40 of 40"
    assert tables["answered_probed"]["rows"] == 60 and tables["answered_probed"]["auc"] > 0.95


def test_only_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    place, kept, reader = tmp_path / "kept.npz", told(), Reader()
    for pair in PAIRS[:10]:
        del kept.logits[pair.id], kept.values[pair.id]
    watch(reader, PAIRS, kept, place)  # type: ignore[arg-type]
    again = Told.read(place)
    assert reader.asked == 10 and set(again.logits) == {pair.id for pair in PAIRS}
    assert again.logits["3"] == 1.0 and np.array_equal(again.values["20"], kept.values["20"])
    assert Told.read(tmp_path / "none.npz").logits == {}


def test_a_state_that_is_not_known_is_told(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="not known"):
        watch(Reader(known=False), PAIRS[:1], Told({}, {}), tmp_path / "x.npz")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="engine"):
        watch(object(), PAIRS[:1], Told({}, {}), tmp_path / "x.npz")  # type: ignore[arg-type]
