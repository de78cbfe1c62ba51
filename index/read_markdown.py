"""Markdown to plain paragraphs, with what its front matter tells."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.clean.facts import parse_date
from index.clean.model import Facts
from index.encodings import decode
from index.readers import Reading, reader

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,8000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z_]{2,20})\s*:\s*(.{1,300})$", re.MULTILINE)
_NESTING = 50


@reader(".md", ".markdown", ".mdown")
def read_markdown(data: bytes, name: str) -> Reading:
    """The words of a Markdown file: a paragraph, heading, list item or table row each in a block of its own."""
    text = decode(data, name)
    front: dict[str, str] = {}
    if found := _FRONT.match(text):
        front = {key.lower(): value.strip(" \"'") for key, value in _PAIR.findall(found.group(1))}
        text = text[found.end() :]
    blocks, heading = _blocks(MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table").parse(text))
    facts = Facts(
        title=front.get("title", "") or heading,
        publisher=front.get("publisher", "") or front.get("source", ""),
        date=parse_date(front.get("date", "")),
        author=(front.get("author", "") or front.get("authors", "")).strip("[]"),
    )
    return Reading("\n\n".join(blocks), facts)


def _blocks(tokens: list[Token]) -> tuple[list[str], str]:
    """The blocks of words, and the first heading of the first level when it opens the file."""
    blocks: list[str] = []
    heading = ""
    row: list[str] | None = None
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(row))
            row = None
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
        elif token.type == "html_block":
            blocks.append(token.content.strip())
        elif token.type == "inline":
            words = _words(token)
            if row is not None:
                row.append(words)
                continue
            if not blocks and tokens[number - 1].tag == "h1":
                heading = words
            bullet = "- " if number >= 2 and tokens[number - 2].type == "list_item_open" else ""
            blocks.append(bullet + words)
    return [block for block in blocks if block], heading


def _words(token: Token) -> str:
    """The text of an inline token; a soft break is a space, or nothing between Chinese characters."""
    pieces: list[str] = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "html_inline"):
            pieces.append(child.content)
        elif child.type == "hardbreak":
            pieces.append("\n")
        elif child.type == "softbreak":
            pieces.append("" if pieces and ord(pieces[-1][-1:] or " ") > 0x2E7F else " ")
        elif child.type == "image" and child.content:
            pieces.append("")
    return "".join(pieces).strip()
