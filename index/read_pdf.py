"""PDF files by PDFium: its characters with their places become lines, and lines paragraphs."""

import ctypes
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.clean.facts import parse_date
from index.clean.model import Facts
from index.pdf_paragraphs import PrintedLine, paragraphs
from index.readers import DamagedDocument, DocumentTooLarge, ProtectedDocument, Reading, reader, refuse_long

MAX_PAGES = 3000
MAX_SECONDS = 300.0
"""Time for all pages; a page of text takes some milliseconds."""
_MAX_PAGE_CHARACTERS = 200_000
_pdfium = threading.Lock()
"""PDFium is not safe to use from two threads."""
_JUNK_TITLE = re.compile(
    r"untitled|无标题|microsoft \w+ ?-|\.(?:docx?|wps|indd|tex|qxd|pptx?|xlsx?|pdf|html?)$", re.IGNORECASE
)
_JUNK_AUTHOR = re.compile(r"\W*(?:anonymous|admin(?:istrator)?|user|unknown|author|匿名|用户)\W*", re.IGNORECASE)


@reader(".pdf")
def read_pdf(data: bytes, name: str) -> Reading:
    """The words of a PDF, a paragraph a block, without running heads and page numbers.

    Raises :class:`ProtectedDocument` for one with a password, :class:`DamagedDocument`, and :class:`DocumentTooLarge`
    for one of too many pages, or that takes too long. A scan holds no text, and is refused as empty.
    """
    with _pdfium, _opened(data, name) as pdf:
        count = len(pdf)
        if count > MAX_PAGES:
            raise DocumentTooLarge(f"{name}: has {count:,} pages; up to {MAX_PAGES:,} are read: split it.")
        began, length = time.monotonic(), 0
        pages = []
        for number in range(count):
            pages.append(_page(pdf, number))
            length += sum(len(line.text) + 1 for line in pages[-1])
            refuse_long(length, name)
            if time.monotonic() - began > MAX_SECONDS:
                raise DocumentTooLarge(f"{name}: page {number + 1} of {count} was not reached in time: split it.")
        hints = _hints(pdf)
    if not length:
        raise DamagedDocument(
            f"{name}: its {count} pages hold pictures and no text, as a scan does; let a program recognise the text "
            "(OCR) and add that."
        )
    return Reading("\n\n".join(paragraphs(pages)), hints=hints)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        pdf = pdfium.PdfDocument(data)
        _ = len(pdf)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ProtectedDocument(f"{name}: is protected by a password; save it without one and add that.") from error
        raise DamagedDocument(f"{name}: is damaged, or no PDF file; get it anew and add it again.") from error
    try:
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, number: int) -> list[PrintedLine]:
    """The lines of a page in PDFium's order; none where the page is damaged."""
    import pypdfium2 as pdfium

    try:
        page = pdf[number]
        try:
            text = page.get_textpage()
            try:
                return _lines(text)
            finally:
                text.close()
        finally:
            page.close()
    except pdfium.PdfiumError:
        return []


def _lines(text: Any) -> list[PrintedLine]:
    """Lines from a page's characters. Lengths are in points, y grows upwards, as PDF has them."""
    count = min(text.count_chars(), _MAX_PAGE_CHARACTERS)
    words = text.get_text_range(0, count) if count else ""
    if len(words) != count:  # characters beyond the basic plane: places in the string are not those on the page
        words = _one_by_one(text, count)
    lines: list[PrintedLine] = []
    for found in re.finditer(r"[^\r\n]+", words):
        line = found.group().strip()
        if line:
            start = found.start() + found.group().index(line[0])
            first, last = _box(text, start), _box(text, start + len(line) - 1)
            lines.append(
                PrintedLine(
                    line.replace("\ufffd", "") or line,
                    min(first[0], last[0]),
                    max(first[1], last[1]),
                    min(first[2], last[2]),
                    max(first[3], last[3]),
                )
            )
    return lines


def _box(text: Any, place: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character, as high as its font is."""
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, place, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.right, box.bottom, box.top


def _one_by_one(text: Any, count: int) -> str:
    """The characters of a page, exactly one for each place: half a pair counts as none."""
    import pypdfium2.raw as raw

    units = (raw.FPDFText_GetUnicode(text, place) for place in range(count))
    return "".join("\ufffd" if unit > 0x10FFFF or 0xD800 <= unit < 0xE000 else chr(unit) for unit in units)


def _hints(pdf: Any) -> Facts:
    """What the properties say; a title that a program made of a file name is none."""
    try:
        told = {key: " ".join(value.split())[:300] for key, value in pdf.get_metadata_dict().items()}
    except (UnicodeError, ValueError):
        return Facts()
    title, author = told.get("Title", ""), told.get("Author", "")
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", told.get("CreationDate", ""))
    return Facts(
        title="" if _JUNK_TITLE.search(title) or len(title) < 4 else title,
        date=parse_date("-".join(made.groups())) if made else "",
        author="" if _JUNK_AUTHOR.fullmatch(author) else author,
    )
