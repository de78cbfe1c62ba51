"""The judge as evals use it: every verdict kept, and what it cannot judge told apart from what it rejects."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from assistant.models_errors import ModelDamaged, ModelMissing
from evals.journal import Journal
from evals.types import Claim
from index.errors import DebateError


class Judge(Protocol):
    """What is wanted of a judge; ``assistant.evidence.Judge`` with its threshold is one."""

    @property
    def threshold(self) -> float:
        """The support from which a claim counts as supported."""

    def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
        """Probability, 0 to 1, that the evidence supports the claim; ``date`` is the day it was published."""


@runtime_checkable
class JudgesTogether(Protocol):
    """A judge that computes many verdicts at once for less than one after the other costs."""

    def support_many(self, claims: Sequence[Claim]) -> list[float]:
        """As ``Judge.support`` of each claim, in order."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``supported`` and ``support`` are None when no verdict could be had; ``why`` tells."""

    support: float | None
    supported: bool | None
    why: str = ""


NO_JUDGE = Verdict(None, None, "no judge in this run")
NO_EVIDENCE = Verdict(0.0, False, "no evidence")

TOGETHER = 6
"""Claims that are judged at once: as many as one batch of the default engine takes, and no more, since whoever else
waits for the engine waits for all of them."""


class Judging:
    """Asks the judge once for each claim and evidence, and keeps the verdicts in a journal.

    An error of the judge is a verdict of neither kind: it is counted apart, never as a no. Only a judge that is not
    there at all stops everything (``ModelMissing``, ``ModelDamaged``).
    """

    def __init__(self, judge: Judge | None, journal: Journal | None = None, ground: str = "") -> None:
        """``judge`` None: every verdict that needs one is missing.

        ``ground`` names the documents that the judge knows names from, so that kept verdicts are not taken for those
        of a judge with other documents.
        """
        self._judge = judge
        self._journal = journal
        self._ground = ground
        self._kept: dict[str, dict[str, Any]] = dict(journal.rows) if journal else {}
        self.asked = 0

    @property
    def present(self) -> bool:
        """Whether there is a judge."""
        return self._judge is not None

    def verdict(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> Verdict:
        """Whether ``evidence`` supports ``claim``; blank evidence supports nothing."""
        if not evidence.strip():
            return NO_EVIDENCE
        asked = Claim(claim, evidence, question, date)
        name = self._name(asked)
        row = self._kept.get(name)
        if row is None:
            if self._judge is None:
                return NO_JUDGE
            row = self._keep(name, self._ask(self._judge, asked))
        return Verdict(row.get("support"), row.get("supported"), row.get("why", ""))

    def prepare(self, claims: Iterable[Claim], pause: Callable[[], None]) -> None:
        """Have the verdicts that will be asked for computed together; ``pause`` is called before each batch.

        A batch that fails is left to ``verdict``, which asks one by one and so finds the claim that cannot be judged.
        """
        judge = self._judge
        if not isinstance(judge, JudgesTogether):
            return
        named = {self._name(c): c for c in claims if c.evidence.strip()}
        for batch in _batches([(name, c) for name, c in named.items() if name not in self._kept]):
            pause()
            try:
                supports = judge.support_many([c for _, c in batch])
            except (ModelMissing, ModelDamaged):
                raise
            except (DebateError, ValueError, RuntimeError):
                continue
            self.asked += len(batch)
            for (name, _), support in zip(batch, supports, strict=True):
                self._keep(name, _row(judge, support))

    def _name(self, asked: Claim) -> str:
        return hashlib.sha256(json.dumps([self._ground, *asked]).encode()).hexdigest()[:32]

    def _keep(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        row = {"id": name, **row}
        self._kept[name] = row
        if self._journal is not None:
            self._journal.append(row)
        return row

    def _ask(self, judge: Judge, asked: Claim) -> dict[str, Any]:
        self.asked += 1
        try:
            support = float(judge.support(*asked))
        except (ModelMissing, ModelDamaged):
            raise
        except (DebateError, ValueError, RuntimeError) as error:
            return {"support": None, "supported": None, "why": str(error) or type(error).__name__}
        return _row(judge, support)


def _row(judge: Judge, support: float) -> dict[str, Any]:
    if not math.isfinite(support) or not 0 <= support <= 1:
        return {"support": None, "supported": None, "why": f"the judge gave {support!r}, not a probability"}
    return {"support": round(support, 6), "supported": support >= judge.threshold}


def _batches(claims: Sequence[tuple[str, Claim]]) -> Iterator[list[tuple[str, Claim]]]:
    """Claims on the same evidence side by side, and in one batch where they fit: then it is read once."""
    groups: dict[str, list[tuple[str, Claim]]] = {}
    for item in claims:
        groups.setdefault(item[1].evidence, []).append(item)
    batch: list[tuple[str, Claim]] = []
    for group in groups.values():
        if batch and len(batch) + len(group) > TOGETHER:
            yield batch
            batch = []
        batch += group
        while len(batch) > TOGETHER:
            yield batch[:TOGETHER]
            batch = batch[TOGETHER:]
    if batch:
        yield batch
