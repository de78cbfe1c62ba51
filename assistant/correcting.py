"""Correcting what is known of a document: title, publisher, date, author and script. Its text stays as it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from index.errors import UsageError
from index.types import Document, Script


def corrected(document: Document, facts: Mapping[str, str]) -> Document:
    """The document with these facts, by name; those not named stay. Raises ``UsageError`` for a wrong value."""
    given = {
        name: facts.get(name, getattr(document, name)).strip() for name in ("title", "publisher", "date", "author")
    }
    if not given["title"]:
        raise UsageError("A document needs a title.")
    script = facts.get("script", document.script)
    scripts: dict[str, Script] = {name: name for name in get_args(Script)}
    if script not in scripts:
        raise UsageError(f"The language is one of {', '.join(scripts)}.")
    return replace(document, **given | {"date": _iso(given["date"])}, script=scripts[script])


def _iso(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as in 2024-03-09.") from None
