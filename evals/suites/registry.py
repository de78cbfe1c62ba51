"""Every suite by its name, in the order of the report."""

from evals.bench import Suite
from evals.errors import ChoiceError
from evals.suites.citations import Citations
from evals.suites.correctness import Correctness
from evals.suites.faithfulness import Faithfulness
from evals.suites.judge import JudgeSuite
from evals.suites.language import Language
from evals.suites.quotes import Quotes
from evals.suites.refusal import Refusal
from evals.suites.retrieval import Retrieval
from evals.suites.robustness import Robustness
from evals.suites.summaries import Summaries
from evals.suites.xquad import XquadSuite

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        JudgeSuite(),
        Retrieval(),
        Correctness(),
        Refusal(),
        Faithfulness(),
        Citations(),
        Quotes(),
        Language(),
        Robustness(),
        Summaries(),
        XquadSuite(),
    )
}

JUDGED = ("faithfulness", "citations", "correctness")
"""Suites whose figures rest on the judge; with any of them the judge is measured too."""


def choose(names: list[str], own: bool = False) -> list[Suite]:
    """The suites of these names; for none, all but the foreign ground, and of ``own`` questions, documents or answers
    all but those that rest on tables of the bundled documents.

    Raises ChoiceError for an unknown name.
    """
    unknown = [n for n in names if n not in SUITES]
    if unknown:
        raise ChoiceError(f"no suite {unknown[0]!r}; there are: {', '.join(SUITES)}")
    wanted = set(names) or {n for n in SUITES if n not in (("xquad", "summaries") if own else ("xquad",))}
    if wanted.intersection(JUDGED):
        wanted.add("judge")
    return [suite for name, suite in SUITES.items() if name in wanted]
