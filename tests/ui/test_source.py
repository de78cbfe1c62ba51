"""A document in the source pane: clean, as received, or both beside each other."""

import re

import pytest

from index.types import Document
from ui.source import VIEWS, View, document_html

RAW = "<div class='raw'>as received</div>"


@pytest.mark.parametrize(
    ("view", "clean", "raw"), [("clean", True, False), ("raw", False, True), ("beside", True, True)]
)
def test_each_view_shows_its_texts(document: Document, view: View, clean: bool, raw: bool) -> None:
    html = document_html(document, RAW, view, "en")
    first = document.text.split("\n")[0]
    assert (first in html.partition("</header>")[2]) == clean
    assert (RAW in html) == raw
    assert html.count('class="source-text"') == clean + raw
    assert re.findall(r'data-view="(\w+)" aria-pressed="true"', html) == [view]


def test_two_texts_have_names_of_their_own(document: Document) -> None:
    html = document_html(document, RAW, "beside", "zh-Hans")
    labels = re.findall(r'role="region" aria-label="([^"]+)"', html)
    assert len(set(labels)) == 2 and all(
        label.endswith(name) for label, name in zip(labels, ("正文", "原始文件"), strict=True)
    )


def test_every_view_can_be_reached_from_every_other(document: Document) -> None:
    for view in VIEWS:
        html = document_html(document, RAW, view, "en")
        assert re.findall(r'data-view="(\w+)"', html) == list(VIEWS)
