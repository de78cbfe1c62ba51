"""Whether the sentence nearest to a question is the one that holds the answer: late-chunked against encoded alone.

"Late-chunked" vectors come with the passage's own at no cost; sentences encoded one by one are what they stand in for.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evals.search_corpora import Encoded, whole_passage
from evals.xquad import TONGUES, Xquad
from index.embedding import Encoder, Vectors
from index.types import Document


@dataclass(frozen=True, slots=True)
class SentenceChoice:
    """Share of questions whose best (or two best) sentences hold an answer, in one direction."""

    direction: str
    questions: int
    late_first: float
    late_two: float
    alone_first: float
    alone_two: float


def measure(
    xquad: Xquad, encoded: Encoded, encoder: Encoder, count: int, report: Callable[[str, int, int], None]
) -> tuple[list[SentenceChoice], dict[str, float]]:
    """The choice on ``count`` questions spread over the paragraphs, and seconds that both ways took to encode."""
    from evals.search_corpora import as_documents

    step = max(1, len(xquad.questions) // count)
    questions = xquad.questions[::step][:count]
    late: dict[tuple[str, int], Vectors] = {}
    alone: dict[tuple[str, int], Vectors] = {}
    documents: dict[str, list[Document]] = {tongue: as_documents(xquad, tongue) for tongue in TONGUES}
    wanted = sorted({q.paragraph for q in questions})
    seconds = {"late": 0.0, "alone": 0.0}
    for tongue in TONGUES:
        passages = [whole_passage(documents[tongue][i]) for i in wanted]
        report(f"sentences.{tongue}", 0, 2)
        started = time.perf_counter()
        vectors = encoder.encode_passages(passages)[1]
        seconds["late"] += time.perf_counter() - started
        late |= {(tongue, i): v for i, v in zip(wanted, vectors, strict=True)}
        report(f"sentences.{tongue}", 1, 2)
        texts = [p.text[s.start : s.end] for p in passages for s in p.sentences]
        started = time.perf_counter()
        rows = encoder.encode_documents(texts)
        seconds["alone"] += time.perf_counter() - started
        ends = np.cumsum([len(p.sentences) for p in passages])[:-1]
        alone |= {(tongue, i): v for i, v in zip(wanted, np.split(rows, ends), strict=True)}
        report(f"sentences.{tongue}", 2, 2)
    choices = []
    for asked in TONGUES:
        for read in TONGUES:
            hits = np.zeros(4)
            for q in questions:
                passage = whole_passage(documents[read][q.paragraph])
                holds = np.array(
                    [any(a in passage.text[s.start : s.end] for a in q.answers[read]) for s in passage.sentences]
                )
                query = encoded.questions[asked][q.index]
                for place, vectors_of in enumerate((late, alone)):
                    order = np.argsort(-(vectors_of[read, q.paragraph] @ query), kind="stable")
                    hits[2 * place] += bool(holds[order[0]])
                    hits[2 * place + 1] += bool(holds[order[:2]].any())
            first, two, alone_first, alone_two = (hits / len(questions)).tolist()
            choices.append(SentenceChoice(f"{asked}→{read}", len(questions), first, two, alone_first, alone_two))
    return choices, seconds
