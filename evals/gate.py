"""The gate: a fixed sample is measured and no figure may fall below its floor.

``gate.toml`` beside this file holds the sample and the floors. A figure that could not be had, or of which too much
could not be judged, has not passed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import InputError
from evals.session import Options
from evals.summary import find
from evals.words import figure_words

GATE = Path(__file__).parent / "gate.toml"


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure (``suite.measure``) and the value that it must not fall below, or rise above."""

    suite: str
    measure: str
    value: float
    floor: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """The fixed sample, the limits, and the largest share of units that may go without a verdict."""

    suites: tuple[str, ...]
    sample: int
    seed: int
    unjudged: float
    limits: tuple[Limit, ...]

    def options(self) -> Options:
        """The run that the gate is about: always anew, on the tuning half, so that the report half stays unseen."""
        return Options(suites=self.suites, half="tune", sample=self.sample, seed=self.seed, fresh=True)


@dataclass(frozen=True, slots=True)
class Check:
    """One limit held against a run."""

    limit: Limit
    found: str
    passed: bool


def read_gate(path: Path = GATE) -> Gate:
    """Read the gate's file. Raises InputError saying what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        limits = [_limit(name, value, True) for name, value in data.get("floors", {}).items()]
        limits += [_limit(name, value, False) for name, value in data.get("ceilings", {}).items()]
        gate = Gate(
            tuple(data["suites"]), int(data["sample"]), int(data["seed"]), float(data["unjudged"]), tuple(limits)
        )
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path.name}: {error}; it needs suites, sample, seed, unjudged, [floors], [ceilings]"
        ) from error
    if not gate.limits:
        raise InputError(f'{path.name}: no floor in it; add one under [floors], like "correctness.right" = 0.8')
    return gate


def check(gate: Gate, summary: Mapping[str, Any]) -> list[Check]:
    """Hold each limit against a run's summary."""
    checks = []
    for limit in gate.limits:
        figure = find(summary, limit.suite, limit.measure)
        passed = figure is not None and figure["value"] is not None
        if passed and figure is not None:
            share = figure["unjudged"] / max(1.0, figure["units"] + figure["unjudged"])
            kept = figure["value"] >= limit.value if limit.floor else figure["value"] <= limit.value
            passed = kept and share <= gate.unjudged
        checks.append(Check(limit, figure_words(figure), passed))
    return checks


def _limit(name: str, value: object, floor: bool) -> Limit:
    suite, dot, measure = name.partition(".")
    if not dot or isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f'"{name}" = {value!r} is no limit')
    return Limit(suite, measure, float(value), floor)
