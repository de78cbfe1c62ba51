"""Where sentences end, told by examples and, for any text at all, by what must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import split_sentences
from tests.growth import growth

SIGNS = "。！？；…. !?;,，\n\r\t\"'“”‘’《》()（）[]：a bcZ019中文开源國ﬀ😀\u3000\u200b-"
texts = st.one_of(st.text(), st.text(alphabet=SIGNS, max_size=200))


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["OpenAI released GPT-4.", "It costs 3.14 dollars in v2.0.", "See https://a.b.com/x.html?q=1.", "Done."],
        ["Mr. Smith met J. K. Rowling in the U.S. Government building.", "He left at 5 p.m.", "The door closed."],
        ["He works at Acme Inc.", "The firm is big.", "It was bought by Apple Inc. and others."],
        ['"Really?" he asked.', '"Yes."', "She left.", "Yahoo! is a company.", "They said e.g. this, i.e. that."],
        ["(He agreed.)", "Next came Fig. 3 and No. 5.", "A note follows.[1]", "Another one.[2][3]", "End."],
        ["Wait...", "What?", "No... go on.", "Node.js and ASP.NET 4.5 are fine."],
        ["It's the students' choice.", "'Yes.'", "Done."],
    ],
)
def test_english(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["“开源是大势所趋。", "到目前为止，每个模型都可越狱。”他说。", "接着又说：“为什么？”他问道。", "怎么办？"],
        ["“開源很重要。”Jie Wang對每經記者說道。", "“我不知道。”Togelius告訴《每日經濟新聞》記者。", "他走了。"],
        ["“开源很重要。”", "他说这是大势所趋，但没有解释。"],
        [
            "“我們不希望這樣。” 紐約大學坦登工程學院計算機科學系副教授Julian Togelius在接受記者電話采訪時表示。",
            "他走了。",
        ],
        ["马斯克宣布!", "xAI将开源聊天机器人Grok,开源与闭源之争再度打响!"],
        ["《大模型应该开源还是闭源？》一文发表。", "作者指出（真的吗？）这不对。"],
        ["他高呼“开源！”并离开了。", "然后……没有了。"],
        ["GPT-4.5的得分是3.14。", "v2.0已发布。"],
        ["業界認為：「開源AI」意味著開放。", '"我們支持OSI。"', '"開源很好"是口號。'],
        ["这是 OpenAI Inc. 的产品。", "U.S. 政府没有回应。"],
    ],
)
def test_chinese(sentences: list[str]) -> None:
    assert split("".join(sentences)) == sentences


def test_semicolon_ends_only_what_stands_alone() -> None:
    long = ["第一，开源有利于技术的普及与创新发展；", "第二，闭源有利于商业利益的保护和安全。"]
    assert split("".join(long)) == long
    assert split("甲同意；乙反对。") == ["甲同意；乙反对。"]
    assert split("One two three four five six seven; eight.") == ["One two three four five six seven; eight."]
    assert split("Fish &amp; chips are eaten in many towns of the country.") == [
        "Fish &amp; chips are eaten in many towns of the country."
    ]


def test_paragraphs_and_wrapped_lines() -> None:
    assert split("一、标题\n正文开始。\n\nTitle\nA line that is\nwrapped. New") == [
        "一、标题",
        "正文开始。",
        "Title",
        "A line that is\nwrapped.",
        "New",
    ]


def test_list_marks_stay_with_their_item() -> None:
    assert split("1. First item here.\n2. Second item here.") == ["1. First item here.", "2. Second item here."]
    assert split("1.开源\n2.闭源") == ["1.开源", "2.闭源"]


@given(texts)
def test_spans_are_in_order_trimmed_and_hold_all_that_is_not_white_space(text: str) -> None:
    spans = split_sentences(text)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        assert not text[at : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@given(texts)
def test_a_blank_line_always_ends_a_sentence(text: str) -> None:
    assert not any("\n\n" in sentence for sentence in split(text))


@pytest.mark.parametrize("unit", ["a. ", "!”", "'.", ".)", ". \n", "；，", "—；", "(；", '."', "“。", "x", "[1]", "…"])
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    split_sentences(unit)
    assert growth(lambda length: split_sentences(unit * (length // len(unit))), 3000, enough=30) <= 30
