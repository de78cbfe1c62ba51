"""The page of the documents: what there is, adding, correcting and removing."""

from collections import Counter
from collections.abc import Iterable, Mapping

from index.types import Document, Passage, Script
from ui.backend import LoadingState
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, byline
from ui.shelf import Work
from ui.text import LANGUAGES, NAMES, count_words, say

UPLOAD_LIMIT_MB = 20


def documents_html(
    documents: Mapping[str, Document],
    passages: Iterable[Passage],
    state: LoadingState,
    error: str,
    work: Work | None,
    language: Script,
) -> str:
    """All documents with what is known of each, the way to add more, and how far a change is."""
    counts = Counter(passage.document_id for passage in passages)
    if documents:
        items = "".join(_item(document, counts[document.id], language) for document in documents.values())
        body = f"<ul class='documents'>{items}</ul>"
    else:
        key = {"loading": "loading_models", "ready": "no_documents", "failed": "loading_failed"}[state]
        body = f"<p class='none'>{show(say(language, key))} {show(error)}</p>"
    return (
        f"<section class='sheet'><h1>{show(say(language, 'documents_page'))}</h1>"
        f"<p class='lead'>{show(say(language, 'documents_note'))}</p>"
        f"{_adding(language) if state == 'ready' else ''}{_work(work, language)}{body}</section>"
    )


def _adding(language: Script) -> str:
    entry: dict[str, object] = {
        "type": "file",
        "multiple": True,
        "id": "files",
        "data-limit": UPLOAD_LIMIT_MB,
        "data-large": say(language, "too_large", name="{name}", limit=UPLOAD_LIMIT_MB),
        "data-busy": say(language, "uploading"),
    }
    return (
        f"<label class='drop'><input{attributes(entry)}><span class='small'>{icon('plus')}"
        f"{show(say(language, 'add_documents'))}</span><span>{show(say(language, 'add_note'))}</span></label>"
    )


def _work(work: Work | None, language: Script) -> str:
    if work is None:
        return ""
    parts = []
    if not work.finished:
        words = say(language, f"work_{work.stage if work.stage in ('split', 'encode', 'store') else ''}")
        bar = attributes({"value": work.done if work.total else None, "max": work.total or None, "aria-label": words})
        parts.append(f"<p>{show(words)}</p><progress{bar}></progress>")
    elif work.added:
        parts.append(f"<p>{show(say(language, 'work_added', titles='; '.join(work.added)))}</p>")
    if work.problems:
        lines = "".join(f"<li>{show(line)}</li>" for line in work.problems)
        parts.append(f"<p class='bad'>{show(say(language, 'work_problems'))}</p><ul>{lines}</ul>")
    return f"<div class='work' role='status'>{''.join(parts)}</div>" if parts else ""


def _item(document: Document, passages: int, language: Script) -> str:
    parts = (
        document.author,
        NAMES[document.script],
        say(language, "characters", count=f"{len(document.text):,}"),
        count_words(language, "passages", passages),
        say(language, "file", name=document.source),
    )
    facts = " · ".join(filter(None, parts))
    buttons = "".join(
        f"<button{attributes({'type': 'button', 'class': 'small', 'data-act': act, 'data-document': document.id})}>"
        f"{icon(image)}{show(say(language, key))}</button>"
        for act, image, key in (
            ("read", "book", "read"),
            ("ask-this", "filter", "ask_this"),
            ("remove-document", "bin", "remove"),
        )
    )
    return (
        f"<li><h2 dir='auto' lang='{document.script}'>{show(document.title)}</h2>"
        f"<p class='meta'>{show(byline(document.publisher, document.date, language))}</p>"
        f"<p class='meta'><bdi>{show(facts)}</bdi></p>"
        f"<div class='row'>{buttons}</div>{_correcting(document, language)}</li>"
    )


def _correcting(document: Document, language: Script) -> str:
    rows = ""
    for name, value in (
        ("title", document.title),
        ("publisher", document.publisher),
        ("date", document.date),
        ("author", document.author),
    ):
        more = {"placeholder": "2024-03-09"} if name == "date" else {}
        entry = attributes({"name": name, "value": value, "maxlength": 500, "autocomplete": "off", **more})
        rows += f"<label><span>{show(say(language, name))}</span><input{entry}></label>"
    options = "".join(
        f"<option{attributes({'value': code, 'selected': code == document.script})}>{show(NAMES[code])}</option>"
        for code in LANGUAGES
    )
    rows += f"<label><span>{show(say(language, 'script'))}</span><select name='script'>{options}</select></label>"
    form = attributes({"data-form": "correct", "data-document": document.id})
    return (
        f"<details class='facts'><summary>{icon('pencil')}{show(say(language, 'correct'))}</summary>"
        f"<form{form}>{rows}<p>{show(say(language, 'facts_note'))}</p>"
        f"<button type='submit' class='small'>{show(say(language, 'save'))}</button></form></details>"
    )
