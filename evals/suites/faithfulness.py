"""Faithfulness: the share of an answer's statements that the evidence it was shown supports.

Source: Es et al. 2024 (RAGAS), faithfulness; here a statement is a sentence, the verdict is the judge's probability
and the exact checks instead of a large model's yes, and a refusal or an item without a verdict is in no average.

    statements = supported sentences / sentences of answers that were given
    answers    = answers whose every sentence is supported / answers with a verdict on every sentence

A sentence is supported when its cited quotes together support it, or else any one shown passage does. It is rejected
only when every passage was judged; if one could not be, the sentence counts as not judged.
"""

from collections.abc import Sequence

from evals.bench import Bench, Extras, answered, groups, plain_asks
from evals.checks import cited_claim, quotes_of
from evals.judging import Verdict
from evals.types import AnswerSentence, Ask, Claim, Ground, Measure, Question, Record, Score


class Faithfulness:
    """Statements supported by the shown evidence."""

    name = "faithfulness"
    title = "Faithfulness"
    source = "RAGAS (Es et al. 2024), by sentence"
    ground: Ground = "golden"
    measures = (
        Measure("statements", "statements supported", "supported sentences / sentences of given answers"),
        Measure("answers", "answers wholly supported", "answers with every sentence supported / answers judged"),
    )
    tables = ("language", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Answers that were given; a refusal states nothing."""
        return answered(bench)

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Each question once."""
        return plain_asks(bench)

    def claims(self, item: str, bench: Bench) -> Sequence[Claim]:
        """Each sentence with its citations together; the passages are asked about only where these do not support
        it."""
        question, record = bench.questions[item], bench.records[item]
        return [cited_claim(sentence, record, question, bench) for sentence in record.sentences]

    def score(self, item: str, bench: Bench) -> Score:
        """Judge each sentence of one answer."""
        question, record = bench.questions[item], bench.records[item]
        verdicts = [self._verdict(s, record, question, bench) for s in record.sentences]
        known = [v.supported for v in verdicts if v.supported is not None]
        unknown = len(verdicts) - len(known)
        bad = [s.text for s, v in zip(record.sentences, verdicts, strict=True) if v.supported is False]
        whole = not unknown or bool(bad)
        return Score(
            self.name,
            item,
            groups(question),
            {"statements": (sum(known), len(known))} | ({"answers": (float(not bad), 1)} if whole else {}),
            {"statements": unknown} | ({} if whole else {"answers": 1}),
            (not bad) if whole else None,
            "; ".join(f"no evidence for: {text}" for text in bad),
            {"sentences": [[v.support, v.supported, v.why] for v in verdicts]},
        )

    def _verdict(self, sentence: AnswerSentence, record: Record, question: Question, bench: Bench) -> Verdict:
        quotes = quotes_of(sentence, record)
        claim = cited_claim(sentence, record, question, bench)
        first = bench.judging.verdict(*claim)
        if first.supported:
            return first
        best, unknown = first, first if first.supported is None else None
        for passage in sorted(record.evidence, key=lambda e: not any(q in e.text for q in quotes)):
            found = bench.judging.verdict(
                claim.claim, passage.text, question.question, bench.dates.get(passage.document_id, "")
            )
            if found.supported:
                return found
            if found.supported is None:
                unknown = found
            elif (found.support or 0) > (best.support or 0):
                best = found
        return unknown or best

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Nothing more."""
        return Extras()
