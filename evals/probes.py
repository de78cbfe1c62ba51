"""Fits the probes (``assistant/probes.npz``) on the tuning half: ``python -m evals.probes``.

    support    labelled pairs (``judge.jsonl``, those of other texts in ``elsewhere.jsonl``, and those on XQuAD where
               ``--xquad`` tells where it is): the judge is asked of each
    chosen     sentences looked at for questions (the rows of ``evals.calibrate``), 1 where the golden set names one
    answered   of each question the sentence that is likeliest to answer, 1 where the question can be answered

Each is a logistic regression with a strong ridge on the standardised values of the last token. What a probe tells of
rows that it was not fitted on (folds that keep evidence, or a question, together) is then weighed with the other signs
by a second regression: a table to be read, rounded and pasted into ``assistant/calibration.toml``. Rows stay in files,
and only those that are missing are asked for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from rich.progress import track

from assistant import prompts
from assistant.engines.base import Reader, TellsValues
from assistant.evidence import disagreements, support_features, unsure_names
from assistant.facts import NameTable
from assistant.facts.opinions import bare_opinion
from assistant.probes import Read
from evals.calibrate import FEATURES, Row, read_rows
from evals.formats import read_pairs
from evals.session import GOLDEN
from evals.types import Pair
from evals.xquad import read_xquad

LAYERS = (18, 21, 24)
"""Layers whose values are read, of 28: on texts not fitted on those around two thirds of the depth told most."""
_STRENGTH = 0.01
"""Inverse of the ridge: there are about as many values as rows."""
_FOLDS = 8
_TOGETHER = 6
CHECKS = ("logit", "facts", "unsure", "speaker", "bare")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Told:
    """What the model told of pairs, by id."""

    logits: dict[str, float]
    values: dict[str, Floats]

    @classmethod
    def read(cls, path: Path) -> "Told":
        """What a file keeps; nothing where there is no file."""
        if not path.is_file():
            return cls({}, {})
        with np.load(path, allow_pickle=False) as held:
            ids = [str(id) for id in held["ids"]]
            return cls(
                dict(zip(ids, map(float, held["logits"]), strict=True)), dict(zip(ids, held["values"], strict=True))
            )

    def write(self, path: Path) -> None:
        """Keep it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        ids = list(self.logits)
        logits, values = [self.logits[id] for id in ids], [self.values[id] for id in ids]
        np.savez(path, ids=np.array(ids), logits=np.array(logits), values=np.array(values))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A probe, and its log-odds for rows that it was not fitted on."""

    weights: Floats
    bias: float
    unseen: Floats


def watch(reader: Reader, pairs: Sequence[Pair], told: Told, path: Path) -> None:
    """Ask the judge of the pairs that were not asked yet. Raises TypeError for an engine that tells no values."""
    if not isinstance(reader, TellsValues):
        raise TypeError("this engine does not tell what its model keeps: set DEBATE_ENGINE=llama.cpp")
    new = sorted((pair for pair in pairs if pair.id not in told.logits), key=lambda pair: pair.evidence)
    for first in track(range(0, len(new), _TOGETHER), description="asking"):
        part = new[first : first + _TOGETHER]
        asks = [(f"{pair.evidence}\n\n", prompts.check_support(pair.claim)) for pair in part]
        for pair, (logit, values) in zip(part, reader.ask_values(asks, LAYERS), strict=True):
            if values is None:
                raise TypeError("the form of this version's states is not known")
            told.logits[pair.id], told.values[pair.id] = logit, values
        if first % (10 * _TOGETHER) == 0:
            told.write(path)
    told.write(path)


def checked(pair: Pair, logit: float, names: NameTable) -> list[float]:
    """The signs of support beside the probe, in the order of ``CHECKS``."""
    found = disagreements(pair.claim, pair.evidence, "", "", pair.question or "", names)
    bare, unsure = bare_opinion(pair.claim, pair.evidence, names), unsure_names(found, pair.claim, pair.evidence, names)
    features = support_features(Read(logit, {}), 1.0, found, bare=bare, unsure=unsure)
    return [features[name] for name in CHECKS]


def fit(values: Floats, labels: npt.NDArray[np.bool_], groups: Sequence[str]) -> Fitted:
    """A probe of values, shape (rows, width), against labels; rows of a group are never fitted on and told apart."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    whole = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=5000))
    folds = GroupKFold(min(_FOLDS, len(set(groups))))
    unseen = cross_val_predict(whole, values, labels, groups=groups, cv=folds, method="decision_function")
    scale, line = whole.fit(values, labels).steps[0][1], whole.steps[1][1]
    weights = (line.coef_[0] / scale.scale_).astype(np.float32)
    return Fitted(weights, float(line.intercept_[0] - weights @ scale.mean_), unseen.astype(np.float32))


