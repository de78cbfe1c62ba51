"""A document as it was received, with what cleaning took out struck through and named by its rule."""

from typing import TYPE_CHECKING

from index.types import Document, Script
from ui.escape import show
from ui.parts import attributes
from ui.text import say
from ui.text_rules import rule_name

if TYPE_CHECKING:
    from index.clean.model import Removed

_NAMED = 8
"""Characters from which on a removal is followed by its rule; on shorter ones the names would hide the text."""


def raw_html(document: Document, data: bytes, language: Script) -> str:
    """The raw text; each removal is marked, with its rule and what was put in its place."""
    from index.documents import clean_document
    from index.readers import read

    text = read(data, document.source).text
    _, cleaned = clean_document(document.source, data)
    rules: dict[str, int] = {}
    parts, at = [], 0
    for removed in sorted(cleaned.removed, key=lambda r: (r.start, r.end)):
        rules[removed.rule] = rules.get(removed.rule, 0) + 1
        if removed.start < at or text[removed.start : removed.end] != removed.text:
            continue
        parts += [show(text[at : removed.start]), _struck(removed, language)]
        at = removed.end
    parts.append(show(text[at:]))
    items = "".join(f"<li>{show(rule_name(rule, language))} × {count}</li>" for rule, count in rules.items())
    head = show(say(language, "raw_note"))
    return f"<div class='notice rules'>{head}<ul>{items}</ul></div><div class='raw' dir='auto'>{''.join(parts)}</div>"


def _struck(removed: "Removed", language: Script) -> str:
    put = f"<ins>{show(removed.put)}</ins>" if removed.put.strip() else ""
    if not removed.text.strip():
        return show(removed.put or removed.text)
    rule = rule_name(removed.rule, language)
    why: dict[str, object] = {"title": say(language, "raw_rule", rule=rule)}
    if len(removed.text) >= _NAMED:
        why["data-rule"] = rule
    return f"<del{attributes(why)}>{show(removed.text)}</del>{put}"
