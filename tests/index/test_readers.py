"""Readers of each kind of file: the words in order, the facts told, and one clear line for what cannot be read."""

import contextlib
import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import read_pdf
from index.documents import document_from_bytes
from index.errors import DebateError
from index.readers import DamagedDocument, DocumentTooLarge, EmptyDocument, ProtectedDocument, suffixes
from tests.growth import growth
from tests.index.file_makers import ENGLISH, HANS, docx, epub, mhtml, pdf, repacked, understated

PAGE = (
    "<html><head><title>开源之争</title><meta name='author' content='Ann Lee'></head><body><article>"
    + "".join(f"<p>{words}</p>" for words in HANS)
    + "</article></body></html>"
)


def paragraphs(name: str, data: bytes) -> list[str]:
    return document_from_bytes(name, data).text.split("\n\n")


def test_every_kind_has_a_reader() -> None:
    assert {".txt", ".md", ".html", ".mhtml", ".pdf", ".docx", ".epub"} <= set(suffixes())


def test_pdf_in_simplified_and_traditional_chinese() -> None:
    document = document_from_bytes("a.pdf", pdf())
    assert document.text.split("\n\n") == list(HANS)
    assert (document.title, document.author, document.script) == ("开源之争", "张三", "zh-Hans")
    hant = tuple(
        words.replace("软", "軟").replace("开", "開").replace("码", "碼").replace("争", "爭") for words in HANS
    )
    assert paragraphs("a.pdf", pdf(hant, "開源之爭", "MSung-Light")) == list(hant)


@pytest.mark.parametrize("font", ["Times-Roman", "Helvetica"])
def test_pdf_lines_become_paragraphs_across_pages(font: str) -> None:
    body = tuple(f"{words} This is the paragraph of number {n}." for n in range(20) for words in ENGLISH)
    assert paragraphs("a.pdf", pdf(body, "Open weights", font)) == list(body)


