"""Numbers and dates of a Chinese sentence are written in English with the same value."""

import pytest

from assistant.facts import agree
from assistant.facts.english import english_figures


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("金额达到了4000万美元左右。", "about 40 million US dollars"),
        ("完成了6亿美元的战略投资。", "600 million US dollars"),
        ("GPT-3 有 1750 亿个参数。", "175 billion"),
        ("1.3 万名志愿者参与。", "13,000"),
        ("去年9月的论坛上。", "September 2023"),
        ("3月5日，文章发表。", "March 5"),
        ("2023年7月成立。", "July 2023"),
        ("500万元的罚款。", "5 million yuan"),
    ],
)
def test_figures_keep_their_value(text: str, holds: str) -> None:
    written = english_figures(text, "2024-03-11")
    assert holds in written
    assert agree(holds, text, date_context="2024-03-11") == []


@pytest.mark.parametrize("text", ["一名用户回复了。", "两家公司。", "占28%。", ""])
def test_what_needs_no_counting_stays(text: str) -> None:
    assert english_figures(text) == text
