"""The page that lists the documents."""

from collections import Counter
from collections.abc import Iterable, Mapping

from index.types import Document, Passage, Script
from ui.backend import LoadingState
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, byline
from ui.text import NAMES, count_words, say


def documents_html(
    documents: Mapping[str, Document], passages: Iterable[Passage], state: LoadingState, error: str, language: Script
) -> str:
    """All documents with what is known of each; one click reads it, another asks it alone."""
    counts = Counter(passage.document_id for passage in passages)
    if documents:
        items = "".join(_item(document, counts[document.id], language) for document in documents.values())
        body = f"<ul class='documents'>{items}</ul>"
    else:
        key = {"loading": "loading_models", "ready": "no_documents", "failed": "loading_failed"}[state]
        body = f"<p class='none'>{show(say(language, key))} {show(error)}</p>"
    return (
        f"<section class='sheet'><h1>{show(say(language, 'documents_page'))}</h1>"
        f"<p class='lead'>{show(say(language, 'documents_note'))}</p>{body}</section>"
    )


def _item(document: Document, passages: int, language: Script) -> str:
    facts = " · ".join(
        filter(
            None,
            (
                document.author,
                NAMES[document.script],
                say(language, "characters", count=f"{len(document.text):,}"),
                count_words(language, "passages", passages),
                say(language, "file", name=document.source),
            ),
        )
    )
    read = attributes({"type": "button", "class": "small", "data-act": "read", "data-document": document.id})
    ask = attributes({"type": "button", "class": "small", "data-act": "ask-this", "data-document": document.id})
    return (
        f"<li><h2 dir='auto' lang='{document.script}'>{show(document.title)}</h2>"
        f"<p class='meta'>{show(byline(document.publisher, document.date, language))}</p>"
        f"<p class='meta'><bdi>{show(facts)}</bdi></p>"
        f"<div class='row'><button{read}>{icon('book')}{show(say(language, 'read'))}</button>"
        f"<button{ask}>{icon('filter')}{show(say(language, 'ask_this'))}</button></div></li>"
    )
