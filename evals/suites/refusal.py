"""Refusal: what must not be answered is refused, and what can be answered is not.

Source: unanswerable questions as in Rajpurkar et al. 2018 (SQuAD 2.0); the curve is the risk-coverage curve of
selective answering (El-Yaniv and Wiener 2010; Kamath et al. 2020) drawn with both errors.

    recall       = refused / questions that must be refused (a false premise that the answer corrects counts as
    refused)
    precision    = rightly refused / refused
    over-refusal = refused / answerable questions

The curve moves a threshold over the system's own score (its evidence score, else the support of its best sentence): at
each, the share of answerable questions that would be refused (x) and of the others that would be (y). A question that
the system refused without a score stays refused. AUC tells how well the score alone separates the two.
An error is neither: it is counted as not judged.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.bench import Bench, Extras, groups, plain_asks
from evals.checks import corrected, shown_text
from evals.statistics import auc, statistic
from evals.types import Ask, Figure, Ground, Measure, Score


class Refusal:
    """Refusals right and wrong, and the trade between them."""

    name = "refusal"
    title = "Refusal"
    source = "SQuAD 2.0 (Rajpurkar et al. 2018); selective answering (El-Yaniv and Wiener 2010)"
    ground: Ground = "golden"
    measures = (
        Measure("recall", "must be refused, refused", "refused / questions that must be refused"),
        Measure("precision", "refused, rightly", "rightly refused / refused"),
        Measure("over_refusal", "answerable, refused", "refused / answerable questions", "low"),
    )
    tables = ("language", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Questions that tell whether they can be answered."""
        return [q.id for q in bench.questions.values() if q.answerable is not None and q.id in bench.records]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Each question once."""
        return plain_asks(bench)

    def score(self, item: str, bench: Bench) -> Score:
        """Compare one decision with the right one."""
        question, record = bench.questions[item], bench.records[item]
        answerable = bool(question.answerable)
        mine = "over_refusal" if answerable else "recall"
        if record.error:
            return Score(
                self.name, item, groups(question), {}, {mine: 1, "precision": 1}, None, f"error: {record.error}"
            )
        refused = record.refused or corrected(question, record)
        counts: dict[str, tuple[float, float]] = {mine: (float(refused), 1)}
        if record.refused:
            counts["precision"] = (float(not answerable), 1)
        passed = refused != answerable
        why = "" if passed else "refused, can be answered" if answerable else f"answered: {shown_text(record)[:200]}"
        detail = {"score": record.score, "answerable": answerable, "refused": refused}
        return Score(self.name, item, groups(question), counts, {}, passed, why, detail)

    def extras(self, scores: Sequence[Score]) -> Extras:
        """The curve, and the AUC of the score over all items that have one."""
        details = [s.detail for s in scores if s.detail]
        known = [d for d in details if d["score"] is not None]
        rows = [[d["score"], float(d["answerable"])] for d in known]
        found = statistic(rows, lambda t: auc(t[:, 0], t[:, 1]))
        figure = Figure(
            self.name,
            "score_auc",
            "",
            found.value,
            found.low,
            found.high,
            len(rows),
            len(rows),
            len(details) - len(rows),
        )
        return Extras([figure] if rows else [], {"refusal": curve(details)})


def curve(details: Sequence[Mapping[str, Any]]) -> list[dict[str, float | None]]:
    """Both shares refused at each threshold; the point without a threshold is where the system stands by itself."""
    answerable = np.array([bool(d["answerable"]) for d in details])
    if not len(details) or answerable.all() or not answerable.any():
        return []
    refused = np.array([bool(d["refused"]) for d in details])
    # Without a score a refusal stays one, and an answer is given at any threshold.
    blank = np.where(refused, -np.inf, np.inf)
    scores = np.array([b if d["score"] is None else float(d["score"]) for d, b in zip(details, blank, strict=True)])
    steps = np.unique(scores[np.isfinite(scores)])
    points: list[dict[str, float | None]] = []
    for threshold in [*steps, *(steps[-1:] + 1e-6)]:
        points.append({"threshold": float(threshold), **_shares((scores < threshold), answerable)})
    return [*points, {"threshold": None, **_shares(refused, answerable)}]


def _shares(refused: NDArray[np.bool_], answerable: NDArray[np.bool_]) -> dict[str, float]:
    return {"over_refusal": float(refused[answerable].mean()), "recall": float(refused[~answerable].mean())}
