"""What the evals measure has a name in every language of the page."""

import re

import pytest

from assistant.language import fits
from evals.suites.registry import SUITES
from ui.text import LANGUAGES
from ui.text_measures import _NAMES, in_words, measure_name, suite_name

MEASURES = [(suite.name, measure.name, measure.title) for suite in SUITES.values() for measure in suite.measures]


@pytest.mark.parametrize(("suite", "measure", "title"), MEASURES)
def test_every_measure_is_named_in_every_language(suite: str, measure: str, title: str) -> None:
    simplified, traditional, english = (measure_name(suite, measure, title, language) for language in LANGUAGES)
    assert fits(simplified, "zh-Hans") and fits(traditional, "zh-Hant")
    assert re.search("[\u4e00-\u9fff]", simplified) and not re.search("[\u4e00-\u9fff_]", english)


def test_no_name_is_left_of_a_measure_that_is_gone() -> None:
    assert set(_NAMES) == {f"{suite}/{measure}" for suite, measure, _ in MEASURES}


def test_a_measure_that_the_page_does_not_know_keeps_its_title() -> None:
    assert measure_name("new", "thing", "a new thing", "zh-Hans") == "a new thing"
    assert suite_name("new", "New suite", "zh-Hant") == "New suite"


def test_a_summary_is_told_in_the_readers_words_and_keeps_its_figures() -> None:
    measures = [{"name": "recall", "title": "must be refused, refused", "what": "", "better": "high"}]
    figures = [{"measure": "recall", "value": 0.5}]
    summary = {"run": "r", "suites": {"refusal": {"title": "Refusal", "measures": measures, "figures": figures}}}
    told = in_words(summary, "zh-Hans")
    assert told["suites"]["refusal"]["measures"][0]["title"] == "该拒答的拒答了"
    assert told["suites"]["refusal"]["title"] == "拒答" and told["run"] == "r"
    assert told["suites"]["refusal"]["figures"] == figures
    assert measures[0]["title"] == "must be refused, refused"