def test_pdf_that_cannot_be_read_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProtectedDocument, match=r"a\.pdf: is protected by a password"):
        document_from_bytes("a.pdf", pdf(password="secret"))
    with pytest.raises(DamagedDocument, match=r"a\.pdf: is damaged"):
        document_from_bytes("a.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 500)
    with pytest.raises(DamagedDocument, match="OCR"):
        document_from_bytes("a.pdf", _blank_pdf())
    with monkeypatch.context() as patch:
        patch.setattr(read_pdf, "MAX_PAGES", 0)
        with pytest.raises(DocumentTooLarge, match=r"has 1 pages; up to 0"):
            document_from_bytes("a.pdf", pdf())
    monkeypatch.setattr(read_pdf, "MAX_SECONDS", -1.0)
    with pytest.raises(DocumentTooLarge, match="not reached in time"):
        document_from_bytes("a.pdf", pdf())


def _blank_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.slow
def test_pdf_of_two_thousand_pages() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for page in range(2000):
        for line in range(40):
            canvas.drawString(72, 780 - 16 * line, f"On page {page} the line {line} says a thing of its own in full.")
        canvas.showPage()
    canvas.save()
    document = document_from_bytes("a.pdf", buffer.getvalue())
    assert "On page 1999 the line 39" in document.text


def test_docx_in_its_order() -> None:
    document = document_from_bytes("a.docx", docx())
    assert document.text.split("\n\n") == [*HANS, "模型的权重可以下载。", "模型 | 七十亿参数。"]
    assert (document.title, document.author, document.script) == ("开源之争", "李四", "zh-Hans")


def test_docx_with_tracked_changes_is_read_as_accepted() -> None:
    data = docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    changed = body.replace("</w:p>", "<w:ins><w:r><w:t>后来补上的话。</w:t></w:r></w:ins></w:p>", 2).replace(
        "</w:p>", "<w:del><w:r><w:delText>删去的话。</w:delText></w:r></w:del></w:p>"
    )
    text = document_from_bytes("a.docx", repacked(data, {"word/document.xml": changed.encode()})).text
    assert "后来补上的话。" in text and "删去" not in text


def test_epub_in_reading_order() -> None:
    document = document_from_bytes("a.epub", epub())
    assert document.text.split("\n\n") == ["Chapter 1", *HANS, "Chapter 2", *ENGLISH]
    assert (document.title, document.publisher) == ("The open book", "The Press")
    assert (document.author, document.date) == ("Ann Lee, Bo Li", "2021-04-05")


def test_epub_with_copy_protection() -> None:
    def encryption(algorithm: str, uri: str) -> dict[str, bytes]:
        return {
            "META-INF/encryption.xml": (
                "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:EncryptedData><e:EncryptionMethod "
                f"Algorithm='{algorithm}'/><e:CipherData><e:CipherReference URI='{uri}'/></e:CipherData>"
                "</e:EncryptedData></encryption>"
            ).encode()
        }

    font = encryption("http://www.idpf.org/2008/embedding", "OEBPS/a.otf")
    assert paragraphs("a.epub", epub(more=font)) == paragraphs("a.epub", epub())
    with pytest.raises(ProtectedDocument, match="protected against copying"):
        document_from_bytes(
            "a.epub",
            epub(more=encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/text/chapter%201.xhtml")),
        )


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_mhtml_is_the_page_and_where_it_was_saved(charset: str) -> None:
    page = PAGE if charset == "utf-8" else PAGE.replace("<title>", f"<meta charset='{charset}'><title>")
    document = document_from_bytes("a.mhtml", mhtml(page, charset))
    assert document.text.split("\n\n") == list(HANS)
    assert (document.title, document.author, document.publisher) == ("开源之争", "Ann Lee", "ledger.example")


@pytest.mark.parametrize("make", [pdf, docx, epub, lambda: mhtml(PAGE), lambda: PAGE.encode()])
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.epub", "a.mhtml", "a.html", "a.txt", "a", "a.bin", "a.md"])
def test_a_wrong_name_is_read_by_its_content(make: Callable[[], bytes], name: str) -> None:
    assert "开源软件的源代码对公众开放" in document_from_bytes(name, make()).text


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.epub"])
def test_plain_text_under_another_name(name: str) -> None:
    assert paragraphs(name, "\n\n".join(ENGLISH).encode()) == list(ENGLISH)
    with pytest.raises(DamagedDocument, match="is damaged, or no"):
        document_from_bytes(name, bytes(range(256)) * 8)
    with pytest.raises(ProtectedDocument, match="password"):
        document_from_bytes(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))


def _bomb(name: str, size: int) -> dict[str, bytes]:
    return {name: b"<x>" + b" " * size + b"</x>"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", lambda: repacked(docx(), _bomb("word/document.xml", 20_000_000))),
        ("a.docx", lambda: repacked(docx(), _bomb("word/media/a.png", 20_000_000))),
        ("a.epub", lambda: epub(more=_bomb("OEBPS/big.css", 20_000_000))),
        ("a.docx", lambda: repacked(docx(), {f"word/{n}.txt": b"" for n in range(10_001)})),
    ],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(name: str, data: Callable[[], bytes]) -> None:
    with pytest.raises(DocumentTooLarge, match="unpacks") as told:
        document_from_bytes(name, data())
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "data", "member"),
    [
        ("a.docx", docx, "word/document.xml"),
        ("a.docx", docx, "word/media/a.png"),
        ("a.epub", epub, "OEBPS/text/chapter 1.xhtml"),
        ("a.epub", epub, "META-INF/encryption.xml"),
    ],
)
def test_a_bomb_that_tells_a_small_size_is_not_unpacked(name: str, data: Callable[[], bytes], member: str) -> None:
    size = 40_000_000
    bomb = understated(repacked(data(), {member: b"<x/>" + b" " * size}), member, 2000)
    tracemalloc.start()
    try:
        with contextlib.suppress(DebateError):
            document_from_bytes(name, bomb)
        assert tracemalloc.get_traced_memory()[1] < size / 4
    finally:
        tracemalloc.stop()


def test_archives_packed_in_other_ways_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("META-INF/container.xml", b" " * 1000)
    with pytest.raises(DamagedDocument, match="packed as documents never are"):
        document_from_bytes("a.epub", buffer.getvalue())


ENTITIES = b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 1000 + b"'><!ENTITY b '" + b"&a;" * 1000 + b"'>]><x>&b;&b;</x>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", lambda: repacked(docx(), {"word/document.xml": ENTITIES})),
        ("a.docx", lambda: repacked(docx(), {"docProps/core.xml": ENTITIES.decode().encode("utf-16")})),
        ("a.epub", lambda: repacked(epub(), {"META-INF/container.xml": ENTITIES})),
        ("a.epub", lambda: repacked(epub(), {"OEBPS/content.opf": ENTITIES})),
        ("a.docx", lambda: docx()[:-300]),
        ("a.docx", lambda: repacked(docx(), {"word/document.xml": b"<w:document"})),
        ("a.epub", lambda: repacked(epub(), {"META-INF/container.xml": b"<container/>"})),
    ],
)
def test_damaged_and_hostile_archives(name: str, data: Callable[[], bytes]) -> None:
    with pytest.raises(DebateError) as told:
        document_from_bytes(name, data())
    assert name in str(told.value) and "\n" not in str(told.value)


def test_entities_in_a_chapter_are_not_expanded() -> None:
    chapter = ENTITIES.replace(b"<x>", f"<html><body><p>{ENGLISH[0]}</p><p>".encode()).replace(
        b"</x>", b"</p></body></html>"
    )
    text = document_from_bytes("a.epub", repacked(epub(), {"OEBPS/text/chapter 1.xhtml": chapter})).text
    assert ENGLISH[0] in text and len(text) < 2000


