"""The judge, judged: how far its verdicts agree with labels made by hand.

Source: meta-evaluation of attribution judges as in Rashkin et al. 2023 (AIS) and Honovich et al. 2022 (TRUE: AUC);
expected calibration error as in Naeini et al. 2015.

    accuracy = right verdicts / labelled pairs, by kind of error and by language
    AUC      = chance that a supported pair scores above one that is not
    balanced accuracy = mean of the shares right among supported and among unsupported pairs
    calibration error = |mean probability - share supported| over ten bins, weighted by their size

The evidence is judged alone, as it was labelled: no publication date resolves 去年. AUC of a kind of error is that
kind against the supported pairs of the same language.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.bench import Bench, Extras
from evals.statistics import Floats, auc, balanced_accuracy, calibration, calibration_error, statistic
from evals.types import ORIGINS, Ask, Claim, Figure, Ground, Measure, Score

STATISTICS = {
    "auc": lambda t: auc(t[:, 0], t[:, 2]),
    "balanced_accuracy": lambda t: balanced_accuracy(t[:, 1], t[:, 2]),
    "calibration_error": lambda t: calibration_error(t[:, 0], t[:, 2]),
}


class JudgeSuite:
    """Agreement of the judge with hand-made labels."""

    name = "judge"
    title = "The judge, judged"
    source = "AIS (Rashkin et al. 2023); TRUE (Honovich et al. 2022); Naeini et al. 2015"
    ground: Ground = "golden"
    measures = (Measure("accuracy", "verdicts right", "verdicts equal to the label / labelled pairs"),)
    tables = ("origin", "language", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Labelled pairs."""
        return [p.id for p in bench.pairs.values() if p.supported is not None]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """None: the system is not asked."""
        return []

    def claims(self, item: str, bench: Bench) -> Sequence[Claim]:
        """The pair, where its evidence is here."""
        pair = bench.pairs[item]
        return [] if pair.missing else [Claim(pair.claim, pair.evidence, pair.question)]

    def score(self, item: str, bench: Bench) -> Score:
        """Judge one pair."""
        pair = bench.pairs[item]
        keys = {
            "origin": pair.origin or "unknown",
            "language": pair.language or "unknown",
            "kind": pair.kind or "other",
        }
        if pair.missing:
            return Score(self.name, item, keys, {}, {"accuracy": 1}, None, pair.missing)
        verdict = bench.judging.verdict(pair.claim, pair.evidence, pair.question)
        if verdict.supported is None or verdict.support is None:
            return Score(self.name, item, keys, {}, {"accuracy": 1}, None, verdict.why)
        right = verdict.supported == pair.supported
        said = "supported" if verdict.supported else "not supported"
        why = "" if right else f"judged {said} at {verdict.support:.2f}"
        shown = pair.reference or pair.evidence
        detail = {
            "claim": pair.claim,
            "evidence": shown,
            "support": verdict.support,
            "supported": verdict.supported,
            "label": pair.supported,
        }
        return Score(self.name, item, keys, {"accuracy": (float(right), 1)}, {}, right, why, detail)

    def extras(self, scores: Sequence[Score]) -> Extras:
        """AUC, balanced accuracy and calibration, over all, by language and by kind of error; the confusion."""
        judged = [s for s in scores if s.detail]
        figures = [*self._figures("", judged, scores)]
        for origin in [o for o in ORIGINS if any(s.groups["origin"] == o for s in scores)]:
            every = [s for s in scores if s.groups["origin"] == origin]
            figures += self._figures(f"origin={origin}", [s for s in every if s.detail], every)
            for language in sorted({s.groups["language"] for s in every}):
                some = [s for s in every if s.groups["language"] == language]
                figures += self._figures(f"origin={origin},language={language}", [s for s in some if s.detail], some)
        for language in sorted({s.groups["language"] for s in scores}):
            inside = [s for s in judged if s.groups["language"] == language]
            every = [s for s in scores if s.groups["language"] == language]
            figures += self._figures(f"language={language}", inside, every)
            for kind in sorted({s.groups["kind"] for s in every if s.detail and not s.detail["label"]}):
                some = [s for s in inside if s.detail["label"] or s.groups["kind"] == kind]
                figures += self._figures(f"language={language},kind={kind}", some, some)[:2]
        for kind in sorted({s.groups["kind"] for s in judged if not s.detail["label"]}):
            some = [s for s in judged if s.detail["label"] or s.groups["kind"] == kind]
            figures += self._figures(f"kind={kind}", some, some)[:2]
        return Extras(figures, {"calibration": _bins(judged), "confusion": _confusion(scores)})

    def _figures(self, group: str, judged: Sequence[Score], every: Sequence[Score]) -> list[Figure]:
        rows = [[s.detail["support"], float(s.detail["supported"]), float(s.detail["label"])] for s in judged]
        figures = []
        for name, of in STATISTICS.items():
            found = statistic(rows, of)
            missing = len(every) - len(judged)
            figures.append(
                Figure(self.name, name, group, found.value, found.low, found.high, len(rows), len(rows), missing)
            )
        return figures


def _bins(judged: Sequence[Score]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = []
    for language in ["all", *sorted({s.groups["language"] for s in judged})]:
        inside = [s for s in judged if language in ("all", s.groups["language"])]
        scores: Floats = np.array([s.detail["support"] for s in inside], float)
        labels: Floats = np.array([s.detail["label"] for s in inside], float)
        if len(inside):
            points += [
                {"language": language, "mean": b.mean, "share": b.share, "n": b.n} for b in calibration(scores, labels)
            ]
    return points


def _confusion(scores: Sequence[Score]) -> list[dict[str, Any]]:
    cells: Counter[tuple[str, str, str]] = Counter()
    for score in scores:
        said = "not judged" if not score.detail else "supported" if score.detail["supported"] else "not supported"
        cells[(score.groups["kind"], score.groups["language"], said)] += 1
    return [{"kind": k, "language": lang, "said": said, "n": n} for (k, lang, said), n in sorted(cells.items())]
