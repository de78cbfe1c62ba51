"""A broken run loses nothing it finished, and a half-written line is never a result."""

from pathlib import Path

import pytest

from evals.errors import RunError
from evals.journal import Journal, write_whole


def test_rows_are_there_after_a_break(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    with Journal(path) as journal:
        journal.append({"id": "1", "text": "中文\u2028\ud800"})
    with Journal(path) as journal:
        assert journal.rows["1"]["text"] == "中文\u2028\ud800"
        assert not journal.repaired


@pytest.mark.parametrize("tail", ['{"id": "2", "te', '{"id": "2"}', "\x00\x00", '{"id": "2"\n'])
def test_a_half_written_last_line_is_cut_off_and_done_again(tmp_path: Path, tail: str) -> None:
    path = tmp_path / "j.jsonl"
    path.write_text('{"id":"1"}\n' + tail)
    with Journal(path) as journal:
        assert journal.repaired and list(journal.rows) == ["1"]
        journal.append({"id": "2"})
    assert path.read_text() == '{"id":"1"}\n{"id":"2"}\n'


def test_every_cut_of_a_journal_leaves_whole_rows(tmp_path: Path) -> None:
    whole = b'{"id":"1","a":"\xe4\xb8\xad"}\n{"id":"2"}\n{"id":"3"}\n'
    path = tmp_path / "j.jsonl"
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(path) as journal:
            assert len(journal.rows) == whole[:cut].count(b"\n")


def test_a_broken_line_in_the_middle_is_not_ours_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_text('{"id":"1"}\nnonsense\n{"id":"2"}\n')
    with pytest.raises(RunError, match=r"j\.jsonl:2: broken line; delete it"):
        Journal(path)


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "x.json", "one")
    write_whole(tmp_path / "deep" / "x.json", "two")
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["x.json"]
    assert (tmp_path / "deep" / "x.json").read_text() == "two"
