"""Messages are recognised by their words, and what fills their blanks is kept or told in turn."""

import time

from assistant.retold import Retold

TOLD = Retold(
    {
        "{name}: is empty": ("{name}：是空的", "{name}：是空的"),
        "{name}: is {what}, not text": ("{name}：是{what}，不是文字", "{name}：是{what}，不是文字"),
        "lacks {text}": ("缺少 {text}", "缺少 {text}"),
        "{date:[\\d-]{4,10}} for {other:[\\d-]{4,10}}": ("写成 {date}，应为 {other}", "寫成 {date}，應為 {other}"),
        "{first}: {second}": ("甲 {first} 乙 {second}", "甲 {first} 乙 {second}"),
    },
    {"a PDF": (" PDF 文件", " PDF 檔案"), "{word} gone": ("{word} 没了", "{word} 沒了")},
)


def test_the_template_with_the_most_words_of_its_own_is_taken() -> None:
    assert TOLD.tell("a.txt: is empty", "zh-Hans") == "a.txt：是空的"
    assert TOLD.tell("one: two", "zh-Hant") == "甲 one 乙 two"


def test_what_fills_a_blank_is_told_where_it_is_known() -> None:
    assert TOLD.tell("b.txt: is a PDF, not text", "zh-Hant") == "b.txt：是 PDF 檔案，不是文字"
    assert TOLD.tell("lacks c.txt: is empty", "zh-Hans") == "缺少 c.txt：是空的"


def test_a_part_alone_is_no_message() -> None:
    assert TOLD.find("all gone", "zh-Hans") is None and TOLD.tell("lacks all gone", "zh-Hans") == "缺少 all 没了"


def test_english_and_what_is_not_known_stay_as_they_are() -> None:
    assert TOLD.tell("a.txt: is empty", "en") == "a.txt: is empty"
    assert TOLD.tell("Nothing like it", "zh-Hans") == "Nothing like it"


def test_a_blank_with_a_pattern_is_filled_by_what_fits_it() -> None:
    assert TOLD.tell("2024-03-07 for 2024", "zh-Hans") == "写成 2024-03-07，应为 2024"
    assert TOLD.find("good for nothing", "zh-Hans") is None


def test_braces_in_a_message_are_text() -> None:
    assert TOLD.tell("{0.__class__}: is empty", "zh-Hans") == "{0.__class__}：是空的"


def test_lists_are_told_one_by_one_and_a_blank_may_hold_their_mark() -> None:
    assert TOLD.tell_list("lacks one; two; lacks three", "zh-Hans") == "缺少 one; two；缺少 three"
    assert TOLD.tell_list("lacks one; two", "en") == "lacks one; two"
    assert TOLD.tell_list("", "zh-Hans") == ""


def test_a_long_message_is_not_looked_at_for_long() -> None:
    start = time.thread_time()
    for size in (5_000, 1_000_000):
        assert TOLD.tell("is a, not text " * (size // 15), "zh-Hans").endswith("text ")
    assert time.thread_time() - start < 2
