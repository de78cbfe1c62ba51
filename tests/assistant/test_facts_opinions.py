import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts import NameTable
from assistant.facts.opinions import bare_opinion

NAMES = NameTable.general()


@pytest.mark.parametrize(
    "statement, evidence, bare",
    [
        ("夜市一关，半条街的人就没了生计。", "商贩代表吴兰认为，夜市一关，半条街的人就没了生计。", True),
        ("吴兰认为，夜市一关，半条街的人就没了生计。", "商贩代表吴兰认为，夜市一关，半条街的人就没了生计。", False),
        ("The bridge is unsafe.", "The engineer said that the bridge was unsafe.", True),
        ("The bridge may be unsafe.", "The engineer said that the bridge was unsafe.", False),
        ("The bridge is unsafe.", "工程师说这座桥不安全。", True),
        (
            "The bridge was built in 1912.",
            "这座桥建于1912年。工程师说它不安全。",
            False,
        ),  # across languages one plain sentence will do
        ("这座桥建于1912年。", "这座桥建于1912年。工程师说它不安全。", False),
        ("这座桥不安全。", "它建于1912年。工程师说这座桥不安全。", True),
        ("这座桥是全城的骄傲。", "市长的话是：“这座桥是全城的骄傲。”", True),
        ("anything", "", False),
    ],
)
def test_an_opinion_given_as_fact_is_seen(statement: str, evidence: str, bare: bool) -> None:
    assert bare_opinion(statement, evidence, NAMES) is bare


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(statement: str, evidence: str) -> None:
    assert bare_opinion(statement, evidence, NAMES) in (True, False)
