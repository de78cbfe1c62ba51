"""Retrieval: whether the search finds the sentences that answer, by direction of language.

Source: recall@k, reciprocal rank and nDCG (Järvelin and Kekäläinen 2002) as computed by ir-measures (MacAvaney et al.
2022). What is to be found are the pieces of gold evidence, not passages: passages overlap, and one that holds the
piece is enough. A passage finds a piece when it is of its document and covers at least half of its characters; each
further passage that finds only pieces already found counts as not relevant.

    recall@k = pieces found in the first k passages / pieces of the question
    MRR      = 1 / rank of the first passage that finds a piece, 0 below rank 10
    nDCG@10  = with relevance 1 for each piece when first found

A question whose evidence is in two languages is measured once for each. The figures are means over questions.
From an answers file the passages shown with the answers are taken for the ranking.
"""

from collections.abc import Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from evals.bench import Bench, Extras, groups, plain_asks
from evals.types import Ask, Ground, Measure, Question, Score
from index.types import Span

DEPTH = 10
COVER = 0.5
METRICS = {"recall_1": R @ 1, "recall_5": R @ 5, "recall_10": R @ 10, "mrr": RR @ 10, "ndcg_10": nDCG @ 10}


class Retrieval:
    """Gold evidence among the first passages of a search."""

    name = "retrieval"
    title = "Retrieval"
    source = "ir-measures (MacAvaney et al. 2022) over pieces of gold evidence"
    ground: Ground = "golden"
    measures = (
        Measure("recall_1", "recall@1", "evidence found by the first passage / evidence"),
        Measure("recall_5", "recall@5", "evidence found by the first 5 passages / evidence"),
        Measure("recall_10", "recall@10", "evidence found by the first 10 passages / evidence"),
        Measure("mrr", "MRR@10", "mean of 1 / rank of the first passage that finds evidence"),
        Measure("ndcg_10", "nDCG@10", "discounted gain over the best order possible"),
    )
    tables = ("direction", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Each question with gold evidence, once for each language of its evidence."""
        return [
            f"{q.id}@{tongue}"
            for q in bench.questions.values()
            if (bench.search is not None or q.id in bench.records) and not q.history
            for tongue in sorted({bench.scripts.get(e.document_id, "?")[:2] for e in q.evidence})
        ]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """A search asks for itself; only an answers file is read."""
        return plain_asks(bench) if bench.search is None else []

    def score(self, item: str, bench: Bench) -> Score:
        """Search for one question and see where its evidence comes."""
        name, tongue = item.rsplit("@", 1)
        question = bench.questions[name]
        keys = groups(question) | {"direction": f"{question.language[:2]}→{tongue}"}
        pieces = places(question, tongue, bench)
        if not pieces:
            return Score(self.name, item, keys, {}, dict.fromkeys(METRICS, 1), None, "its evidence is in no document")
        ranking = _ranking(question, bench)
        order = found_order(pieces, ranking)
        qrels = {item: {f"piece{i}": 1 for i in range(len(pieces))}}
        run = {item: {unit: float(len(order) - rank) for rank, unit in enumerate(order)} or {"nothing": 0.0}}
        values = {m.measure: m.value for m in ir_measures.iter_calc(list(METRICS.values()), qrels, run)}
        counts = {n: (float(values.get(metric, 0.0)), 1.0) for n, metric in METRICS.items()}
        missed = [p for i, p in enumerate(pieces) if f"piece{i}" not in order]
        why = "; ".join(f"not in the first {DEPTH}: {d} {s.start}-{s.end}" for d, s in missed)
        return Score(self.name, item, keys, counts, {}, not missed, why, {"ranking": [d for d, _ in ranking]})

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Nothing more."""
        return Extras()


Place = tuple[str, Span]


def places(question: Question, tongue: str, bench: Bench) -> list[Place]:
    """Where the gold evidence of one language stands; quotes that are in no document are left out."""
    found = []
    for gold in question.evidence:
        start = bench.documents.get(gold.document_id, "").find(gold.quote)
        if start >= 0 and bench.scripts.get(gold.document_id, "?")[:2] == tongue:
            found.append((gold.document_id, Span(start, start + len(gold.quote))))
    return found


def found_order(pieces: Sequence[Place], ranking: Sequence[Place]) -> list[str]:
    """The ranking as what each passage newly finds: ``piece0`` … or, for one that finds nothing new, its own place."""
    order: list[str] = []
    for rank, (document, passage) in enumerate(ranking):
        new = [
            f"piece{i}"
            for i, (owner, piece) in enumerate(pieces)
            if owner == document and _cover(piece, passage) >= COVER and f"piece{i}" not in order
        ]
        order += new or [f"other{rank}"]
    return order


def _cover(piece: Span, passage: Span) -> float:
    shared = min(piece.end, passage.end) - max(piece.start, passage.start)
    return max(0, shared) / max(1, piece.end - piece.start)


def _ranking(question: Question, bench: Bench) -> list[Place]:
    if bench.search is not None:
        found = bench.search(question.question, DEPTH)
        return [(e.passage.document_id, Span(e.passage.start, e.passage.end)) for e in found]
    ranking = []
    for shown in bench.records[question.id].evidence[:DEPTH]:
        start = bench.documents.get(shown.document_id, "").find(shown.text)
        ranking.append((shown.document_id, Span(max(start, 0), start + len(shown.text) if start >= 0 else 0)))
    return ranking
