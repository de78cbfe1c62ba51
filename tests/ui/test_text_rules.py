"""Every rule of cleaning has a name in every language of the page."""

import re

import pytest

from assistant.language import fits
from index.clean import LINE_RULES, REPAIRS
from ui.text_rules import _NAMES, rule_name


def test_no_rule_is_without_a_name_and_no_name_without_its_rule() -> None:
    assert set(_NAMES) == {rule.__name__ for rule in (*REPAIRS, *LINE_RULES)} | {"signature"}


@pytest.mark.parametrize("rule", _NAMES)
def test_names_are_in_their_script(rule: str) -> None:
    assert fits(rule_name(rule, "zh-Hans"), "zh-Hans") and fits(rule_name(rule, "zh-Hant"), "zh-Hant")
    assert not re.search("[\u4e00-\u9fff_]", rule_name(rule, "en"))


def test_a_new_rule_is_told_by_its_own_name() -> None:
    assert rule_name("a_new_rule", "zh-Hans") == "a new rule"
