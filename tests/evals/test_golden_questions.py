"""The committed golden questions are well formed, balanced, and their quotes stand in the documents word for word."""

import copy
import json
from typing import Any

import pytest

from evals.golden.check_questions import (
    HALVES,
    OTHERS,
    PARAPHRASES,
    QUESTIONS,
    SEEDS,
    check,
    check_rows,
    read_rows,
    wrong_script,
)
from index.documents import load_documents


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    return {document.id: document.text for document in load_documents(SEEDS).documents}


@pytest.fixture
def questions() -> list[dict[str, Any]]:
    return read_rows(QUESTIONS)


@pytest.fixture
def paraphrases() -> list[dict[str, Any]]:
    return read_rows(PARAPHRASES)


def test_committed_set_has_no_fault(
    questions: list[dict[str, Any]], paraphrases: list[dict[str, Any]], documents: dict[str, str]
) -> None:
    assert check(questions, paraphrases, documents) == []


def _first(questions: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(row for row in questions if row["kind"] == kind)


@pytest.mark.parametrize(
    ("kind", "change", "fault"),
    [
        ("fact", {"half": "train"}, "half 'train'"),
        ("fact", {"points": 3}, "unknown key 'points'"),
        ("fact", {"must_hold": [[]]}, "empty fact"),
        ("fact", {"must_hold": [["no answer says this"]]}, "lacks its own fact"),
        ("fact", {"must_not_hold": ["Musk"], "language": "en", "gold_answer": "Musk."}, "must not"),
        ("fact", {"evidence": []}, "evidence"),
        ("fact", {"evidence": [{"document_id": "nbd", "quote": "馬斯克買下了月球。"}]}, "quote is not in nbd"),
        ("fact", {"evidence": [{"document_id": "moon", "quote": "x"}]}, "no document 'moon'"),
        ("fact", {"language": "zh-Hant", "gold_answer": "马斯克"}, "not in zh-Hant"),
        ("multi_document", {"evidence": [{"document_id": "nbd", "quote": "馬斯克"}]}, "from one"),
        ("follow_up", {"history": []}, "needs a history"),
        ("near_miss", {"answerable": True}, "must be refused"),
        ("near_miss", {"must_hold": [["40"]]}, "nothing it must hold"),
        ("false_premise", {"correction": []}, "correction"),
    ],
)
def test_each_fault_is_found(
    kind: str,
    change: dict[str, Any],
    fault: str,
    questions: list[dict[str, Any]],
    paraphrases: list[dict[str, Any]],
    documents: dict[str, str],
) -> None:
    row = _first(questions, kind)
    row.update(copy.deepcopy(change))
    faults = check(questions, paraphrases, documents)
    assert any(line.startswith(row["id"]) and fault in line for line in faults), faults


def test_set_faults_are_found(
    questions: list[dict[str, Any]], paraphrases: list[dict[str, Any]], documents: dict[str, str]
) -> None:
    few = questions[:100]
    assert any("fewer than" in line for line in check(few, paraphrases, documents))
    twice = [*questions, dict(questions[0])]
    assert any("occurs 2 times" in line for line in check(twice, paraphrases, documents))
    odd = [*paraphrases[1:], {"id": "q000", "paraphrases": ["a", "b"]}]
    assert any("no question q000" in line for line in check(questions, odd, documents))


def test_rows_are_one_object_a_line() -> None:
    for line in QUESTIONS.read_text("utf-8").splitlines():
        assert isinstance(json.loads(line), dict)


def test_wrong_script() -> None:
    assert wrong_script("馬斯克在2018年退出", "zh-Hans") == "馬"
    assert wrong_script("马斯克在2018年退出", "zh-Hant") == "马"
    assert wrong_script("Zhu Xiaohu (朱啸虎)", "en") == "朱啸虎"


def test_the_questions_on_other_documents_fit_them() -> None:
    documents = {doc.id: doc.text for doc in load_documents(OTHERS).documents}
    rows = read_rows(OTHERS / "questions.jsonl")
    assert check_rows(rows, documents) == []
    assert len({row["id"] for row in rows}) == len(rows)
    of = {
        half: {item["document_id"] for row in rows if row["half"] == half for item in row["evidence"]}
        for half in HALVES
    }
    assert of["tune"] and of["report"] and not of["tune"] & of["report"]
    assert check_rows([{**rows[0], "evidence": [{"document_id": "r1", "quote": "not there"}]}], documents)
