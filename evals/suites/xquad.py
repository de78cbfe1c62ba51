"""Foreign ground: questions on documents that nothing here was tuned on, in one index of both languages.

Source: XQuAD (Artetxe et al. 2020). 200 questions drawn with a fixed seed, half asked in English and half in Chinese,
each three times, by hiding paragraphs from the system:

    same    nothing hidden: the paragraph is there in the question's language (and in the other)
    across  the paragraph in the question's language is hidden, its twin in the other language is there
    absent  both hidden: the question must be refused

    right        = answers that hold the gold span in the answer's own language (normalised as in SQuAD: case,
    punctuation,
                   articles; for Chinese also script and spaces) / questions asked same, or across
    right_either = the same, a span of either language accepted: names may stand as the document gives them
    refused      = refused / absent;  over_refusal = refused / same and across
    sourced      = given answers of which a citation is from the right paragraph or its twin / given answers

Containment cannot see a wrong sentence around the right span; the citations that support it are measured by the other
suites.
"""

import re
from collections.abc import Sequence

from assistant.language import fold
from evals.bench import Bench, Extras
from evals.checks import shown_text
from evals.golden.match import holds
from evals.sampling import draw
from evals.types import Ask, Ground, Measure, Question, Score
from evals.xquad import TONGUES, ParallelQuestion, Xquad, document_name

SIZE = 200
SEED = 20240309
CONDITIONS = ("same", "across", "absent")
SCRIPT = {"en": "en", "zh": "zh-Hans"}
ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = re.compile(r"[^\w\s.%$€£¥-]|(?<!\d)[.-]|[.-](?!\d)")


class XquadSuite:
    """Answering and refusing on foreign documents, in the same language and across."""

    name = "xquad"
    title = "Foreign ground (XQuAD)"
    source = "XQuAD (Artetxe et al. 2020); SQuAD normalisation (Rajpurkar et al. 2016)"
    ground: Ground = "xquad"
    measures = (
        Measure("right", "holds the gold span", "answers with the gold span of their own language / answerable asks"),
        Measure("right_either", "holds it in either language", "a span of either language accepted / answerable asks"),
        Measure("over_refusal", "answerable, refused", "refused / asks with the paragraph there", "low"),
        Measure("refused", "absent, refused", "refused / asks with the paragraph and its twin hidden"),
        Measure(
            "sourced", "cites the right paragraph", "given answers citing the paragraph or its twin / given answers"
        ),
    )
    tables = ("condition", "direction")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Every ask that has a record."""
        return [a.id for a in self.asks(bench) if a.id in bench.records]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Three asks a question; nothing when XQuAD is not here."""
        if bench.xquad is None:
            return []
        asks = []
        for place, parallel in enumerate(chosen(bench.xquad, bench.sample)):
            for condition in CONDITIONS:
                question = _question(parallel, TONGUES[place % 2], condition, bench.xquad)
                asks.append(Ask(question.id, question, "xquad"))
        return asks

    def score(self, item: str, bench: Bench) -> Score:
        """Look for the gold span in one answer, or for its refusal."""
        assert bench.xquad is not None
        _, index, asked, condition = item.split("-")
        parallel, record = bench.xquad.questions[int(index)], bench.records[item]
        held = asked if condition == "same" else _other(asked)
        keys = {"condition": condition, "language": SCRIPT[asked], "direction": f"{asked}→{held}", "kind": condition}
        if condition == "absent":
            keys["direction"] = f"{asked}→none"
            if record.error:
                return Score(self.name, item, keys, {}, {"refused": 1}, None, f"error: {record.error}")
            why = "" if record.refused else f"answered: {shown_text(record)[:200]}"
            return Score(self.name, item, keys, {"refused": (float(record.refused), 1)}, {}, record.refused, why)
        detail = {"gold": list(parallel.answers[asked]), "gold_other": list(parallel.answers[_other(asked)])}
        counts: dict[str, tuple[float, float]] = {"right": (0, 1), "right_either": (0, 1)}
        if record.error:
            return Score(self.name, item, keys, counts, {"over_refusal": 1}, False, f"error: {record.error}", detail)
        counts["over_refusal"] = (float(record.refused), 1)
        if record.refused:
            return Score(self.name, item, keys, counts, {}, False, "refused, can be answered", detail)
        text = shown_text(record)
        own = any(span_in(text, a) for a in parallel.answers[asked])
        either = own or any(span_in(text, a) for a in parallel.answers[_other(asked)])
        names = {document_name(t, parallel.paragraph) for t in TONGUES}
        sourced = any(c.document_id in names for c in record.citations)
        counts |= {"right": (float(own), 1), "right_either": (float(either), 1), "sourced": (float(sourced), 1)}
        why = "" if own else f"gold span not in it: {' | '.join(parallel.answers[asked])}"
        return Score(self.name, item, keys, counts, {}, own, why, detail)

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Nothing more."""
        return Extras()


def chosen(xquad: Xquad, sample: int) -> list[ParallelQuestion]:
    """The fixed 200 questions, or the first of the same drawing for a smaller sample."""
    return draw(xquad.questions, min(SIZE, sample or SIZE), SEED)


def span_in(text: str, span: str) -> bool:
    """Whether a normalised gold span stands in a normalised text."""
    return holds(_normal(text), _normal(span)) if _normal(span) else span in text


def _normal(text: str) -> str:
    return " ".join(ARTICLES.sub(" ", PUNCTUATION.sub(" ", fold(text))).split())


def _other(tongue: str) -> str:
    return "zh" if tongue == "en" else "en"


def _question(parallel: ParallelQuestion, tongue: str, condition: str, xquad: Xquad) -> Question:
    hidden = {
        "same": set[str](),
        "across": {document_name(tongue, parallel.paragraph)},
        "absent": {document_name(t, parallel.paragraph) for t in TONGUES},
    }[condition]
    names = [document_name(t, i) for t in TONGUES for i in range(len(xquad.paragraphs[t]))]
    return Question(
        id=f"xquad-{parallel.index:04d}-{tongue}-{condition}",
        question=parallel.question[tongue],
        language=SCRIPT[tongue],
        kind=condition,
        answerable=condition != "absent",
        documents=tuple(n for n in names if n not in hidden) if hidden else None,
    )
