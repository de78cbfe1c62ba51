"""An answer as the JSON object that people script against, as Markdown with footnotes, and for a terminal.

What documents and models wrote is data: for a terminal it loses its control characters, for Markdown it is escaped.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from assistant.types import Answer, Citation, Document, Evidence, RefusalReason, Sentence
from index.types import Script

_CHINESE = {
    "sources": "出处",
    "no_evidence": "文档中没有答案",
    "not_supported": "写出的内容未得到文档支持",
    "out_of_scope": "不在文档范围之内",
}
LABELS: dict[Script, dict[str, str]] = {
    "en": {
        "sources": "Sources",
        "no_evidence": "The documents do not answer this",
        "not_supported": "The documents do not support what was written",
        "out_of_scope": "Outside what the documents are about",
    },
    "zh-Hans": _CHINESE,
    "zh-Hant": {
        "sources": "出處",
        "no_evidence": "文件中沒有答案",
        "not_supported": "寫出的內容未得到文件支持",
        "out_of_scope": "不在文件範圍之內",
    },
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~])")


def answer_text(sentences: Iterable[Sentence]) -> str:
    """Sentences as one run of text, each with its citation numbers behind it: ``… [1] … [2][3]``."""
    return " ".join(_with_numbers(sentence) for sentence in sentences)


def answer_object(answer: Answer) -> dict[str, Any]:
    """The object of ``debate ask --json``. Scores and probabilities are rounded to four places."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answer": answer_text(answer.sentences),
        "refused": answer.refused,
        "refusal_reason": answer.refusal_reason,
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "support": round(float(sentence.support), 4),
                "supported": sentence.supported,
            }
            for sentence in answer.sentences
        ],
        "citations": [citation_object(citation) for citation in answer.citations],
        "evidence": [evidence_object(item) for item in answer.evidence],
        "timings_ms": {name: round(float(value), 1) for name, value in answer.timings_ms.items()},
        "model": answer.model,
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """One citation; ``quote`` is the document's text from ``start`` to ``end``."""
    return {
        "number": citation.number,
        "passage_id": citation.passage_id,
        "document_id": citation.document_id,
        "title": citation.title,
        "publisher": citation.publisher,
        "date": citation.date,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def evidence_object(evidence: Evidence) -> dict[str, Any]:
    """One passage that a search returned."""
    return {
        "passage_id": evidence.passage.id,
        "document_id": evidence.passage.document_id,
        "text": evidence.passage.text,
        "score": round(float(evidence.score), 6),
    }


def search_object(query: str, results: Sequence[Evidence]) -> dict[str, Any]:
    """The object of ``debate search --json``, best result first."""
    return {"query": query, "results": [evidence_object(item) for item in results]}


def document_object(document: Document, with_text: bool = True) -> dict[str, Any]:
    """A document as ``debate docs show --json`` prints it; a list of them leaves the text out."""
    facts: dict[str, Any] = {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "author": document.author,
        "script": document.script,
        "source": document.source,
        "sha256": document.sha256,
    }
    return facts | {"text": document.text} if with_text else facts | {"characters": len(document.text)}


def markdown(answer: Answer) -> str:
    """The question as a heading, the answer, and its citations as footnotes."""
    body = " ".join(
        escape_markdown(sentence.text) + "".join(f"[^{number}]" for number in sentence.citations)
        for sentence in answer.sentences
    )
    notes = [
        f"[^{citation.number}]: “{escape_markdown(citation.quote)}” — {escape_markdown(source_line(citation))}"
        for citation in answer.citations
    ]
    return "\n\n".join(filter(None, (f"## {escape_markdown(answer.question)}", body, "\n".join(notes)))) + "\n"


def plain(answer: Answer) -> str:
    """The answer and its numbered sources as plain text, for a pipe."""
    sources = [f"[{c.number}] “{printable(c.quote)}” — {printable(source_line(c))}" for c in answer.citations]
    return "\n".join([printable(answer_text(answer.sentences)), *([""] if sources else []), *sources])


def terminal(answer: Answer) -> RenderableType:
    """The answer for a terminal: a refusal says so first; citations follow as numbered quotes."""
    labels = LABELS[answer.language]
    parts: list[RenderableType] = []
    if answer.refusal_reason:
        parts += [refusal_line(answer.refusal_reason, answer.language), Text()]
    parts.append(sentences_text(answer.sentences))
    if answer.citations:
        parts += [Text(), Text(labels["sources"], style="bold")]
    for citation in answer.citations:
        line = Text(f"[{citation.number}] ", style="cyan")
        line.append(f"“{printable(citation.quote)}”", style="default")
        line.append(f"\n    {printable(source_line(citation))}", style="dim")
        parts.append(line)
    return Group(*parts)


def refusal_line(reason: RefusalReason, language: Script) -> Text:
    """Why there is no answer, in the reader's language."""
    return Text(LABELS[language][reason], style="yellow")


def sentences_text(sentences: Iterable[Sentence], draft: str = "") -> Text:
    """Checked sentences with their numbers, and the one being written, dimmed because nothing has checked it yet."""
    text = Text()
    for sentence in sentences:
        if text:
            text.append(" ")
        text.append(printable(sentence.text), style=None if sentence.supported else "dim")
        if sentence.citations:
            text.append(" " + "".join(f"[{number}]" for number in sentence.citations), style="cyan")
    if draft:
        text.append((" " if text else "") + printable(draft), style="dim italic")
    return text


def source_line(citation: Citation) -> str:
    """Title, publisher and date of a citation, as far as they are known."""
    return ", ".join(filter(None, (citation.title, citation.publisher, citation.date)))


def printable(text: str) -> str:
    """Text without what a terminal would act on: escape sequences, direction marks, other control characters."""
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") else " " if char == "\t" else ""
        for char in text
    )


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(printable(text).split()))


def _with_numbers(sentence: Sentence) -> str:
    numbers = "".join(f"[{number}]" for number in sentence.citations)
    return f"{sentence.text} {numbers}" if numbers else sentence.text
