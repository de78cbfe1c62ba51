"""A small world for the evals: two documents, a system that answers from a table, a judge that looks for words."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from evals.bench import Bench
from evals.formats import parse_answer
from evals.judging import Judging
from evals.types import Ask, GoldEvidence, Question, Record
from index.errors import DebateError
from index.sentences import split_sentences
from index.types import Document, Evidence, Passage, Span

EN_TEXT = "Musk gave 40 million dollars to the lab. He left the board in 2018. The lab kept its models closed."
ZH_TEXT = "马斯克投了4000万美元。他在2018年离开董事会。实验室没有公开模型。"


def document(name: str, text: str, script: str = "en") -> Document:
    return Document(name, f"Title {name}", "Press", "2024-03-09", "", script, f"{name}.txt", "0" * 64, text)  # type: ignore[arg-type]


DOCUMENTS = {"doc-en": document("doc-en", EN_TEXT), "doc-zh": document("doc-zh", ZH_TEXT, "zh-Hans")}


class WordJudge:
    """Supports a claim by the share of its words that the evidence has; for Chinese, of its characters."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    threshold = 0.8

    def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
        self.calls.append((claim, evidence))
        if "UNJUDGEABLE" in claim:
            raise DebateError("too long for the judge")
        if "NAN" in claim:
            return float("nan")
        words = claim.lower().split() if claim.isascii() else [c for c in claim if c.isalnum()]
        return sum(w.strip(".") in evidence.lower() for w in words) / max(1, len(words))


def citation(number: int, quote: str, owner: str = "doc-en") -> dict[str, Any]:
    start = DOCUMENTS[owner].text.find(quote)
    return {"number": number, "document_id": owner, "quote": quote, "start": start, "end": start + len(quote)}


def answer(*sentences: tuple[str, list[int]], quotes: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    return {
        "answer": " ".join(text for text, _ in sentences),
        "refused": False,
        "sentences": [{"text": t, "citations": c, "support": 0.9, "supported": True} for t, c in sentences],
        "citations": list(quotes),
        "evidence": [{"passage_id": n, "document_id": n, "text": d.text} for n, d in DOCUMENTS.items()],
        "timings_ms": {"first_token": 100, "total": 900},
        "model": "fake",
        **more,
    }


REFUSAL = {"answer": "The documents do not say.", "refused": True, "refusal_reason": "no_evidence"}


class FakeSystem:
    """Answers from a table by ask id (a missing id raises); remembers what it was asked."""

    alive = True

    def __init__(self, answers: Mapping[str, dict[str, Any]], judge: WordJudge | None = None) -> None:
        self.answers = answers
        self.name = "fake system"
        self.documents: Mapping[str, Document] = DOCUMENTS
        self.judge = judge
        self.asked: list[str] = []
        self.search = search
        self.made = None

    def has(self, ask: Ask) -> bool:
        return True

    def answer(self, ask: Ask) -> dict[str, Any]:
        self.asked.append(ask.id)
        found = self.answers.get(ask.id, self.answers.get(ask.id.split("~")[0]))
        if found is None:
            raise DebateError(f"no answer for {ask.id}")
        return {"question": ask.question.question, **found}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def search(query: str, k: int) -> Sequence[Evidence]:
    """Each sentence of both documents as a passage, in a fixed order."""
    found = []
    for owner, doc in DOCUMENTS.items():
        for span in split_sentences(doc.text):
            text = doc.text[span.start : span.end]
            passage = Passage(
                f"{owner}-{span.start}", owner, text, span.start, span.end, (Span(span.start, span.end),), ""
            )
            found.append(Evidence(passage, len(found) + 1, 1.0 / (len(found) + 1)))
    return found[:k]


def question(name: str, text: str = "How much did Musk give?", **more: Any) -> Question:
    fields: dict[str, Any] = {"language": "en", "kind": "fact", "answerable": True, **more}
    return Question(name, text, **fields)


def gold(owner: str, quote: str) -> GoldEvidence:
    assert quote in DOCUMENTS[owner].text
    return GoldEvidence(owner, quote)


def bench(
    questions: Sequence[Question], answers: Mapping[str, dict[str, Any]], judge: WordJudge | None = None
) -> Bench:
    records = {name: record(name, row) for name, row in answers.items()}
    return Bench(
        {q.id: q for q in questions},
        Judging(judge or WordJudge()),
        records,
        {n: d.text for n, d in DOCUMENTS.items()},
        {n: d.script for n, d in DOCUMENTS.items()},
        {n: d.date for n, d in DOCUMENTS.items()},
        search,
    )


def record(name: str, row: Mapping[str, Any]) -> Record:
    return parse_answer({"id": name, **row}, split_sentences)


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path
