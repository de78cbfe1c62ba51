"""Text that others wrote (documents, models, people), made safe to put in a page or a Markdown file."""

import html
import re

# C0 controls, and the marks that turn the direction of writing: they could hide or reorder what a reader checks.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-!|~>.=:@])")


def plain(text: str) -> str:
    """``text`` with control and direction marks spelled out, as in ``‹U+202E›``, so that they act on nothing."""
    return _HIDDEN.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)


def show(text: str) -> str:
    """``text`` as HTML, for an element or a quoted attribute."""
    return html.escape(plain(text), quote=True)


def markdown(text: str) -> str:
    """``text`` as one line of Markdown that any renderer shows letter for letter."""
    flat = " ".join(plain(text).split())
    return html.escape(_MARKDOWN.sub(r"\\\1", flat), quote=False)
