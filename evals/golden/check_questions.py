"""Check the golden questions against their format and against the documents they were written from.

``check(questions, paraphrases, documents)`` returns one line per fault, none when all is well. Run as a module it
checks the committed files and prints what they hold::

    python -m evals.golden.check_questions

The format is described in ``README.md`` beside this file.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from evals.golden.match import holds, missing, normalise
from index.documents import load_documents
from index.types import Script

FOLDER = Path(__file__).parent
QUESTIONS = FOLDER / "questions.jsonl"
PARAPHRASES = FOLDER / "paraphrases.jsonl"
SEEDS = FOLDER.parents[1] / "seeds"
OTHERS = FOLDER / "others"
"""Documents that no rule was written with, and questions on them."""

HALVES = ("tune", "report")
ANSWERED_KINDS = ("fact", "attribution", "multi_document", "disagreement", "follow_up")
REFUSED_AT_LEAST = {"near_miss": 35, "false_premise": 12, "out_of_scope": 10, "small_talk": 5, "injection": 10}
KINDS = (*ANSWERED_KINDS, *REFUSED_AT_LEAST)
LANGUAGES: tuple[str, ...] = get_args(Script)
QUESTIONS_AT_LEAST = 170
REFUSED_IN_ALL_AT_LEAST = 70
PARAPHRASED_AT_LEAST = 30
HALF_SHARE_AT_LEAST = 0.25
"""Least share of the questions of one kind that either half must have."""
LANGUAGE_TOLERANCE = 0.05
"""Most by which a language's share of all questions may differ from a third."""

REQUIRED: Mapping[str, type] = {
    "id": str,
    "half": str,
    "kind": str,
    "language": str,
    "question": str,
    "history": list,
    "answerable": bool,
    "must_hold": list,
    "must_not_hold": list,
    "gold_answer": str,
    "evidence": list,
}
OPTIONAL: Mapping[str, type] = {"correction": list, "note": str}

NAMES_IN_CHINESE = 8
"""Most Chinese characters of an English answer: it may give a name in the form of the document."""

_ENCODING = {"zh-Hans": "gb2312", "zh-Hant": "big5"}
"""A character set that holds only one script's form of a character, to tell simplified from traditional."""

Row = Mapping[str, Any]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a JSON Lines file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def wrong_script(text: str, language: str) -> str:
    """The Chinese characters of ``text`` that do not belong to ``language``'s script, in order of appearance."""
    found = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    if language == "en":
        return "".join(found)
    return "".join(char for char in found if not _encodable(char, _ENCODING[language]))


def check(questions: Sequence[Row], paraphrases: Sequence[Row], documents: Mapping[str, str]) -> list[str]:
    """All faults of the set, one line each. ``documents`` maps a document's id to its clean text."""
    faults = check_rows(questions, documents)
    if not faults:
        faults += _set_faults(questions)
    faults += _paraphrase_faults(paraphrases, {str(row.get("id")): row for row in questions})
    return faults


def check_rows(questions: Sequence[Row], documents: Mapping[str, str]) -> list[str]:
    """Faults of questions each by itself, whatever set they are of."""
    faults: list[str] = []
    for number, row in enumerate(questions, 1):
        place = str(row.get("id", f"line {number}"))
        shape = list(_shape_faults(row))
        faults += [f"{place}: {fault}" for fault in shape or _content_faults(row, documents)]
    return faults


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _shape_faults(row: Row) -> Iterator[str]:
    for key in REQUIRED.keys() - row.keys():
        yield f"lacks {key!r}"
    for key, value in row.items():
        kind = REQUIRED.get(key) or OPTIONAL.get(key)
        if kind is None:
            yield f"has an unknown key {key!r}"
        elif not isinstance(value, kind):
            yield f"{key!r} is not a {kind.__name__}"
    for key, allowed in (("half", HALVES), ("kind", KINDS), ("language", LANGUAGES)):
        if row.get(key) not in allowed:
            yield f"{key} {row.get(key)!r} is none of {', '.join(allowed)}"
    for key in ("must_hold", "correction"):
        for alternatives in row.get(key) or []:
            if not alternatives or not all(isinstance(text, str) and normalise(text) for text in alternatives):
                yield f"{key!r} has an empty fact or alternative"
    if not all(isinstance(text, str) and normalise(text) for text in row.get("must_not_hold") or []):
        yield "'must_not_hold' has an empty string"
    if any(set(turn) != {"question", "answer"} for turn in row.get("history") or []):
        yield "'history' has a turn without question and answer"
    if any(set(item) != {"document_id", "quote"} for item in row.get("evidence") or []):
        yield "'evidence' has an item without document_id and quote"


