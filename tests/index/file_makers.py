"""Documents of each kind of file, made in the test."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

HANS = (
    "在软件开发领域，开源与闭源的争论由来已久。开源软件的源代码对公众开放，允许用户自由使用，也允许修改后再分发。",
    "闭源软件则将其源代码保密，用户只能按照许可协议使用，强调的是商业利益和知识产权保护，二者长期并存。",
)
ENGLISH = (
    "The debate is old. It began with software and it has not ended, since models made it urgent again for everyone.",
    "Nobody knows what open means, said one of the people who wrote the definition in the first place, years ago.",
)


@lru_cache
def pdf(
    paragraphs: Sequence[str] = HANS, title: str = "开源之争", font: str = "STSong-Light", password: str = ""
) -> bytes:
    """A PDF with running heads and page numbers; the Chinese fonts are named in it, not held."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    wide = font.endswith("-Light")
    if wide:
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    body = ParagraphStyle("b", fontName=font, fontSize=11, leading=16, spaceAfter=6, wordWrap="CJK" if wide else None)
    head = ParagraphStyle("h", fontName=font, fontSize=18, leading=24)

    def furniture(canvas: object, document: object) -> None:
        canvas.setFont("Helvetica", 9)  # type: ignore[attr-defined]
        canvas.drawString(72, 810, "The Ledger, volume 3")  # type: ignore[attr-defined]
        canvas.drawString(300, 30, f"- {document.page} -")  # type: ignore[attr-defined]

    buffer = io.BytesIO()
    encrypted = {"encrypt": StandardEncryption(password)} if password else {}
    document = SimpleDocTemplate(buffer, title=title, author="张三", **encrypted)
    story = [Paragraph(title, head), *(Paragraph(words, body) for words in paragraphs)]
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def docx(paragraphs: Sequence[str] = HANS, title: str = "开源之争") -> bytes:
    """A Word document with a heading, paragraphs, a list and a table."""
    import docx as library

    document = library.Document()
    document.core_properties.title, document.core_properties.author = title, "李四"
    document.add_heading(title, 0)
    for words in paragraphs:
        document.add_paragraph(words)
    document.add_paragraph("模型的权重可以下载。", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "模型", "七十亿参数。"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A zip archive with members replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename not in changes:
                new.writestr(one, old.read(one))
        for name, content in changes.items():
            new.writestr(name, content)
    return buffer.getvalue()


def understated(data: bytes, name: str, size: int) -> bytes:
    """The archive with an entry that tells only ``size`` bytes of a member, and their checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(name)
        told = zlib.crc32(archive.read(name)[:size])
    before = struct.pack("<LLL", entry.CRC, entry.compress_size, entry.file_size)
    assert data.count(before) == 2
    return data.replace(before, struct.pack("<LLL", told, entry.compress_size, size))


def epub(chapters: Sequence[Sequence[str]] = (HANS, ENGLISH), more: Mapping[str, bytes] | None = None) -> bytes:
    """A book of chapters, listed in the spine in another order than they are stored."""
    pages = {
        f"OEBPS/text/chapter {n}.xhtml": "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html "
        f"xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>Chapter {n}</h1>"
        + "".join(f"<p>{words}</p>" for words in chapter)
        + "</body></html>"
        for n, chapter in enumerate(chapters, 1)
    }
    items = "".join(
        f"<item id='c{n}' href='text/chapter%20{n}.xhtml' media-type='application/xhtml+xml'/>"
        for n in reversed(range(1, len(chapters) + 1))
    )
    spine = "".join(f"<itemref idref='c{n}'/>" for n in range(1, len(chapters) + 1))
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<dc:title>The open book</dc:title><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Li</dc:creator>"
        "<dc:publisher>The Press</dc:publisher><dc:date>2021-04-05T00:00:00Z</dc:date></metadata><manifest>"
        "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
        f"{items}</manifest><spine><itemref idref='nav'/>{spine}</spine></package>"
    )
    files = {
        "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='OEBPS/content.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
        "OEBPS/content.opf": package,
        "OEBPS/nav.xhtml": "<html><body><nav><ol><li>Contents of the book</li></ol></nav></body></html>",
        **pages,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mhtml(page: str, charset: str = "utf-8") -> bytes:
    """A page saved whole, as Chromium writes it."""
    import quopri

    body = quopri.encodestring(page.encode(charset)).replace(b"\n", b"\r\n")
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.ledger.example/a\r\n"
        "Subject: =?utf-8?Q?Open_weights_win?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Part--x----"\r\n\r\n\r\n'
        "------Part--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-0@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://www.ledger.example/a\r\n\r\n"
    )
    tail = (
        "\r\n------Part--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://www.ledger.example/a.png\r\n\r\niVBORw0KGgo=\r\n------Part--x------\r\n"
    )
    return head.encode() + body + tail.encode()
