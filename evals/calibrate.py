"""Fits the two models of calibration.toml on the tuning halves of the golden sets, and prints what to put there.

    python -m evals.calibrate [answerable] [support]

``answerable``: for every tuning question the features that the assistant itself measures before writing, against
whether the documents answer it. ``support``: for every tuning pair of claim and evidence the judge's logit and the
exact checks, against its label. Logistic regression (L2, C = 1), area under the curve by leave-one-fold-out, and the
threshold with the best balance of both kinds of error, printed beside the errors at it.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant import prompts
from assistant.answer import Assistant
from assistant.engines.reader import Reader
from assistant.evidence import disagreements, support_features
from assistant.facts import NameTable
from assistant.service import open_assistant
from assistant.settings import Settings
from assistant.types import Turn

console = Console()
Row = tuple[dict[str, float], bool]
GOLDEN = Path(__file__).parent / "golden"


def answerable_rows(assistant: Assistant) -> Iterator[Row]:
    """Features before writing, and whether the golden set calls the question answerable."""
    for row in track(_tuning_half("questions.jsonl"), "questions"):
        history = [Turn(turn["question"], turn["answer"]) for turn in row.get("history", [])]
        features = assistant.measure(row["question"], history=history)
        if features is not None:
            yield features, bool(row["answerable"])


def support_rows(assistant: Assistant) -> Iterator[Row]:
    """Features of claim and evidence, and the label."""
    names = NameTable.from_documents(assistant.index.documents.values())
    for row in track([row for row in _tuning_half("judge.jsonl") if row.get("evidence")], "pairs"):

        def work(reader: Reader, row: dict[str, Any] = row) -> Iterator[float]:
            yield from reader.ask_about([f"{row['evidence']}\n\n"], prompts.check_support(row["claim"]), keep=False)

        (logit,) = assistant.engine.run(work)
        document = assistant.index.documents.get(row.get("document_id", ""))
        date = document.date if document else ""
        found = disagreements(row["claim"], row["evidence"], "", date, row.get("question", ""), names)
        yield support_features(logit, 1.0, found), bool(row["supported"])


def _tuning_half(name: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (GOLDEN / name).read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if row["half"] == "tune"]


def fit(name: str, rows: Sequence[Row]) -> None:
    """Fit and print one table of calibration.toml."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import cross_val_predict

    keys = sorted({key for features, _ in rows for key in features})
    x = np.array([[features.get(key, 0.0) for key in keys] for features, _ in rows])
    y = np.array([label for _, label in rows])
    model = LogisticRegression(C=1.0, max_iter=2000)
    scores = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1]
    model.fit(x, y)
    thresholds = np.linspace(0.05, 0.95, 91)
    balanced = [((scores[y] >= t).mean() + (scores[~y] < t).mean()) / 2 for t in thresholds]
    best = float(thresholds[int(np.argmax(balanced))])
    console.print(f"[{name}]  # {len(y)} rows, {y.mean():.2f} yes, AUC {roc_auc_score(y, scores):.3f}", markup=False)
    console.print(f"bias = {model.intercept_[0]:.3f}")
    for key, weight in zip(keys, model.coef_[0], strict=True):
        console.print(f"{key} = {weight:.3f}")
    console.print(f"threshold = {best:.2f}  # balanced accuracy {max(balanced):.3f}", markup=False)
    for t in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        console.print(f"#   at {t}: yes kept {(scores[y] >= t).mean():.3f}, no refused {(scores[~y] < t).mean():.3f}")


def main(names: Sequence[str]) -> None:
    """Measure and fit what is named; both when nothing is."""
    assistant = open_assistant(Settings())
    wanted = names or ("answerable", "support")
    if "support" in wanted:
        fit("support", list(support_rows(assistant)))
    if "answerable" in wanted:
        fit("answerable", list(answerable_rows(assistant)))


if __name__ == "__main__":
    main(sys.argv[1:])
