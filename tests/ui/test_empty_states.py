"""What stands where there is nothing to show yet: each page tells why, and where to go."""

import pytest

from index.types import Document, Script
from ui.backend import LoadingState
from ui.documents import documents_html
from ui.frame import composer_html
from ui.runs import runs_html
from ui.summaries import summaries_html
from ui.summaries_work import FIRST
from ui.text import LANGUAGES, say
from ui.thread import thread_html

WHY = "no <index> here"


def pages(state: LoadingState, language: Script) -> dict[str, str]:
    error = WHY if state == "failed" else ""
    return {
        "summaries": summaries_html(FIRST, None, None, {}, state, error, "both", language),
        "documents": documents_html([], [], state, error, None, language),
        "evals": runs_html([], None, state, error, language),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_tells_why_nothing_was_loaded(language: Script) -> None:
    told = say(language, "named", name=say(language, "loading_failed"), value="no &lt;index&gt; here")
    for name, html in pages("failed", language).items():
        assert f"role='alert'>{told}" in html and say(language, "no_documents") not in html, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_tells_that_it_is_being_loaded(language: Script) -> None:
    for name, html in pages("loading", language).items():
        assert f"role='status'>{say(language, 'loading_models')}" in html, name


def test_a_collection_without_documents_leads_to_where_they_are_added() -> None:
    empty, filled = thread_html(None, "en", None, empty=True), thread_html(None, "en", None)
    assert 'data-page="documents"' in empty and say("en", "no_documents") in empty
    assert "data-page" not in filled and say("en", "no_documents") not in filled
    ready = pages("ready", "en")
    assert say("en", "no_documents") in ready["summaries"] and say("en", "no_documents") in ready["documents"]


@pytest.mark.parametrize(
    ("state", "key"), [("loading", "filter_waits"), ("ready", "no_documents"), ("failed", "loading_failed")]
)
def test_the_filter_tells_why_it_is_empty(state: LoadingState, key: str) -> None:
    html = composer_html({}, state, "", "en")
    assert f"<div class='filter-list'><p>{say('en', key)}</p></div>" in html


@pytest.mark.parametrize(("count", "searched"), [(8, False), (9, True)])
def test_the_filter_is_searched_where_there_are_many(document: Document, count: int, searched: bool) -> None:
    html = composer_html({str(n): document for n in range(count)}, "ready", "", "en")
    assert (say("en", "filter_search") in html) is searched
