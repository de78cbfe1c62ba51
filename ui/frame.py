"""What stands around the pages: the bar above, and the box that questions are written in."""

from collections.abc import Mapping

from index.types import Document, Script
from ui.backend import LoadingState
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, byline, icon_button
from ui.text import LANGUAGES, NAMES, count_words, say

PAGES = ("ask", "summaries", "documents", "evals", "about")
QUESTION_LIMIT = 20_000
"""Characters; the box takes more, so that the limit is told rather than text cut off."""
_IN_SIGHT = 8
"""Documents that are found among others without searching."""


def bar_html(page: str, state: LoadingState, error: str, count: int, language: Script) -> str:
    """Name, pages, whether the models are there, language and colours."""
    links = "".join(_link(name, name == page, language) for name in PAGES)
    options = "".join(
        f"<option{attributes({'value': code, 'lang': code, 'selected': code == language})}>{show(NAMES[code])}</option>"
        for code in LANGUAGES
    )
    choice = attributes({"id": "language", "aria-label": say(language, "language"), "title": say(language, "language")})
    return (
        f"<a class='skip' href='#question' data-act='skip'>{show(say(language, 'skip'))}</a>"
        f"{icon_button('menu', say(language, 'show_sidebar'), 'sidebar', 'quiet')}"
        f"<div class='brand'><strong>{show(say(language, 'name'))}</strong>"
        f"<span>{show(say(language, 'tagline'))}</span></div>"
        f"<nav class='pages'{attributes({'aria-label': say(language, 'nav')})}>{links}</nav>"
        f"{_status(state, error, count, language)}<select{choice}>{options}</select>"
        f"{icon_button('theme', say(language, 'theme_switch'), 'theme', 'quiet')}"
    )


def composer_html(documents: Mapping[str, Document], state: LoadingState, error: str, language: Script) -> str:
    """The box for a question, its documents, and the buttons to ask and to stop."""
    entry = attributes(
        {
            "id": "question",
            "name": "question",
            "rows": 1,
            "placeholder": say(language, "placeholder"),
            "aria-label": say(language, "question"),
            "autocomplete": "off",
        }
    )
    return (
        f"{_note(state, error, language)}<form class='composer' data-form='ask'>"
        f"<div class='editing' hidden>{icon('pencil')}<span>{show(say(language, 'editing'))}</span>"
        f"<button type='button' class='small' data-act='cancel-edit'>{show(say(language, 'cancel'))}</button></div>"
        f"<textarea{entry}></textarea><div class='composer-bar'>{_filter(documents, state, language)}"
        f"<span class='hint'>{show(say(language, 'send_hint'))}</span>"
        f"<button type='submit' class='send'>{icon('send')}<span>{show(say(language, 'send'))}</span></button>"
        f"<button type='button' class='stop' data-act='stop'>{icon('stop')}<span>{show(say(language, 'stop'))}</span>"
        f"</button></div></form>"
    )


def _link(name: str, here: bool, language: Script) -> str:
    data: dict[str, object] = {"type": "button", "data-act": "go", "data-page": name}
    data["aria-current"] = "page" if here else None
    return f"<button{attributes(data)}>{show(say(language, f'{name}_page'))}</button>"


def _status(state: LoadingState, error: str, count: int, language: Script) -> str:
    words = {
        "loading": say(language, "loading_models"),
        "ready": count_words(language, "ready", count),
        "failed": say(language, "loading_failed"),
    }[state]
    data = attributes({"class": f"status {state}", "role": "status", "title": error or words})
    return f"<span{data}><i aria-hidden='true'></i><span>{show(words)}</span></span>"


def _note(state: LoadingState, error: str, language: Script) -> str:
    if state == "failed":
        return (
            f"<p class='composer-note failed' role='alert'>"
            f"{show(say(language, 'named', name=say(language, 'loading_failed'), value=error))}</p>"
        )
    if state == "loading":
        words = f"{say(language, 'loading_models')} {say(language, 'loading_note')}"
        return f"<p class='composer-note'>{show(words)}</p>"
    return ""


def _filter(documents: Mapping[str, Document], state: LoadingState, language: Script) -> str:
    words = {
        "class": "filter",
        "data-all": say(language, "all_documents"),
        # The browser fills the number in, as ticks come and go.
        "data-one": say(language, "some_documents_one"),
        "data-some": say(language, "some_documents", count="{count}"),
    }
    boxes = "".join(
        f"<label><input{attributes({'type': 'checkbox', 'name': 'document', 'value': d.id})}>"
        f"<span><b dir='auto'{attributes({'lang': d.script})}>{show(d.title)}</b>"
        f"<small>{show(byline(d.publisher, d.date, language))}</small></span></label>"
        for d in documents.values()
    )
    label = attributes({"title": say(language, "filter")})
    none = {"loading": "filter_waits", "ready": "no_documents", "failed": "loading_failed"}[state]
    search = _sifting(language) if len(documents) > _IN_SIGHT else ""
    inside = f"<p>{show(say(language, 'filter_note' if boxes else none))}</p>{search}{boxes}"
    return (
        f"<details{attributes(dict(words))}><summary{label}>{icon('filter')}"
        f"<span class='chosen'>{show(say(language, 'all_documents'))}</span></summary>"
        f"<div class='filter-list'>{inside}</div></details>"
    )


def _sifting(language: Script) -> str:
    """A field that the browser hides all documents by but those that fit it or are ticked, and what it says of none."""
    words = say(language, "filter_search")
    entry = attributes(
        {"type": "search", "id": "sift", "placeholder": words, "aria-label": words, "autocomplete": "off"}
    )
    return (
        f"<div class='search'>{icon('search')}<input{entry}></div>"
        f"<p class='unfound' role='status'{attributes({'data-none': say(language, 'filter_no_match')})}></p>"
    )
