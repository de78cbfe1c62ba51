"""Conversations and answers as text to take away: Markdown, JSON, and a copy with footnotes."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict

from assistant.types import Citation
from index.types import Script
from ui.escape import markdown, plain
from ui.records import Conversation, Exchange
from ui.text import say
from ui.told import told


def answer_text(exchange: Exchange) -> str:
    """The answer as one run of plain text with ``[1]`` after each sentence, as the command line prints it."""
    parts = []
    for sentence in exchange.shown_sentences:
        numbers = "".join(f"[{number}]" for number in sentence.citations)
        parts.append(f"{sentence.text} {numbers}".strip())
    return " ".join(parts)


def copy_text(exchange: Exchange) -> str:
    """Answer and footnotes, for the clipboard."""
    notes = [
        f"[{c.number}] “{c.quote}” — {'; '.join(filter(None, (c.title, c.publisher, c.date)))}"
        for c in exchange.shown_citations
    ]
    return "\n\n".join(filter(None, (answer_text(exchange), "\n".join(notes))))


def as_json(conversation: Conversation) -> str:
    """The whole conversation, each answer with all that the command line's ``--json`` tells of it, and more."""
    whole = asdict(conversation)
    whole.pop("deleted")
    for exchange, kept in zip(whole["exchanges"], conversation.exchanges, strict=True):
        exchange["text"] = answer_text(kept)
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_markdown(conversation: Conversation, language: Script) -> str:
    """The conversation to read: each answer with its citations as footnotes. What others wrote is escaped."""
    parts = [f"# {markdown(conversation.title)}", conversation.created[:10]]
    for place, exchange in enumerate(conversation.exchanges, start=1):
        parts.append(f"## {markdown(exchange.question)}")
        parts.append(_answer(exchange, place, language))
        parts.extend(_footnotes(exchange.shown_citations, place))
    return "\n\n".join(filter(None, parts)) + "\n"


def file_name(conversation: Conversation, suffix: str) -> str:
    """A name any system takes, from the title."""
    stem = " ".join(re.sub(r"[^\w\- ]+", "", plain(conversation.title)).split())[:60].strip() or conversation.id[:8]
    return f"{stem}.{suffix}"


def _answer(exchange: Exchange, place: int, language: Script) -> str:
    answer = exchange.answer
    if answer is not None and answer.refused:
        reason = say(language, f"refused_{answer.refusal_reason or 'no_evidence'}")
        said = " ".join(markdown(sentence.text) for sentence in answer.sentences)
        head = say(language, "outside" if answer.refusal_reason == "out_of_scope" else "refused")
        return f"**{head}**\n\n{said or reason}"
    parts = []
    for sentence in exchange.shown_sentences:
        numbers = "".join(f"[^{place}-{number}]" for number in sentence.citations)
        parts.append(markdown(sentence.text) + numbers)
    if exchange.state == "stopped":
        parts.append(f"_{say(language, 'stopped' if parts else 'stopped_empty')}_")
    if exchange.state == "failed":
        why = told(exchange.error, language) or say(language, "failed_unknown")
        parts.append(f"_{say(language, 'named', name=say(language, 'failed'), value=markdown(why))}_")
    return " ".join(parts)


def _footnotes(citations: Sequence[Citation], place: int) -> list[str]:
    return [
        f"[^{place}-{c.number}]: “{markdown(c.quote)}” — "
        + ", ".join(markdown(part) for part in (c.title, c.publisher, c.date) if part)
        for c in citations
    ]
