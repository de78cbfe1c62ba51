"""Quotes: what is shown as a document's words is the document's words, and the numbers agree. No model.

Source: exact match; numbers, dates and amounts are compared as values across languages and units
(``assistant.facts.agree``).

    verbatim   = quotes that stand in their document word for word / citations
    at_offsets = citations whose offsets cut exactly the quote out of the document / citations
                 (offsets that another system does not give are not judged)
    numbers    = sentences whose every number, date, version and quotation is in their quotes
                 / sentences of given answers that have any
"""

from collections.abc import Mapping, Sequence

from assistant.facts import agree, extract
from evals.bench import Bench, Extras, groups, plain_asks
from evals.checks import quotes_of, stated
from evals.types import AnswerSentence, Ask, Ground, Measure, Record, Score


class Quotes:
    """Quotes and numbers that can be checked exactly."""

    name = "quotes"
    title = "Quotes and numbers"
    source = "exact match"
    ground: Ground = "golden"
    measures = (
        Measure("verbatim", "quotes word for word", "quotes found in their document / citations"),
        Measure(
            "at_offsets", "quotes at their offsets", "document[start:end] equal to the quote / citations with offsets"
        ),
        Measure(
            "numbers", "numbers and dates in the quotes", "sentences whose numbers are in their quotes / with numbers"
        ),
    )
    tables = ("language", "kind")

    def ids(self, bench: Bench) -> Sequence[str]:
        """Every record with a citation (a refusal may cite the nearest there is) or an answer."""
        return [
            n for n in bench.questions if n in bench.records and not bench.records[n].error and _has(bench.records[n])
        ]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """Each question once."""
        return plain_asks(bench)

    def score(self, item: str, bench: Bench) -> Score:
        """Check each citation and each sentence of one answer."""
        question, record = bench.questions[item], bench.records[item]
        verbatim = offsets = placed = with_numbers = agreeing = 0
        faults = []
        for citation in record.citations:
            text = bench.documents.get(citation.document_id, "")
            found = bool(citation.quote.strip()) and citation.quote in text
            verbatim += found
            if not found:
                faults.append(f"[{citation.number}] not in {citation.document_id}")
            if citation.start is not None and citation.end is not None:
                placed += 1
                exact = text[citation.start : citation.end] == citation.quote and citation.end > citation.start >= 0
                offsets += exact
                if found and not exact:
                    faults.append(f"[{citation.number}] not at {citation.start}-{citation.end}")
        for sentence in record.sentences:
            said = stated(sentence, record, bench.heads)
            if record.refused or not _checkable(said):
                continue
            wrong = _disagreements(said, sentence, record, question.question, bench.dates)
            with_numbers += 1
            agreeing += not wrong
            faults += wrong
        total = len(record.citations)
        return Score(
            self.name,
            item,
            groups(question),
            {"verbatim": (verbatim, total), "at_offsets": (offsets, placed), "numbers": (agreeing, with_numbers)},
            {"at_offsets": total - placed},
            not faults,
            "; ".join(faults),
        )

    def extras(self, scores: Sequence[Score]) -> Extras:
        """Nothing more."""
        return Extras()


def _has(record: Record) -> bool:
    return bool(record.citations or (record.sentences and not record.refused))


def _checkable(text: str) -> bool:
    facts = extract(text)
    return bool(any(not n.weak for n in facts.numbers) or facts.dates or facts.versions or facts.quoted)


def _disagreements(
    said: str, sentence: AnswerSentence, record: Record, question: str, dates: Mapping[str, str]
) -> list[str]:
    """What ``said`` has and its quotes do not give; 去年 in a quote is read from the date of its document."""
    evidence = "\n".join(quotes_of(sentence, record))
    documents = [c.document_id for c in record.citations if c.number in sentence.citations]
    contexts = list(dict.fromkeys(dates.get(d, "") for d in documents)) or [""]
    found = min((agree(said, evidence, c or None, question=question) for c in contexts), key=len)
    return [f"{d.statement_value}: {d.reason}" for d in found]
