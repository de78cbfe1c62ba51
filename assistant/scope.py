"""Tells small talk and requests for something else from questions to the documents, by likeness to examples."""

import hashlib
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.evidence import calibration

Vectors = npt.NDArray[np.float32]
Kind = Literal["help", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Examples of each kind as vectors, shape (examples, width)."""

    kinds: tuple[Kind, ...]
    vectors: Vectors

    def outside(self, vector: Vectors, nearest: float) -> Kind | None:
        """The kind of utterance, when it is one to be turned away.

        ``vector`` is of the question, shape (width,); ``nearest`` the best cosine similarity of what was found: a
        question far from everything is turned away too.
        """
        limits = calibration()["scope"]
        likeness = self.vectors @ vector
        best = int(likeness.argmax())
        if float(likeness[best]) - nearest >= limits["margin"] or nearest < limits["far"]:
            return self.kinds[best] if likeness[best] >= limits["far"] else "elsewhere"
        return None


def load_scope(encode: Callable[[Sequence[str]], Vectors], fingerprint: str, cache: Path) -> Scope:
    """The examples of scope.toml as vectors, encoded once for each encoder and kept in ``cache``."""
    data = resources.files("assistant").joinpath("scope.toml").read_bytes()
    table = tomllib.loads(data.decode("utf-8"))
    names: tuple[Kind, Kind] = ("help", "elsewhere")
    kinds = tuple(name for name in names for _ in table[name]["examples"])
    file = cache / f"scope-{fingerprint}-{hashlib.sha256(data).hexdigest()[:12]}.npy"
    try:
        vectors = np.load(file, allow_pickle=False)
        if vectors.shape[0] == len(kinds):
            return Scope(kinds, vectors)
    except (OSError, ValueError):
        pass
    vectors = encode([text for name in names for text in table[name]["examples"]])
    try:
        cache.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        with part.open("wb") as out:
            np.save(out, vectors)
        part.replace(file)
    except OSError:
        pass  # A home that cannot be written costs the time of encoding again, no more.
    return Scope(kinds, vectors)
