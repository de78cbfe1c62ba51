"""A document with marks says what the document says, and each mark covers exactly its quote."""

import html
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Citation, Document
from ui.marked import Mark, mark_text, marks_of, place
from ui.records import Exchange

_MARK = re.compile(r"<mark class='([^']*)'[^>]*>(.*?)</mark>", re.S)


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def marked(page: str, kind: str) -> list[str]:
    return [html.unescape(text) for found, text in _MARK.findall(page) if found == kind]


def test_marks_cover_the_quotes(document: Document, exchange: Exchange) -> None:
    page = mark_text(document.text, marks_of(document, exchange.shown_citations, current=2))
    assert marked(page, "cited") == ["Second sentence."]
    assert marked(page, "cited current") == ["第三句在这里。"]
    assert words(page) == document.text.replace("\n", "")


def test_other_documents_are_not_marked(document: Document, exchange: Exchange) -> None:
    assert marks_of(replace(document, id="other"), exchange.shown_citations, 1) == []


def test_a_mark_over_lines_is_marked_in_each() -> None:
    page = mark_text("one two\nthree four", [Mark(4, 13, 7, True)])
    assert page.count("<p ") == 2
    assert marked(page, "cited current") == ["two", "three"]
    assert page.count("data-number") == 1


def test_text_is_escaped_around_and_in_marks() -> None:
    text = '<script>x</script> & "quote" <b>'
    page = mark_text(text, [Mark(0, 8, 1, True)])
    assert "<script" not in page and "<b>" not in page
    assert words(page) == text


@given(
    st.text(alphabet="ab<&'\n 中。", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), max_size=5),
)
def test_any_marks_keep_the_text(text: str, ranges: list[tuple[int, int, bool]]) -> None:
    marks = [Mark(a, b, n, current) for n, (a, b, current) in enumerate(ranges)]
    kept = [line for line in text.split("\n") if line.strip()]
    assert words(mark_text(text, marks)) == "".join(kept)


def test_a_quote_is_found_again_after_an_edit(document: Document, exchange: Exchange) -> None:
    citation = exchange.shown_citations[0]
    longer = replace(document, text="A new opening. " + document.text)
    assert place(longer, citation) == (citation.start + 15, citation.end + 15)
    assert place(replace(document, text="gone"), citation) is None


def test_the_nearest_of_several_is_taken(exchange: Exchange) -> None:
    citation: Citation = replace(exchange.shown_citations[0], quote="x", start=9, end=10)
    document = Document("doc", "t", "", "", "", "en", "f", "0", "x 2345678 _ x")
    assert place(document, citation) == (12, 13)
