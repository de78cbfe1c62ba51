"""Numbers and dates of a Chinese sentence are written in English with the same value."""

import pytest

from assistant.facts import NameTable, agree
from assistant.facts.english import english_figures, english_names


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
        ("花了三个半月的时间。", "3.5 months"),
        ("等了一年半。", "1.5 years"),
        ("融资1000多万美元。", "more than 10 million US dollars"),
        ("投入10亿元以上。", "more than 1 billion yuan"),
        ("9年前，他们创办了公司。", "9 years ago"),
        ("一个月之前发布。", "1 month ago"),
        ("三天前，他回复了。", "3 days ago"),
        ("两年多前，它还没有名字。", "more than 2 years ago"),
    ],
)
def test_figures_keep_their_value(text: str, holds: str) -> None:
    written = english_figures(text, "2024-03-11")
    assert holds in written
    assert agree(holds, text, date_context="2024-03-11") == []


@pytest.mark.parametrize(
    "text", ["一名用户回复了。", "两家公司。", "占28%。", "这是9年前所未有的。", "前9年都在亏损。", ""]
)
def test_what_needs_no_counting_stays(text: str) -> None:
    assert english_figures(text) == text


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("谷歌和微软都投了。", ("Google", "Microsoft")),
        ("如朱啸虎在采访中提到的。", ("朱啸虎",)),
        ("桥修好了。", ()),
    ],
)
def test_names_are_written_as_the_table_pairs_them(text: str, holds: tuple[str, ...]) -> None:
    written = english_names(text, NameTable.general())
    assert all(name in written for name in holds)
    assert holds or written == text


def test_a_chinese_name_is_spelled_in_pinyin_and_a_foreign_one_stays() -> None:
    names = NameTable([("朱啸虎",), ("比德曼",)])
    written = english_names("朱啸虎和比德曼都来了。", names)
    assert "Zhu Xiaohu" in written and "比德曼" in written


def test_dollars_of_a_country_name_no_country() -> None:
    assert agree("It cost 400,000 US dollars.", "花费40万美元。") == []
