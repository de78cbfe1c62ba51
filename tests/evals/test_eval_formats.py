"""What people hand in is read whole or refused with the line and what to do."""

from pathlib import Path
from typing import Any

import pytest
from eval_fakes import DOCUMENTS, write_rows

from evals import formats
from evals.errors import InputError
from evals.markers import cited_sentences
from index.sentences import split_sentences


def read(path: Path) -> list[Any]:
    return formats.read_questions(path, lambda _: "en", DOCUMENTS)


def test_the_least_a_question_needs(tmp_path: Path) -> None:
    found = read(write_rows(tmp_path / "q.jsonl", [{"id": "a", "question": "Why?"}]))[0]
    assert (found.id, found.language, found.answerable, found.must_hold) == ("a", "en", None, ())


def test_must_hold_takes_strings_and_alternatives(tmp_path: Path) -> None:
    row = {"id": "a", "question": "Why?", "must_hold": ["x", ["y", "z"]]}
    assert read(write_rows(tmp_path / "q.jsonl", [row]))[0].must_hold == (("x",), ("y", "z"))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b'{"id": "b"}', 'field "question" is missing; add it'),
        (b'{"question": "q"}', 'field "id" is missing'),
        (b'{"id": "b", "question": "  "}', "is empty; fill it"),
        (b'{"id": 3, "question": "q"}', "must be a string, not int"),
        (b'{"id": "a", "question": "q"}', "already on line 1; give it another id"),
        (b'{"id": "b", "question": "q", "language": "fr"}', "write one of zh-Hans, zh-Hant, en"),
        (b'{"id": "b", "question": "q", "answerable": "yes"}', "must be true or false"),
        (b'{"id": "b", "question": "q", "must_hold": [[]]}', "a list of alternatives"),
        (b'{"id": "b", "question": "q", "evidence": [{"document_id": "moon", "quote": "x"}]}', "no document 'moon'"),
        (b'{"id": "b", "question": "q", "history": ["hi"]}', "must be an object"),
        (b"[1, 2]", "a JSON object is wanted"),
        (b'{"id": "b", "question": "q"', "not valid JSON"),
        (b"\xff\xfe\x00", "save the file as UTF-8"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, line: bytes, what: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'{"id": "a", "question": "q"}\n\n' + line + b"\n")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith("q.jsonl:3: ")
    assert what in str(caught.value)


def test_further_bad_lines_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "a"}\n' * 9)
    with pytest.raises(InputError, match=r"q\.jsonl:1: .*\(also lines 2, 3, 4, 5, 6 …\)"):
        read(path)


def test_an_empty_or_absent_file(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n \n")
    with pytest.raises(InputError, match="no line in it"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="check the path"):
        read(tmp_path / "absent.jsonl")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(b"\xef\xbb\xbf" + b'{"id": "a", "question": "q"}\n')
    assert read(tmp_path / "q.jsonl")[0].id == "a"


def test_ten_thousand_questions(tmp_path: Path) -> None:
    rows = [{"id": f"q{n}", "question": f"Question {n}?"} for n in range(10_000)]
    assert len(read(write_rows(tmp_path / "q.jsonl", rows))) == 10_000


def answers(path: Path) -> list[Any]:
    return formats.read_answers(path, split_sentences, {"a", "b"}, DOCUMENTS)


def test_an_answer_of_one_text_is_cut_into_cited_sentences(tmp_path: Path) -> None:
    row = {"id": "a", "answer": "Musk gave money [1]. He left. [2]", "citations": []}
    found = answers(write_rows(tmp_path / "a.jsonl", [row]))[0]
    assert [(s.text, s.citations) for s in found.sentences] == [("Musk gave money.", (1,)), ("He left.", (2,))]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"id": "a", "answer": " "}, "the answer is empty"),
        ({"id": "zz", "answer": "x"}, "is no question of this run"),
        ({"id": "a", "answer": "x", "citations": [{"number": 1, "document_id": "moon", "quote": "q"}]}, "'moon'"),
        ({"id": "a", "sentences": [{"text": "x", "citations": [7]}]}, 'cites [7], which is not in "citations"'),
        ({"id": "a", "answer": "x", "citations": [{"number": "1", "document_id": "doc-en", "quote": "q"}]}, "whole"),
        ({"id": "a", "answer": "x", "citations": {}}, "must be a list"),
    ],
)
def test_a_bad_answer_is_named(tmp_path: Path, row: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError) as caught:
        answers(write_rows(tmp_path / "a.jsonl", [row]))
    assert "a.jsonl:1: " in str(caught.value) and what in str(caught.value)


def test_refusals_and_errors_need_no_text(tmp_path: Path) -> None:
    rows = [{"id": "a", "answer": "", "refused": True}, {"id": "b", "error": "timeout"}]
    refused, failed = answers(write_rows(tmp_path / "a.jsonl", rows))
    assert refused.refused and failed.error == "timeout"


def test_pairs_by_reference(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "claim": "c", "evidence": "e", "supported": True},
        {"id": "2", "claim": "c", "xquad": {"language": "en", "paragraph": 3}, "supported": False},
    ]
    path = write_rows(tmp_path / "p.jsonl", rows)

    def absent(_: dict[str, Any]) -> str:
        raise LookupError("not here")

    found = formats.read_pairs(path, lambda ref: f"paragraph {ref['paragraph']}")
    assert [p.evidence for p in found] == ["e", "paragraph 3"] and found[1].reference
    assert formats.read_pairs(path, absent)[1].missing == "not here"
    with pytest.raises(InputError, match=':2: field "evidence" is missing'):
        formats.read_pairs(path)


def test_paraphrases_are_the_question_in_other_words(tmp_path: Path) -> None:
    questions = {
        q.id: q for q in read(write_rows(tmp_path / "q.jsonl", [{"id": "a", "question": "q", "kind": "fact"}]))
    }
    rows = [{"id": "a", "paraphrases": ["x", "y"]}, {"id": "other", "paraphrases": ["z"]}]
    found = formats.read_paraphrases(write_rows(tmp_path / "p.jsonl", rows), questions)
    assert [(p.id, p.question, p.kind) for p in found] == [("a~p1", "x", "fact"), ("a~p2", "y", "fact")]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("马斯克投了钱[1]。他走了。[2][3]", [("马斯克投了钱。", (1,)), ("他走了。", (2, 3))]),
        ("One [1, 2]. Two", [("One.", (1, 2)), ("Two", ())]),
        ("[1]", []),
        ("", []),
        ("No marks.", [("No marks.", ())]),
        ("引用【4】在中间，还有。", [("引用在中间，还有。", (4,))]),
    ],
)
def test_markers_belong_to_the_sentence_before_them(answer: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(s.text, s.citations) for s in cited_sentences(answer, split_sentences)] == expected