def test_one_line_of_fifty_megabytes() -> None:
    with pytest.raises(DocumentTooLarge, match="million"):
        document_from_bytes("a.txt", b"a word " * 7_000_000)
    with pytest.raises(DocumentTooLarge, match="50 MB are read"):
        document_from_bytes("a.txt", b"a" * 50_000_001)


@pytest.mark.slow
def test_one_line_within_the_limit_is_read_in_bounded_time() -> None:
    line = "".join(f"这是第{n}句话，写得很完整。" for n in range(200_000))
    assert len(document_from_bytes("a.txt", line.encode()).text) == len(line)


@pytest.mark.slow
def test_a_page_of_many_elements_is_read_in_linear_time() -> None:
    def read(size: int) -> None:
        body = "".join(
            f"<p>Paragraph {n} has <b>bold</b> words in a sentence of its own, and it ends.</p>" for n in range(size)
        )
        page = f"<html><head><title>Long</title></head><body><nav>Home</nav><main>{body}</main></body></html>"
        document = document_from_bytes("a.html", page.encode())
        assert document.text.count("\n\n") == size - 1 and document.title == "Long"

    assert growth(read, 400, enough=30) <= 30


@pytest.mark.parametrize("name", ["a.html", "a.epub"])
def test_a_tag_of_many_attributes_is_read_in_linear_time(name: str) -> None:
    picture = f"<img alt='' src='data:image/png;base64,{'A' * 50_000}'>"

    def read(size: int) -> None:
        many = " ".join(f"a{n}='x>'" for n in range(size))
        page = f"<html><body><p class='x' {many}>{ENGLISH[0]}</p>{picture}<p>{ENGLISH[1]}</p></body></html>"
        data = page.encode() if name == "a.html" else repacked(epub(), {"OEBPS/text/chapter 1.xhtml": page.encode()})
        assert f"{ENGLISH[0]}\n\n{ENGLISH[1]}" in document_from_bytes(name, data).text

    assert growth(read, 1500, enough=30) <= 30


def test_an_empty_book() -> None:
    with pytest.raises(EmptyDocument):
        document_from_bytes(
            "a.epub",
            repacked(epub(), {f"OEBPS/text/chapter {n}.xhtml": b"<html><body></body></html>" for n in (1, 2)}),
        )


MAKERS = {"a.pdf": pdf(), "a.docx": docx(), "a.epub": epub(), "a.mhtml": mhtml(PAGE), "a.html": PAGE.encode()}


def _one_line_or_a_document(name: str, data: bytes) -> None:
    try:
        document = document_from_bytes(name, data)
    except DebateError as error:
        assert name in str(error) and "\n" not in str(error)
    else:
        assert document.text and document.title
        document.text.encode()
        document.title.encode()


@settings(max_examples=3 * settings().max_examples // 5)
@given(st.sampled_from(sorted(MAKERS)), st.data())
def test_damaged_files_are_a_document_or_one_clear_line(name: str, draws: st.DataObject) -> None:
    data = bytearray(MAKERS[name])
    for _ in range(draws.draw(st.integers(1, 6))):
        at = draws.draw(st.integers(0, len(data)))
        piece = draws.draw(st.binary(max_size=8))
        data[at : at + draws.draw(st.integers(0, 40))] = piece
    _one_line_or_a_document(name, bytes(data[: draws.draw(st.sampled_from([len(data), len(data) // 2, 200]))]))


@settings(max_examples=3 * settings().max_examples // 5)
@given(
    st.sampled_from(sorted(MAKERS)),
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"MIME-Version: 1.0\nContent-Type: multipart/related;", b"<html>"]
    ),
    st.binary(max_size=400),
)
def test_any_bytes_of_any_kind(name: str, start: bytes, rest: bytes) -> None:
    _one_line_or_a_document(name, start + rest)


@settings(max_examples=3 * settings().max_examples // 5)
@given(
    st.sampled_from(["word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
                     "META-INF/container.xml", "OEBPS/content.opf", "OEBPS/text/chapter 1.xhtml"]),
    st.data(),
)  # fmt: skip
def test_archives_with_any_member(path: str, draws: st.DataObject) -> None:
    name = "a.docx" if path.startswith(("word", "doc", "[")) else "a.epub"
    with zipfile.ZipFile(io.BytesIO(MAKERS[name])) as archive:
        whole = archive.read(path)
    at = draws.draw(st.integers(0, len(whole)))
    member = whole[:at] + draws.draw(st.binary(max_size=30)) + whole[at + draws.draw(st.integers(0, 60)) :]
    _one_line_or_a_document(name, repacked(MAKERS[name], {path: member}))
