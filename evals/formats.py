"""The files that evals read: questions, answers and claim-evidence pairs. ``evals/README.md`` shows an example of
each.

Every parser raises ValueError with what is wrong and what to do; ``lines.read_lines`` adds file and line.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.types import Turn
from evals import lines
from evals.markers import Splitter, cited_sentences
from evals.types import AnswerSentence, CitedQuote, GoldEvidence, Pair, Question, Record, ShownPassage

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
MAX_LANGUAGE = "one of zh-Hans, zh-Hant, en"

Detect = Callable[[str], str]


def read_questions(path: Path, detect: Detect, documents: Collection[str] | None = None) -> list[Question]:
    """Questions of a file; ``detect`` finds the language where a line does not tell it.

    ``documents`` are the ids that evidence may name (None: not checked).
    Raises InputError with the line of whatever cannot be used.
    """

    def parse(row: dict[str, Any]) -> Question:
        question = lines.text(row, "question")
        evidence = tuple(_gold(item) for item in lines.items(row, "evidence"))
        for gold in evidence:
            _known(gold.document_id, documents)
        only = lines.texts(row, "documents") or None
        for name in only or ():
            _known(name, documents)
        return Question(
            id=lines.text(row, "id"),
            question=question,
            language=_language(row) or detect(question),
            kind=lines.text(row, "kind", default=""),
            half=lines.text(row, "half", default=""),
            answerable=lines.flag(row, "answerable"),
            history=tuple(_turn(item) for item in lines.items(row, "history")),
            must_hold=tuple(_group(item) for item in lines.items(row, "must_hold")),
            must_not_hold=lines.texts(row, "must_not_hold"),
            correction=tuple(_group(item) for item in lines.items(row, "correction")),
            gold_answer=lines.text(row, "gold_answer", default=""),
            evidence=evidence,
            documents=only,
        )

    return lines.read_lines(path, parse, lambda q: q.id)


def read_paraphrases(path: Path, questions: Mapping[str, Question]) -> list[Question]:
    """Questions in other words, ``{"id", "paraphrases": [text…]}`` a line, as questions with the id ``ID~p1`` ….

    Lines of questions that are not in this run are passed over.
    """
    rows = lines.read_lines(path, lambda row: (lines.text(row, "id"), lines.texts(row, "paraphrases")), lambda r: r[0])
    return [
        replace(questions[name], id=f"{name}~p{n}", question=text)
        for name, texts in rows
        if name in questions
        for n, text in enumerate(texts, 1)
    ]


def read_answers(
    path: Path, split: Splitter, questions: Collection[str], documents: Collection[str] | None = None
) -> list[Record]:
    """Answers of a file, each to one of ``questions`` (ids); ``split`` cuts answers that come as one text.

    Raises InputError with the line of whatever cannot be used.
    """

    def parse(row: dict[str, Any]) -> Record:
        record = parse_answer(row, split)
        if record.id not in questions:
            raise ValueError(f"id {record.id!r} is no question of this run; give the file's questions by --questions")
        for citation in record.citations:
            _known(citation.document_id, documents)
        return record

    return lines.read_lines(path, parse, lambda r: r.id)


def parse_answer(row: dict[str, Any], split: Splitter) -> Record:
    """One answer object, as ``debate ask --json`` writes it or with as little as ``id`` and ``answer``."""
    name = lines.text(row, "id")
    if row.get("error"):
        return Record(id=name, answer="", refused=False, error=str(row["error"]))
    refused = bool(lines.flag(row, "refused"))
    answer = lines.text(row, "answer", default="")
    given = lines.items(row, "sentences")
    sentences = tuple(_sentence(item) for item in given) if given else cited_sentences(answer, split)
    if not refused and not sentences:
        raise ValueError('the answer is empty; write what the system said, or "refused": true if it would not answer')
    citations = tuple(_citation(item) for item in lines.items(row, "citations"))
    numbers = {c.number for c in citations}
    for sentence in sentences:
        for number in sentence.citations:
            if number not in numbers and not refused and given:
                raise ValueError(f'a sentence cites [{number}], which is not in "citations"; add it')
    timings = row.get("timings_ms")
    return Record(
        id=name,
        answer=answer or " ".join(s.text for s in sentences),
        refused=refused,
        sentences=sentences,
        citations=citations,
        evidence=tuple(_shown(item) for item in lines.items(row, "evidence")),
        refusal_reason=row.get("refusal_reason"),
        score=_score(row),
        timings_ms={k: float(v) for k, v in timings.items() if isinstance(v, int | float)}
        if isinstance(timings, dict)
        else {},
        model=lines.text(row, "model", default=""),
    )


def read_pairs(path: Path, find: Callable[[dict[str, Any]], str] | None = None) -> list[Pair]:
    """Claim-evidence pairs; ``find`` gives the evidence of a line that names it by reference (LookupError: not here).

    Raises InputError with the line of whatever cannot be used.
    """

    def parse(row: dict[str, Any]) -> Pair:
        missing, evidence, reference = "", "", ""
        if row.get("evidence") is None and find is not None and isinstance(row.get("xquad"), dict):
            reference = f"XQuAD {row['xquad'].get('language')} paragraph {row['xquad'].get('paragraph')}"
            try:
                evidence = find(row["xquad"])
            except LookupError as error:
                missing = str(error.args[0])
        else:
            evidence = lines.text(row, "evidence")
        return Pair(
            id=lines.text(row, "id"),
            claim=lines.text(row, "claim"),
            evidence=evidence,
            question=lines.text(row, "question", default="") or None,
            supported=lines.flag(row, "supported"),
            kind=lines.text(row, "kind", default=""),
            language=lines.text(row, "language", default=""),
            half=lines.text(row, "half", default=""),
            origin="xquad" if reference else "documents" if row.get("document_id") else "elsewhere",
            reference=reference,
            missing=missing,
        )

    return lines.read_lines(path, parse, lambda p: p.id)


def _language(row: dict[str, Any]) -> str:
    language = lines.text(row, "language", default="")
    if language and language not in LANGUAGES:
        raise ValueError(f'field "language" is {language!r}; write {MAX_LANGUAGE}, or leave it out')
    return language


def _known(name: str, documents: Collection[str] | None) -> None:
    if documents is not None and name not in documents:
        some = ", ".join(sorted(documents)[:3])
        raise ValueError(f"no document {name!r} in this index (it has {some} …); `debate docs list` shows them all")


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f'each of "{name}" must be an object, not {type(value).__name__}')
    return value


def _gold(value: Any) -> GoldEvidence:
    row = _object(value, "evidence")
    return GoldEvidence(lines.text(row, "document_id"), lines.text(row, "quote"))


def _turn(value: Any) -> Turn:
    row = _object(value, "history")
    return Turn(lines.text(row, "question"), lines.text(row, "answer", default=""))


def _group(value: Any) -> tuple[str, ...]:
    group = [value] if isinstance(value, str) else value
    if not isinstance(group, list) or not group or not all(isinstance(v, str) and v.strip() for v in group):
        raise ValueError(f'each of "must_hold" must be a string or a list of alternatives, not {value!r}')
    return tuple(group)


def _number(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f'"{name}" must be a whole number, not {value!r}')
    return value


def _sentence(value: Any) -> AnswerSentence:
    row = _object(value, "sentences")
    numbers = tuple(_number(n, "citations") for n in lines.items(row, "citations"))
    return AnswerSentence(lines.text(row, "text", empty=True), numbers)


def _citation(value: Any) -> CitedQuote:
    row = _object(value, "citations")
    start, end = row.get("start"), row.get("end")
    return CitedQuote(
        _number(row.get("number"), "number"),
        lines.text(row, "document_id"),
        lines.text(row, "quote"),
        None if start is None else _number(start, "start"),
        None if end is None else _number(end, "end"),
    )


def _shown(value: Any) -> ShownPassage:
    row = _object(value, "evidence")
    return ShownPassage(
        lines.text(row, "passage_id", default=""), lines.text(row, "document_id", default=""), lines.text(row, "text")
    )


def _score(row: dict[str, Any]) -> float | None:
    """The system's own measure of whether it may answer; else the support of what it said."""
    for name in ("evidence_score", "answerable_score"):
        if isinstance(row.get(name), int | float):
            return float(row[name])
    supports = [s.get("support") for s in row.get("sentences") or () if isinstance(s, dict)]
    known = [float(s) for s in supports if isinstance(s, int | float) and not isinstance(s, bool)]
    return max(known, default=None)
