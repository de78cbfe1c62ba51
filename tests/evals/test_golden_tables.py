"""The committed pairs, key facts, positions and events are well formed and balanced, their quotes word for word."""

from typing import Any

import pytest

from evals.golden import check_tables
from evals.golden.check_questions import read_rows
from evals.golden.check_tables import ELSEWHERE, EVENTS, JUDGE, KEY_FACTS, POSITIONS, committed_documents
from index.types import Document

CHECKS = {
    JUDGE: check_tables.check_judge,
    ELSEWHERE: check_tables.check_elsewhere,
    KEY_FACTS: check_tables.check_key_facts,
    POSITIONS: check_tables.check_positions,
    EVENTS: check_tables.check_events,
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return committed_documents()


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_committed_table_has_no_fault(path: Any, documents: dict[str, Document]) -> None:
    assert CHECKS[path](read_rows(path), documents) == []


@pytest.mark.parametrize(
    ("path", "change", "fault"),
    [
        (JUDGE, {"half": "train"}, "half 'train'"),
        (JUDGE, {"points": 3}, "unknown key 'points'"),
        (JUDGE, {"claim": " "}, "'claim' is empty"),
        (JUDGE, {"kind": "contradicted", "supported": True}, "does not go with"),
        (JUDGE, {"evidence": "馬斯克買下了月球。", "document_id": "nbd"}, "evidence is not in nbd"),
        (JUDGE, {"document_id": "moon"}, "no document 'moon'"),
        (JUDGE, {"xquad": {"language": "en", "paragraph": 1}}, "by language and paragraph only"),
        (JUDGE, {"language": "zh-Hant", "claim": "马斯克"}, "not in zh-Hant: 马"),
        (ELSEWHERE, {"kind": "contradicted", "supported": True}, "does not go with"),
        (ELSEWHERE, {"evidence": "馬斯克"}, "is in nbd"),
        (KEY_FACTS, {"must_hold": [["nobody says this"]]}, "lacks its own fact"),
        (KEY_FACTS, {"importance": 4}, "importance is 4"),
        (KEY_FACTS, {"quote": "馬斯克買下了月球。"}, "quote is not in"),
        (POSITIONS, {"stance": "neutral"}, "stance 'neutral'"),
        (POSITIONS, {"speaker": "Nobody Atall"}, "does not occur"),
        (POSITIONS, {"date": "1999-01-01"}, "is not that of"),
        (EVENTS, {"date_normalised": "2024-13"}, "is not YYYY"),
        (EVENTS, {"date_text": "明天"}, "not in its quote"),
        (EVENTS, {"conflicts_with": ["event-99"]}, "does not say so"),
        (EVENTS, {"what_en": "馬斯克"}, "is not in en"),
    ],
)
def test_each_fault_is_found(path: Any, change: dict[str, Any], fault: str, documents: dict[str, Document]) -> None:
    rows = read_rows(path)
    rows[0] |= change
    faults = CHECKS[path](rows, documents)
    assert any(line.startswith(rows[0]["id"]) and fault in line for line in faults), faults


def test_missing_key_and_paragraph_beyond_the_last_are_found(documents: dict[str, Document]) -> None:
    rows = read_rows(JUDGE)
    last = next(row for row in rows if "xquad" in row)
    last["xquad"]["paragraph"] = 240
    del rows[0]["claim"]
    faults = check_tables.check_judge(rows, documents)
    assert any("no paragraph of XQuAD" in fault for fault in faults)
    assert any("lacks 'claim'" in fault for fault in faults)


def test_faults_of_the_whole_set_are_found(documents: dict[str, Document]) -> None:
    rows = read_rows(JUDGE)
    leaked = next(row for row in rows if row["half"] == "tune")
    leaked["half"] = "report"
    assert any("both halves" in fault for fault in check_tables.check_judge(rows, documents))

    rows = read_rows(JUDGE)
    supported = [row for row in rows if row["supported"]]
    faults = check_tables.check_judge(supported, documents)
    assert any("supported pairs: a share of 1.00" in fault for fault in faults)
    assert any("pairs of kind wrong_date" in fault for fault in faults)

    rows.append(rows[0] | {"id": "again"})
    assert any("occurs 2 times" in fault for fault in check_tables.check_judge(rows, documents))

    for path, fewer in ((KEY_FACTS, "key facts of"), (POSITIONS, "positions, fewer"), (EVENTS, "events, fewer")):
        few = read_rows(path)[:5]
        assert any(fewer in fault for fault in CHECKS[path](few, documents))
