"""The load test itself, small: it counts, it fails where it must, and its plot is a plot."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.soak_load import SoakError, _report, asked, main
from evals.soak_plot import lines
from evals.soak_readers import Reader, Tally


def test_a_line_is_drawn() -> None:
    drawn = ElementTree.fromstring(lines([(0, 10), (1, 12), (2, 11)], "Memory <MiB>"))
    track = next(node for node in drawn.iter() if node.tag.endswith("polyline"))
    assert len(track.attrib["points"].split()) == 3
    ElementTree.fromstring(lines([], "nothing"))


def test_words_of_another_reader_are_a_fault() -> None:
    tally = Tally()
    reader = Reader(1, "http://127.0.0.1:1", ("q",), {}, tally, replay=True)
    reader._check("mine", ["mine"], {"question": "mine", "sentences": [{"text": "mine"}]})
    assert tally.faults == []
    reader._check("mine", ["theirs"], {"question": "mine", "sentences": [{"text": "theirs"}]})
    reader._check("mine", [], {"question": "theirs", "sentences": [{"text": "mine"}]})
    assert tally.counts["faults"] == 2


def test_readers_ask_in_both_languages_and_nothing_of_the_other_half() -> None:
    questions = asked()
    assert len(questions) == len(set(questions)) >= 5
    assert {question.isascii() for question in questions} == {True, False}


def test_memory_that_grows_is_told() -> None:
    grows = [(float(n), 100.0 + 5 * n) for n in range(40)]
    assert _report(Tally(), grows, True)["memory level"] is False
    assert _report(Tally(), [(float(n), 100.0) for n in range(40)], True)["memory level"] is True


@pytest.mark.slow
def test_a_short_load_of_a_replaying_server(tmp_path: Path) -> None:
    try:
        assert main(["--replay", "--readers", "6", "--minutes", "0.1", "--queue", "3", "--output", str(tmp_path)]) == 0
    except SoakError as error:
        # On a busy machine a process of its own may not have settled in six seconds; faults are faults always.
        assert "load test" in str(error)
    found = json.loads((tmp_path / "soak-load.json").read_text())
    assert found["faults"] == 0 and found["answered"] > 0 and found["a place for the next at once"]
    ElementTree.fromstring((tmp_path / "soak-load.svg").read_text())
