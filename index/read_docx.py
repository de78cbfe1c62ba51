"""Word documents: paragraphs, lists and tables in their order, and the properties of the file."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from index.archive import bounded, opened, refuse_entities, without_pictures
from index.clean.model import Facts
from index.readers import DamagedDocument, Reading, reader, refuse_long

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSAID = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _FALLBACK])
"""Text that was deleted, moved away, or says a second time what stands beside it."""


@reader(".docx")
def read_docx(data: bytes, name: str) -> Reading:
    """The words of a Word document, a paragraph or table row a block. Tracked changes are read as accepted."""
    from docx import Document as open_docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    with opened(data, name) as archive:
        for one in archive.infolist():
            if one.filename.endswith((".xml", ".rels")):
                refuse_entities(bounded(archive, one), name)
        words = without_pictures(archive)
    try:
        document = open_docx(BytesIO(words))
        blocks = []
        length = 0
        for block in _blocks(document.element.body):
            blocks.append(block)
            length += len(block) + 2
            refuse_long(length, name)
        hints = _hints(document.core_properties)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise DamagedDocument(f"{name}: is damaged, or no .docx file; save it anew and add it again.") from error
    return Reading("\n\n".join(blocks), hints=hints)


def _blocks(parent: Any) -> Iterator[str]:
    """Paragraphs and table rows below an element, in order."""
    for element in parent:
        if element.tag == f"{_W}p":
            words = "".join(_words(element)).strip()
            if words:
                yield words
        elif element.tag == f"{_W}tbl":
            yield from _rows(element)
        elif element.tag not in _UNSAID:
            yield from _blocks(element)


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = [" ".join(_blocks(cell)) for cell in row.iterfind(f"{_W}tc")]
        if any(cells):
            yield " | ".join(cells)


def _words(element: Any) -> Iterator[str]:
    """The text of a paragraph, with that of the boxes anchored in it behind."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield " "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}txbxContent":
            yield "\n" + "\n".join(_blocks(child))
        elif child.tag not in _UNSAID and child.tag != f"{_W}pPr":
            yield from _words(child)


def _hints(properties: Any) -> Facts:
    """Title, author and date as the properties have them; each may be malformed, and is then not told."""

    def told(what: str) -> Any:
        try:
            return getattr(properties, what)
        except (ValueError, TypeError, AttributeError):
            return None

    when = told("created")
    date = when.date().isoformat() if isinstance(when, datetime) else ""
    author = str(told("author") or "").strip()
    # What python-docx's own template says, in the many files that programs made of it.
    author, date = ("", "") if author == "python-docx" else (author, date)
    return Facts(" ".join(str(told("title") or "").split()), "", date, author)