def _content_faults(row: Row, documents: Mapping[str, str]) -> Iterator[str]:
    if not row["question"].strip() or not row["gold_answer"].strip():
        yield "question or gold answer is empty"
    for item in row["evidence"]:
        text = documents.get(item["document_id"])
        if text is None:
            yield f"no document {item['document_id']!r}"
        elif not item["quote"] or item["quote"] not in text:
            yield f"quote is not in {item['document_id']}: {item['quote']}"
    for fact in missing(row["must_hold"] + row.get("correction", []), row["gold_answer"]):
        yield f"gold answer lacks its own fact: {' | '.join(fact)}"
    for text in row["must_not_hold"]:
        if holds(row["gold_answer"], text):
            yield f"gold answer holds what it must not: {text}"
    strange = wrong_script(row["gold_answer"], row["language"])
    if len(strange) > (NAMES_IN_CHINESE if row["language"] == "en" else 0):
        yield f"gold answer is not in {row['language']}: {strange}"
    if row["language"] != "en" and (strange := wrong_script(row["question"], row["language"])):
        yield f"question is not in {row['language']}: {strange}"
    if row["answerable"]:
        if not row["must_hold"] or not row["evidence"]:
            yield "answerable, but without a fact to hold or evidence"
        if row["kind"] == "multi_document" and len({item["document_id"] for item in row["evidence"]}) < 2:
            yield "draws on several documents, but its evidence is from one"
    elif row["must_hold"]:
        yield "must be refused, so there is nothing it must hold"
    if row["kind"] in ANSWERED_KINDS and not row["answerable"]:
        yield f"a question of kind {row['kind']} is answerable"
    if row["kind"] in REFUSED_AT_LEAST and row["kind"] != "injection" and row["answerable"]:
        yield f"a question of kind {row['kind']} must be refused"
    if (row["kind"] == "false_premise") != bool(row.get("correction")):
        yield "false premises, and only they, have a correction"
    if row["kind"] == "follow_up" and not row["history"]:
        yield "a follow-up needs a history"


def _set_faults(questions: Sequence[Row]) -> Iterator[str]:
    total = len(questions)
    if total < QUESTIONS_AT_LEAST:
        yield f"{total} questions, fewer than {QUESTIONS_AT_LEAST}"
    for key in ("id", "question"):
        seen = Counter((row[key], json.dumps(row["history"]) if key == "question" else "") for row in questions)
        for (value, _), count in seen.items():
            if count > 1:
                yield f"{key} {value!r} occurs {count} times"
    refused = Counter(row["kind"] for row in questions if not row["answerable"])
    if refused.total() < REFUSED_IN_ALL_AT_LEAST:
        yield f"{refused.total()} questions must be refused, fewer than {REFUSED_IN_ALL_AT_LEAST}"
    for kind, least in REFUSED_AT_LEAST.items():
        if refused[kind] < least:
            yield f"{refused[kind]} questions of kind {kind}, fewer than {least}"
    kinds = Counter((row["kind"], row["half"]) for row in questions)
    for kind in KINDS:
        first, second = (kinds[kind, half] for half in HALVES)
        if min(first, second) < max(1, HALF_SHARE_AT_LEAST * (first + second)):
            yield f"kind {kind} is not balanced: {first} tune, {second} report"
    for half in HALVES:
        rows = [row for row in questions if row["half"] == half]
        languages = Counter(row["language"] for row in rows)
        for language in LANGUAGES:
            if abs(languages[language] / max(len(rows), 1) - 1 / len(LANGUAGES)) > LANGUAGE_TOLERANCE:
                yield f"{half} half: {languages[language]} of {len(rows)} questions in {language}, far from a third"


def _paraphrase_faults(paraphrases: Sequence[Row], questions: Mapping[str, Row]) -> Iterator[str]:
    if len({row["id"] for row in paraphrases}) < max(PARAPHRASED_AT_LEAST, len(paraphrases)):
        yield f"paraphrases.jsonl: fewer than {PARAPHRASED_AT_LEAST} questions, or one twice"
    for row in paraphrases:
        question = questions.get(row["id"])
        if question is None:
            yield f"paraphrases.jsonl: no question {row['id']}"
            continue
        texts = row["paraphrases"]
        if len({normalise(text) for text in (*texts, question["question"])}) != 3:
            yield f"paraphrases.jsonl: {row['id']} needs two texts that differ from the question and each other"
        for text in texts:
            if question["language"] != "en" and (strange := wrong_script(text, question["language"])):
                yield f"paraphrases.jsonl: {row['id']} is not in {question['language']}: {strange}"


def main() -> int:
    """Check the committed files against the committed documents; the exit code is 1 when there are faults."""
    questions = read_rows(QUESTIONS)
    faults = check(questions, read_rows(PARAPHRASES), {doc.id: doc.text for doc in load_documents(SEEDS).documents})
    others = {doc.id: doc.text for doc in load_documents(OTHERS).documents}
    faults += check_rows(read_rows(OTHERS / "questions.jsonl"), others)
    for fault in faults:
        print(fault, file=sys.stderr)
    refused = sum(not row["answerable"] for row in questions)
    print(f"{len(questions)} questions, {refused} to be refused, {len(faults)} faults")
    for kind, count in Counter(row["kind"] for row in questions).items():
        print(f"  {kind:15} {count}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
