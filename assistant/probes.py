"""Linear probes: what a model keeps of a question tells more than the word that it would answer.

A yes or no is one direction of what the model has made of evidence and question; a logistic regression on the values
of its last token in a few layers (Alain and Bengio 2016, arXiv:1610.01644) finds a better one from labelled pairs. The
values lie in the KV state already; reading them copies the state of one token (28 kB). A probe belongs to the model it
was fitted on (``python -m evals.probes``); any other model, or engine, is read by its next word alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.engines.base import Reader, TellsValues, Told, ask_many, find_many
from assistant.prompts import Excerpt, Search

ProbeName = Literal["support", "chosen", "answered"]
Values = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Read:
    """What a model tells of something asked of evidence."""

    logit: float
    """Of the word that it would answer."""
    probed: Mapping[ProbeName, float]
    """Log-odds of yes by the name of the probe; empty where none was fitted on the model."""
    values: Values | None = None
    """What they were read from."""


@dataclass(frozen=True, slots=True)
class Probes:
    """Directions in the values of some layers of one model."""

    model: str
    layers: tuple[int, ...]
    weights: Mapping[str, Values]
    biases: Mapping[str, float]

    def read(self, told: Told, *names: ProbeName) -> Read:
        """What some of them make of what a model told."""
        values = told.values
        if values is None:
            return Read(told.logit, {})
        probed = {name: float(values @ self.weights[name]) + self.biases[name] for name in names}
        return Read(told.logit, probed, values)


@cache
def probes() -> Probes:
    """Those that were fitted."""
    with resources.files("assistant").joinpath("probes.npz").open("rb") as file:
        held = np.load(file, allow_pickle=False)
        names = [key.removesuffix(".weights") for key in held.files if key.endswith(".weights")]
        return Probes(
            str(held["model"]),
            tuple(int(layer) for layer in held["layers"]),
            {name: held[f"{name}.weights"] for name in names},
            {name: float(held[f"{name}.bias"]) for name in names},
        )


def ask_support(reader: Reader, asks: Sequence[tuple[str | Excerpt, str]]) -> list[Read]:
    """As ``engines.base.ask_many``, each with what the probe of support reads."""
    fitted = probes()
    if isinstance(reader, TellsValues) and reader.model == fitted.model:
        return [fitted.read(told, "support") for told in reader.ask_values(asks, fitted.layers)]
    return [Read(logit, {}) for logit in ask_many(reader, asks)]


def find_spans(reader: Reader, searches: Sequence[Search]) -> list[Read]:
    """As ``engines.base.find_many``, each with what the probes of answering read."""
    fitted = probes()
    if isinstance(reader, TellsValues) and reader.model == fitted.model:
        return [fitted.read(told, "chosen", "answered") for told in reader.find_values(searches, fitted.layers)]
    return [Read(logit, {}) for logit in find_many(reader, searches)]
