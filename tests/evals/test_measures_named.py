"""What the evals measure, and all that a report says of it, has words in every language of the page."""

import json
import re
from pathlib import Path

import pytest

from assistant.language import fits
from evals.measures_named import _EXTRAS, _FORMULAS, _NAMES, _SUITES, in_words, measure_name, suite_name
from evals.suites.registry import SUITES
from evals.words import _VALUES, _WORDS, LANGUAGES, figure_words, say, value_name

GOLDEN = Path(__file__).parents[2] / "evals" / "golden"
MEASURES = [(suite.name, measure.name, measure.title) for suite in SUITES.values() for measure in suite.measures]


@pytest.mark.parametrize(("suite", "measure", "title"), MEASURES)
def test_every_measure_is_named_in_every_language(suite: str, measure: str, title: str) -> None:
    simplified, traditional, english = (measure_name(suite, measure, title, language) for language in LANGUAGES)
    assert fits(simplified, "zh-Hans") and fits(traditional, "zh-Hant")
    assert re.search("[\u4e00-\u9fff]", simplified) and not re.search("[\u4e00-\u9fff_]", english)


def test_no_name_is_left_of_a_measure_that_is_gone() -> None:
    assert set(_NAMES) == set(_FORMULAS) == {f"{suite}/{measure}" for suite, measure, _ in MEASURES}
    assert set(_SUITES) == set(SUITES) and {key.split("/")[0] for key in _EXTRAS} <= set(SUITES)


@pytest.mark.parametrize("words", [*_WORDS.values(), *_VALUES.values(), *_SUITES.values(), *_EXTRAS.values()])
def test_every_word_has_its_script_and_the_same_places_to_fill(words: tuple[str, str, str]) -> None:
    simplified, traditional, english = (re.sub(r"{\w+}", "", text) for text in words)
    assert not re.search("[\u4e00-\u9fff]", english)
    if re.search("[\u4e00-\u9fff]", simplified + traditional):  # others are names and figures, as AUC is
        assert fits(simplified, "zh-Hans") and fits(traditional, "zh-Hant")
    assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in words}) == 1


def test_formulas_are_in_their_script() -> None:
    for simplified, traditional in _FORMULAS.values():
        assert fits(simplified, "zh-Hans") and fits(traditional, "zh-Hant")


def test_kinds_of_questions_and_pairs_have_names() -> None:
    kinds = set[str]()
    for file in ("questions.jsonl", "judge.jsonl"):
        rows = (GOLDEN / file).read_text(encoding="utf-8").splitlines()
        kinds |= {json.loads(row)["kind"] for row in rows if '"kind"' in row}
    assert kinds and kinds <= set(_VALUES)
    assert value_name("en→both", "zh-Hans") == "英文→两种语言" and value_name("essay-1_a", "en") == "essay-1_a"


def test_a_figure_is_read_in_each_language() -> None:
    figure = {"value": 0.93, "low": 0.88, "high": 0.97, "units": 120.0, "unjudged": 2.0}
    assert figure_words(figure) == "0.930 [0.88, 0.97] of 120, 2 not judged"
    assert figure_words(figure, "zh-Hans") == "0.930 [0.88, 0.97]，共 120，2 个未评判"
    assert figure_words(None, "zh-Hant") == say("zh-Hant", "nothing")


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