def weigh(names: Sequence[str], signs: Floats, labels: npt.NDArray[np.bool_], groups: Sequence[str]) -> dict[str, Any]:
    """Weights of signs, shape (rows, len(names)), and how well they tell labels apart that they were not fitted on."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    line = LogisticRegression(max_iter=2000)
    folds = GroupKFold(min(_FOLDS, len(set(groups))))
    scores = cross_val_predict(line, signs, labels, groups=groups, cv=folds, method="decision_function")
    line.fit(signs, labels)
    return {
        "rows": len(labels),
        "auc_of_each": {
            name: round(float(roc_auc_score(labels, signs[:, n])), 3)
            for n, name in enumerate(names)
            if np.ptp(signs[:, n])
        },
        "auc": round(float(roc_auc_score(labels, scores)), 3),
        "bias": round(float(line.intercept_[0]), 2),
        "weights": {name: round(float(w), 2) for name, w in zip(names, line.coef_[0], strict=True)},
    }


def fit_support(pairs: Sequence[Pair], told: Told, names: NameTable) -> tuple[Fitted, dict[str, Any]]:
    """The probe of support and its table."""
    labels = np.array([bool(pair.supported) for pair in pairs])
    groups = [pair.evidence for pair in pairs]
    found = fit(np.array([told.values[pair.id] for pair in pairs]), labels, groups)
    signs = np.array([checked(pair, told.logits[pair.id], names) for pair in pairs], np.float32)
    signs = np.column_stack([found.unseen, signs])
    return found, weigh(("support_probe", *CHECKS), signs, labels, groups)


def fit_answers(rows: Sequence[Row]) -> tuple[dict[str, Fitted], dict[str, Any]]:
    """The probes of the sentence that answers and of whether it does, and their tables.

    The second rests on the sentence that comes first by the first, as it is told of questions not fitted on.
    """
    groups = [row.question for row in rows]
    values = np.array([row.values for row in rows], np.float32)
    right = np.array([row.right for row in rows])
    chosen = fit(values, right, groups)
    names = ("chosen_probe", *FEATURES["chosen"])
    signs = np.column_stack([chosen.unseen, _signs(rows, FEATURES["chosen"])])
    can = np.array([row.answerable for row in rows])
    table = weigh(names, signs[can], right[can], [group for group, yes in zip(groups, can, strict=True) if yes])
    score = signs @ np.array([table["weights"][name] for name in names], np.float32)
    best: dict[str, int] = {}
    for n, group in enumerate(groups):
        if group not in best or score[n] > score[best[group]]:
            best[group] = n
    top = list(best.values())
    firsts = [n for n in top if can[n] and right[n]]
    table["first"] = f"{len(firsts)} of {int(can[top].sum())}"
    answered = fit(values[top], can[top], list(best))
    some = [rows[n] for n in top]
    signs = np.column_stack([answered.unseen, _signs(some, FEATURES["answered"])])
    second = weigh(("answered_probe", *FEATURES["answered"]), signs, can[top], list(best))
    return {"chosen": chosen, "answered": answered}, {"chosen_probed": table, "answered_probed": second}


def _signs(rows: Sequence[Row], names: Sequence[str]) -> Floats:
    return np.array([[row.features.get(name, 0.0) for name in names] for row in rows], np.float32)


def _kept(path: Path, model: str) -> dict[str, Any]:
    """The probes that a file holds. Raises ValueError where they read another model, or other layers."""
    with np.load(path, allow_pickle=False) as held:
        if str(held["model"]) != model or tuple(held["layers"]) != LAYERS:
            raise ValueError(f"{path} holds probes of another model: give --answers, to fit all of them")
        return dict(held)


def main(
    answers: Annotated[
        Path | None,
        typer.Option(help="Rows of evals.calibrate; without them only support is fitted and the others stay."),
    ] = None,
    xquad: Annotated[Path | None, typer.Option(help="Folder of xquad.en.json and xquad.zh.json.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="Where pairs asked are kept; default: in the home folder.")] = None,
    output: Annotated[Path, typer.Option(help="Where the probes go.")] = Path("assistant/probes.npz"),
) -> None:
    """Fit the probes on the tuning half and print the tables that go with them."""
    from assistant.service import reader_opener
    from assistant.settings import Settings
    from index.store import Library

    settings = Settings()
    known = read_xquad(xquad) if xquad else None

    def find(reference: dict[str, Any]) -> str:
        if known is None:
            raise LookupError("no --xquad")
        return known.evidence(reference)

    every = [*read_pairs(GOLDEN / "judge.jsonl", find), *read_pairs(GOLDEN / "elsewhere.jsonl")]
    labelled = [pair for pair in every if pair.half == "tune" and not pair.missing]
    place = pairs or settings.home / "evals" / "probe-pairs.npz"
    told = Told.read(place)
    reader = reader_opener(settings)()
    watch(reader, labelled, told, place)
    assert isinstance(reader, TellsValues)
    library = Library(settings.index_dir)
    contents = library.contents()
    library.close()
    names = NameTable.from_documents(contents.documents.values() if contents else ())
    support, table = fit_support(labelled, told, names)
    held = _kept(output, reader.model) if answers is None else {}
    others, tables = fit_answers([row for row in read_rows(answers) if row.values]) if answers else ({}, {})
    held |= {"model": np.array(reader.model), "layers": np.array(LAYERS)}
    for name, fitted in {"support": support, **others}.items():
        held |= {f"{name}.weights": fitted.weights, f"{name}.bias": np.float32(fitted.bias)}
    np.savez(output, **held)
    reader.close()
    Console().print_json(json.dumps({"support_probed": table, **tables}))


if __name__ == "__main__":
    typer.run(main)
