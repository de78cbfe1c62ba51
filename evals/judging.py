"""The judge as evals use it: every verdict kept, and what it cannot judge told apart from what it rejects."""

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.models_errors import ModelDamaged, ModelMissing
from evals.journal import Journal
from index.errors import DebateError


class Judge(Protocol):
    """What is wanted of a judge; ``assistant.evidence.Judge`` with its threshold is one."""

    @property
    def threshold(self) -> float:
        """The support from which a claim counts as supported."""

    def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
        """Probability, 0 to 1, that the evidence supports the claim; ``date`` is the day it was published."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``supported`` and ``support`` are None when no verdict could be had; ``why`` tells."""

    support: float | None
    supported: bool | None
    why: str = ""


NO_JUDGE = Verdict(None, None, "no judge in this run")
NO_EVIDENCE = Verdict(0.0, False, "no evidence")


class Judging:
    """Asks the judge once for each claim and evidence, and keeps the verdicts in a journal.

    An error of the judge is a verdict of neither kind: it is counted apart, never as a no. Only a judge that is not
    there at all stops everything (``ModelMissing``, ``ModelDamaged``).
    """

    def __init__(self, judge: Judge | None, journal: Journal | None = None) -> None:
        """``judge`` None: every verdict that needs one is missing."""
        self._judge = judge
        self._journal = journal
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
        name = hashlib.sha256(json.dumps([claim, evidence, question, date]).encode()).hexdigest()[:32]
        row = self._kept.get(name)
        if row is None:
            if self._judge is None:
                return NO_JUDGE
            row = {"id": name, **self._ask(self._judge, claim, evidence, question, date)}
            self._kept[name] = row
            if self._journal is not None:
                self._journal.append(row)
        return Verdict(row.get("support"), row.get("supported"), row.get("why", ""))

    def _ask(self, judge: Judge, claim: str, evidence: str, question: str | None, date: str) -> dict[str, Any]:
        self.asked += 1
        try:
            support = float(judge.support(claim, evidence, question, date))
        except (ModelMissing, ModelDamaged):
            raise
        except (DebateError, ValueError, RuntimeError) as error:
            return {"support": None, "supported": None, "why": str(error) or type(error).__name__}
        if not math.isfinite(support) or not 0 <= support <= 1:
            return {"support": None, "supported": None, "why": f"the judge gave {support!r}, not a probability"}
        return {"support": round(support, 6), "supported": support >= judge.threshold}
