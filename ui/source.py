"""The source pane: a whole cleaned document beside the answer, scrolled to the sentence that was cited."""

from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.types import Citation
from index.types import Document, Script
from ui.escape import show
from ui.marked import mark_text, marks_of, place
from ui.parts import attributes, byline, icon_button
from ui.records import Exchange
from ui.text import NAMES, say

View = Literal["clean", "raw", "beside"]
VIEWS: tuple[View, ...] = ("clean", "raw", "beside")
"""How a whole document is shown: cleaned, as received with what was taken out, or both beside each other."""


def cited_html(
    exchange: Exchange, number: int, documents: Mapping[str, Document], loading: bool, language: Script
) -> str:
    """The document of citation ``number`` of an exchange, with the other citations of the answer marked faintly."""
    citations = exchange.shown_citations
    citation = next((c for c in citations if c.number == number), None)
    if citation is None:
        return ""
    steps = _steps(exchange.id, citations, citation, language)
    document = documents.get(citation.document_id)
    if document is None:
        note = "document_waits" if loading else "document_gone"
        return _pane(
            citation.title,
            byline(citation.publisher, citation.date, language),
            steps,
            [("", _quote(note, citation, language), "")],
            "",
            language,
        )
    warning = "" if place(document, citation) else _quote("quote_gone", citation, language)
    text = mark_text(document.text, marks_of(document, citations, number))
    texts = [("", warning + text, document.script)]
    return _pane(document.title, _meta(document, language), steps, texts, document.script, language)


def document_html(document: Document, raw: str, view: View, language: Script) -> str:
    """A document to read, with nothing marked: clean, as received (``raw`` is HTML), or both beside each other."""
    buttons = ""
    for name in VIEWS:
        data: dict[str, object] = {"type": "button", "data-act": "read", "data-document": document.id}
        data |= {"data-view": name, "aria-pressed": "true" if name == view else "false"}
        buttons += f"<button{attributes(data)}>{show(say(language, f'{name}_view'))}</button>"
    label = attributes({"aria-label": say(language, "views")})
    switch = f"<div class='choices' role='group'{label}>{buttons}</div>"
    shown = {"clean": mark_text(document.text, ()) if view != "raw" else "", "raw": raw}
    sides = ("clean", "raw") if view == "beside" else (view,)
    texts = [(say(language, f"{side}_view"), shown[side], document.script) for side in sides]
    return _pane(document.title, _meta(document, language), switch, texts, document.script, language)


def _pane(
    title: str, meta: str, steps: str, texts: Sequence[tuple[str, str, str]], script: str, language: Script
) -> str:
    """``texts`` are what scrolls below the head, side by side: a name, HTML, and the script it is in."""
    lang = f" lang='{script}'" if script else ""
    several = len(texts) > 1
    body = "".join(_text(f"{title}: {name}" if several else title, *text) for name, *text in texts)
    body = f"<div class='beside'>{body}</div>" if several else body
    close = icon_button("close", say(language, "close_source"), "close-source", "quiet")
    kicker = show(say(language, "source"))
    return (
        f"<header class='source-head'><div class='source-bar'><span class='kicker'>{kicker}</span>"
        f"{steps}{close}</div><h2 tabindex='-1' dir='auto'{lang}>{show(title)}</h2><p class='meta'>{show(meta)}</p>"
        f"</header>{body}"
    )


def _text(label: str, html: str, script: str) -> str:
    values: dict[str, object] = {"class": "source-text", "tabindex": 0, "role": "region", "aria-label": label}
    return f"<div{attributes(values | {'lang': script or None})}>{html}</div>"


def _meta(document: Document, language: Script) -> str:
    author = document.author if document.author != document.publisher else ""
    parts = (byline(document.publisher, document.date, language), author, NAMES[document.script])
    return " · ".join(filter(None, parts))


def _steps(exchange_id: str, citations: Sequence[Citation], citation: Citation, language: Script) -> str:
    numbers = sorted(c.number for c in citations)
    at = numbers.index(citation.number)
    if len(numbers) < 2:
        return ""
    count = show(say(language, "source_of", number=at + 1, count=len(numbers)))

    def step(name: str, number: int) -> str:
        data = {"exchange": exchange_id, "number": number, "step": name}
        return icon_button(name, say(language, name), "cite", "quiet", **data)

    before, after = step("previous", numbers[at - 1]), step("next", numbers[(at + 1) % len(numbers)])
    return f"<div class='steps'>{before}<span class='count' aria-live='polite'>{count}</span>{after}</div>"


def _quote(note: str, citation: Citation, language: Script) -> str:
    words = show(say(language, note))
    return f"<div class='notice'>{words}<blockquote dir='auto'>{show(citation.quote)}</blockquote></div>"
