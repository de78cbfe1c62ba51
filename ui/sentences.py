"""The sentences of an answer as HTML: numbered citations, and a quiet mark of how well each is supported."""

from collections.abc import Mapping, Sequence

from assistant.types import Citation, Sentence
from index.types import Script
from ui.escape import show
from ui.parts import attributes, byline
from ui.text import count_words, say

_STRONG = 0.8
_JOIN = "&#8288;"
"""A word joiner: the numbers stay on the line of the sentence they belong to."""


def sentences_html(
    sentences: Sequence[Sentence],
    citations: Sequence[Citation],
    exchange_id: str,
    language: Script,
    marks: bool = True,
) -> str:
    """All sentences in a run; ``language`` is that of the interface. ``marks`` tells of each how well it is held."""
    by_number = {citation.number: citation for citation in citations}
    return "".join(_sentence(sentence, by_number, exchange_id, language, marks) for sentence in sentences)


def citation_button(citation: Citation, exchange_id: str, language: Script) -> str:
    """The number of a citation. Hover or focus shows the quote, a click opens the source there."""
    values: dict[str, object] = {
        "class": "cite",
        "type": "button",
        "data-act": "cite",
        "data-exchange": exchange_id,
        "data-number": citation.number,
        "data-title": citation.title,
        "data-meta": byline(citation.publisher, citation.date, language),
        "data-quote": citation.quote,
        "aria-label": say(language, "cite_label", number=citation.number, title=citation.title),
    }
    return f"<button{attributes(values)}>{citation.number}</button>"


def support_level(sentence: Sentence) -> str:
    """``strong``, ``fair`` or ``weak``, as the mark shows it."""
    if not sentence.supported or not sentence.citations:
        return "weak"
    return "strong" if sentence.support >= _STRONG else "fair"


def _sentence(
    sentence: Sentence, citations: Mapping[int, Citation], exchange_id: str, language: Script, marks: bool
) -> str:
    numbers = [number for number in sentence.citations if number in citations]
    buttons = "".join(citation_button(citations[number], exchange_id, language) for number in numbers)
    gap = _gap(sentence.text)
    mark = _support(sentence, len(numbers), language) if marks else ""
    return (
        f"<span class='sentence{' spaced' if gap else ''}'><span class='words'>{show(sentence.text)}</span>"
        f"<span class='cites'>{_JOIN}{buttons}{mark}</span></span>{gap}"
    )


def _support(sentence: Sentence, count: int, language: Script) -> str:
    level = support_level(sentence)
    title = say(language, f"support_{level}")
    percent = round(100 * min(1.0, max(0.0, sentence.support)))
    why = count_words(language, "support_why", count, percent=percent) if count else say(language, "support_none")
    values: dict[str, object] = {
        "class": f"support {level}",
        "role": "img",
        "tabindex": 0,
        "data-title": title,
        "data-meta": why,
        "aria-label": f"{title}. {why}",
    }
    return f"<span{attributes(values)}></span>"


def _gap(text: str) -> str:
    """Sentences of scripts that write spaces are set apart by one."""
    return " " if text and text.rstrip()[-1:].isascii() else ""
