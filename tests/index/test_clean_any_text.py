# ruff: noqa: E501
"""Any text in, never an exception out; the same text, the same result; offsets that hold; time that is bounded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import clean
from index.documents import document_from_bytes
from index.errors import DebateError
from tests.growth import growth

PIECES = st.sampled_from(
    [
        "經(jīng)濟(jì)", "因?yàn)?ldquo;", "M(fèi)eta", "?！?/p>", "?!保ㄐ〉叮?/p>", "&ldquo;", "&#xD800;", "&#0;", "<script>", "</script>",
        "<p>", "</p>", "<!--", "Comments", "Leave a Reply", "Related articles", "Cookie settings", "Accept all", "版权所有", "下一篇:",
        "免责声明：", "2024-03-09", "1.", "\n", "\r\n", "\u2028", "\n\n", " ", "\u3000", "“", "”", "（", "）", "。", ". ", "?", "\ud800", "\x00",
        "â€™", "锛屾垜", "\ufeff", "这是一段完整的正文，它说了一件事情，并且用一个句号结束了这件事情。", "\U0001f600", "é", "ß",
        "It is a whole sentence that says something and ends. And here is another one of the same kind.",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(st.characters(), max_size=400), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=3 * settings().max_examples)
@given(TEXTS)
def test_any_text_is_cleaned(raw: str) -> None:
    cleaned = clean(raw)
    assert cleaned == clean(raw)
    cleaned.text.encode("utf-8")
    assert all(raw[one.start : one.end] == one.text for one in cleaned.removed)
    assert [one.start for one in cleaned.removed] == sorted(one.start for one in cleaned.removed)
    paragraphs = cleaned.text.split("\n\n") if cleaned.text else []
    assert all(one and one == one.strip() and "\n" not in one for one in paragraphs)


@settings(max_examples=3 * settings().max_examples // 2)
@given(
    st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-16", "replace"))),
    st.sampled_from(["a.txt", "a.md", "a.html", "a"]),
)
def test_any_bytes_are_a_document_or_one_clear_line(data: bytes, name: str) -> None:
    try:
        document = document_from_bytes(name, data)
    except DebateError as error:
        assert "\n" not in str(error)
    else:
        assert document.text
        assert document.id


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["a", "中", "“x?！?/p>", "<div ", "<script>", "&ldquo;", "經(jīng)", "因?yàn)橄", "Comments\n", "Related articles\nA story\n", "-" * 190 + "x\n",
     "\n", " ", "?", "x. ", "圖片來源:某\n", "Home > ", "â€™", "“", "(1"],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    """A tenfold text takes some ten times as long, or up to seventeen where a step begins only at a certain length."""
    clean("經(jīng)濟因?yàn)橄")
    assert growth(lambda length: clean(unit * (length // len(unit))), 5000, enough=30) <= 30
