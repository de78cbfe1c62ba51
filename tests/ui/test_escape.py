"""Nothing that others wrote acts on the page."""

import html
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ui.escape import markdown, plain, show

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"' onmouseover=alert(1) x='",
    "</textarea></style></title><svg onload=alert(1)>",
    "&lt;script&gt;",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def tags(text: str) -> list[str]:
    parser = _Tags()
    parser.feed(text)
    parser.close()
    return parser.tags


def test_hostile_text_makes_no_element_and_reads_the_same() -> None:
    for text in HOSTILE:
        assert tags(show(text)) == []
        assert html.unescape(show(text)) == text


@given(st.text())
def test_any_text_makes_no_element(text: str) -> None:
    assert tags(show(text)) == []
    assert not set(show(text)) & set("<>\"'")
    assert tags(markdown(text)) == []


def test_marks_of_direction_are_spelled_out() -> None:
    assert plain("a\u202eb\u2066c\x00") == "a‹U+202E›b‹U+2066›c‹U+0000›"
    assert plain("tab\tand\nline 中文") == "tab\tand\nline 中文"


def test_markdown_has_no_links_headings_or_emphasis() -> None:
    text = markdown("# [x](javascript:alert(1)) **b** <script>\n- item `c` |t|")
    assert "](" not in text and "**" not in text and "<script" not in text and "\n" not in text
    assert text.startswith("\\#")
