"""Citations: recall and precision by sentence as ALCE defines them.

Source: Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations" (ALCE), section 4; the
entailment model there is the judge here.

    recall    = sentences whose cited quotes, put together, support them / sentences of given answers
                (a sentence without a citation has recall 0)
    precision = citations that are needed / citations. A citation is needed when its sentence has recall 1 and either
    it
                supports the sentence alone, or the others without it do not.
    cited     = sentences with a citation / sentences
    F1        = harmonic mean of the two over all items

ALCE averages by answer first; here sentences count alike, and the interval is over answers.
"""

from collections.abc import Sequence

from evals.bench import Bench, Extras, answered, groups, plain_asks
from evals.checks import cited_claim, quotes_of
from evals.statistics import Floats, statistic
from evals.types import Ask, Claim, Figure, Ground, Measure, Score


class Citations:
    """ALCE citation recall and precision."""

    name = "citations"
    title = "Citations"
    source = "ALCE (Gao et al. 2023)"
    ground: Ground = "golden"
    measures = (
        Measure("recall", "citation recall", "sentences that their citations together support / sentences"),
        Measure("precision", "citation precision", "citations that are needed / citations"),
        Measure("cited", "sentences with a citation", "sentences with at least one citation / sentences"),
    )
    tables = ("language", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Answers that were given."""
        return answered(bench)

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Each question once."""
        return plain_asks(bench)

    def claims(self, item: str, bench: Bench) -> Sequence[Claim]:
        """Each sentence with its citations together; which citation is needed is asked only where these support it."""
        question, record = bench.questions[item], bench.records[item]
        return [cited_claim(sentence, record, question, bench) for sentence in record.sentences]

    def score(self, item: str, bench: Bench) -> Score:
        """Judge each sentence with its citations together, and where there are several, each and the rest."""
        question, record = bench.questions[item], bench.records[item]
        recall = [0.0, 0.0]
        precision = [0.0, 0.0]
        unjudged = {"recall": 0.0, "precision": 0.0}
        cited = 0
        faults, seen = [], []
        for sentence in record.sentences:
            quotes = quotes_of(sentence, record)
            cited += bool(quotes)
            together, needed = self._sentence(cited_claim(sentence, record, question, bench), quotes, bench)
            seen.append([together, needed])
            if together is None:
                unjudged["recall"] += 1
            else:
                recall = [recall[0] + together, recall[1] + 1]
                if not together:
                    faults.append(("not supported: " if quotes else "no citation: ") + sentence.text)
            for verdict in needed:
                if verdict is None:
                    unjudged["precision"] += 1
                else:
                    precision = [precision[0] + verdict, precision[1] + 1]
        return Score(
            self.name,
            item,
            groups(question),
            {
                "recall": (recall[0], recall[1]),
                "precision": (precision[0], precision[1]),
                "cited": (cited, len(record.sentences)),
            },
            unjudged,
            False if faults else None if unjudged["recall"] else True,
            "; ".join(faults),
            {"sentences": seen},
        )

    def _sentence(self, cited: Claim, quotes: list[str], bench: Bench) -> tuple[bool | None, list[bool | None]]:
        """Whether the quotes together support the sentence, and for each quote whether it is needed."""
        if not quotes:
            return False, []
        together = bench.judging.verdict(*cited).supported
        if not together or len(quotes) == 1:
            return together, [together] * len(quotes)
        needed: list[bool | None] = []
        for place, quote in enumerate(quotes):
            alone = bench.judging.verdict(*cited._replace(evidence=quote)).supported
            if alone is not False:
                needed.append(alone)
                continue
            rest = "\n".join(quotes[:place] + quotes[place + 1 :])
            without = bench.judging.verdict(*cited._replace(evidence=rest)).supported
            needed.append(None if without is None else not without)
        return together, needed

    def extras(self, scores: Sequence[Score]) -> Extras:
        """F1 with its interval."""
        rows = [[*s.counts["recall"], *s.counts["precision"]] for s in scores]
        found = statistic(rows, _f1)
        figure = Figure(self.name, "f1", "", found.value, found.low, found.high, len(rows), len(rows), 0)
        return Extras([figure] if rows else [])


def _f1(table: Floats) -> float | None:
    hit, of, needed, citations = table.sum(axis=0)
    if not of or not citations or not hit or not needed:
        return 0.0 if of else None
    recall, precision = hit / of, needed / citations
    return float(2 * recall * precision / (recall + precision))
