"""Correctness: whether an answerable question is answered with the facts of the golden answer.

Source: exact containment as in short-answer question answering (Chen et al. 2017, "Reading Wikipedia"), with the
accepted forms in every language listed in the question, so that an answer in one language from a document in the
other is measured by the same exact match. Folded: width, case, Chinese script, separators of thousands; whole words
and numbers only.

    right   = answers that hold one alternative of each ``must_hold`` group and nothing of ``must_not_hold``
              / answerable questions (a refusal and an error are not right)
    wrong   = answers given that are not right / answerable questions
    entailed = given answers that support the golden answer's statement by the judge / given answers (second opinion)

A question with a golden answer but no ``must_hold`` is right when the judge says entailed.
"""

from collections.abc import Sequence

from evals.bench import Bench, Extras, groups, plain_asks
from evals.checks import faults, shown_text
from evals.types import Ask, Claim, Ground, Measure, Score


class Correctness:
    """Answerable questions answered right."""

    name = "correctness"
    title = "Correctness"
    source = "containment of every accepted fact; golden answer entailed by the judge"
    ground: Ground = "golden"
    measures = (
        Measure("right", "answered right", "right answers / answerable questions"),
        Measure("wrong", "answered wrong", "answers given and not right / answerable questions", "low"),
        Measure("entailed", "golden answer entailed", "given answers that entail the golden answer / given answers"),
    )
    tables = ("language", "kind", "direction")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Answerable questions that tell what is right."""
        return [
            q.id
            for q in bench.questions.values()
            if q.answerable and (q.must_hold or q.gold_answer) and q.id in bench.records
        ]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Each question once."""
        return plain_asks(bench)

    def claims(self, item: str, bench: Bench) -> Sequence[Claim]:
        """The golden answer, with the given one for its evidence."""
        question, record = bench.questions[item], bench.records[item]
        if record.refused or record.error or not question.gold_answer:
            return []
        return [Claim(question.gold_answer, shown_text(record), question.question)]

    def score(self, item: str, bench: Bench) -> Score:
        """Compare one answer with the facts it must hold."""
        question, record = bench.questions[item], bench.records[item]
        keys = groups(question) | {"direction": direction(question.language, question_scripts(item, bench))}
        if record.refused or record.error:
            why = (
                f"error: {record.error}" if record.error else f"refused ({record.refusal_reason or 'no reason given'})"
            )
            return Score(self.name, item, keys, {"right": (0, 1), "wrong": (0, 1)}, {}, False, why)
        entailed = None
        if question.gold_answer:
            (claim,) = self.claims(item, bench)
            entailed = bench.judging.verdict(*claim).supported
        counts: dict[str, tuple[float, float]] = {}
        unjudged: dict[str, float] = {}
        if question.gold_answer:
            counts["entailed"] = (float(entailed or 0), float(entailed is not None))
            unjudged["entailed"] = float(entailed is None)
        found = faults(question, record)
        right = not found if question.must_hold else None if found else entailed
        if question.must_not_hold and found:
            right = False
        if right is None:
            unjudged |= {"right": 1, "wrong": 1}
        else:
            counts |= {"right": (float(right), 1), "wrong": (float(not right), 1)}
        why = "; ".join(found) or ("" if right is not False else "the judge does not find the golden answer in it")
        return Score(self.name, item, keys, counts, unjudged, right, why, {"entailed": entailed})

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Nothing more."""
        return Extras()


def question_scripts(item: str, bench: Bench) -> set[str]:
    """Scripts of the documents that hold a question's evidence."""
    return {bench.scripts[e.document_id] for e in bench.questions[item].evidence if e.document_id in bench.scripts}


def direction(asked: str, scripts: set[str]) -> str:
    """``zh→en``: the question's language and that of the documents; ``zh→both`` where the evidence is in both."""
    tongues = {s[:2] for s in scripts}
    return f"{asked[:2]}→{tongues.pop() if len(tongues) == 1 else 'both' if tongues else 'none'}"
