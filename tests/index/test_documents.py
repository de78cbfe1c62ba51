"""Loading files and folders: encodings, kinds, facts, and one clear line for what cannot be read."""

import os
from pathlib import Path

import pytest

from index.documents import (
    BadCatalogue,
    MissingDocument,
    clean_document,
    document_from_bytes,
    load_documents,
    load_file,
)
from index.encodings import BinaryDocument, decode
from index.errors import DebateError
from index.readers import MAX_BYTES, DocumentTooLarge, EmptyDocument, UnknownKind, suffixes

HANS = (
    "开源与闭源的长期博弈\n\n在软件开发领域,开源与闭源的争论由来已久。开源软件的源代码对公众开放,允许用户自由使用。\n\n"
    "闭源软件则将其源代码保密,用户只能按照许可协议使用,强调的是商业利益和知识产权保护。\n"
)
HANT = (
    "開源與閉源的長期博弈\n\n在軟體開發領域，開源與閉源的爭論由來已久。開源軟體的原始碼對公眾開放，允許使用者自由使用。\n\n"
    "閉源軟體則將其原始碼保密，使用者只能按照授權協議使用，強調的是商業利益和智慧財產權保護。\n"
)
ENGLISH = "Open and closed\n\nThe debate is old. It began with software — and it hasn’t ended. Models made it urgent.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_simplified_in_any_encoding(encoding: str) -> None:
    document = document_from_bytes("a.txt", HANS.encode(encoding))
    assert document.text.startswith("在软件开发领域,")
    assert document.title == "开源与闭源的长期博弈"
    assert document.script == "zh-Hans"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "big5", "gb18030", "cp950"])
def test_traditional_in_any_encoding(encoding: str) -> None:
    document = document_from_bytes("a.txt", HANT.encode(encoding))
    assert document.text.endswith("智慧財產權保護。")
    assert document.script == "zh-Hant"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_english_in_any_encoding(encoding: str) -> None:
    document = document_from_bytes("a.txt", ENGLISH.encode(encoding))
    assert "hasn’t ended" in document.text
    assert document.script == "en"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_the_few_letters_that_english_borrows(encoding: str) -> None:
    words = "Café owners and naïve users alike told Zoë Müller that it is a fiancée’s coup d’état".replace("’", "'")
    data = f"{words}, she said, and nobody who was there had anything to add to it.\n".encode(encoding)
    assert words in decode(data, "a.txt")


def test_another_language_is_not_taken_for_english() -> None:
    polish = "Zażółć gęślą jaźń, powiedział, że łódź płynie wśród gęstych źdźbeł, i poszedł dalej drogą. " * 5
    assert decode(polish.encode("cp1250"), "a.txt") == polish


def test_a_few_broken_bytes_do_not_spoil_a_page() -> None:
    assert decode(HANS.encode() * 20 + "开".encode()[:2], "a.txt").startswith("开源")


def test_a_page_that_declares_its_encoding() -> None:
    page = '<html><head><meta charset="gb2312"><title>短文</title></head><body><p>简短。</p></body></html>'
    assert "简短。" in decode(page.encode("gbk"), "a.html")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        (b" \n\t ", EmptyDocument),
        (b"\xef\xbb\xbf", EmptyDocument),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, BinaryDocument),
        (bytes(range(256)) * 20, BinaryDocument),
        (b"\x7fELF\x02\x01" + b"\0" * 100, BinaryDocument),
        (b"PK\x03\x04" + b"\0" * 100, BinaryDocument),
        ("首页 新闻 财经 科技 登录 注册\n分享到：\n0\n".encode(), EmptyDocument),
    ],
)
def test_what_holds_no_text_is_refused_in_one_line(data: bytes, error: type[DebateError]) -> None:
    with pytest.raises(error) as told:
        document_from_bytes("a.txt", data)
    assert "a.txt" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DocumentTooLarge, match=r"big\.txt"):
        load_file(path)
    with pytest.raises(UnknownKind):
        document_from_bytes("a.exe", b"abc")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingDocument):
        load_file(tmp_path / "none.txt")
    with pytest.raises(MissingDocument):
        load_documents(tmp_path / "none")
    with pytest.raises(EmptyDocument):
        load_documents(tmp_path)
    with pytest.raises(MissingDocument):
        load_file(tmp_path)


def test_a_pipe_or_a_device_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(MissingDocument, match="is no file; give its text on standard input"):
            load_file(path)


def test_markdown_keeps_words_and_drops_marks() -> None:
    text = (
        "---\ntitle: Weights in the open\nauthor: Ann Lee\ndate: 2024-05-01\n---\n# Weights in the open\n\n"
        "A model is **open** when its [weights](https://example.org) are\npublished under a licence.\n\n"
        "## Why it matters\n\n- cost is lower\n- no lock-in\n\n| Model | Size |\n|---|---|\n| Llama | 7B |\n\n"
        "![a picture](x.png)\n\nThat is all there is to say about it today.\n"
    )
    document = document_from_bytes("a.md", text.encode())
    assert (document.title, document.author, document.date) == ("Weights in the open", "Ann Lee", "2024-05-01")
    assert document.text.split("\n\n") == [
        "A model is open when its weights are published under a licence.",
        "Why it matters",
        "- cost is lower",
        "- no lock-in",
        "Model | Size",
        "Llama | 7B",
        "That is all there is to say about it today.",
    ]


# ruff: noqa: E501
PAGE = """<!doctype html><html lang="en"><head><title>Open weights win | The Ledger</title>
<meta property="og:title" content="Open weights win"><meta property="og:site_name" content="The Ledger">
<meta name="author" content="Maria Keller"><meta property="article:published_time" content="2024-03-14T10:00:00Z">
<script>var x = "<p>not text</p>";</script><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<div class="cookie-banner"><p>We use cookies to improve your experience.</p><button>Accept all</button></div>
<article><h1>Open weights win</h1><p>The first paragraph says that a free model has caught up with its paid rivals in tests.</p>
<p>Yes.</p><h2>What it costs</h2><p>The second paragraph has <b>bold</b> and <a href="x">linked</a> words, and it goes on for a while.</p>
<ul><li>one machine is enough</li><li>two are better</li></ul><aside class="related"><h3>Related</h3><p>Another story</p></aside>
<blockquote><p>Nobody knows what open means, said one of the people who wrote the definition in the first place.</p></blockquote>
<p>The last paragraph ends the article, as last paragraphs do.</p></article>
<section id="comments"><h3>2 comments</h3><p>I have been saying this for years, and nobody listened to me at all.</p></section>
<footer><p>© 2024 The Ledger. All rights reserved.</p></footer></body></html>"""


def test_html_gives_the_article_and_its_facts() -> None:
    document = document_from_bytes("a.html", PAGE.encode())
    assert document.text.split("\n\n") == [
        "The first paragraph says that a free model has caught up with its paid rivals in tests.",
        "Yes.",
        "What it costs",
        "The second paragraph has bold and linked words, and it goes on for a while.",
        "- one machine is enough",
        "- two are better",
        "Nobody knows what open means, said one of the people who wrote the definition in the first place.",
        "The last paragraph ends the article, as last paragraphs do.",
    ]
    assert (document.title, document.publisher) == ("Open weights win", "The Ledger")
    assert (document.author, document.date) == ("Maria Keller", "2024-03-14")


def test_html_under_another_name_is_read_as_html() -> None:
    assert document_from_bytes("a.txt", PAGE.encode()).text == document_from_bytes("a.html", PAGE.encode()).text
    assert document_from_bytes("page", PAGE.encode()).text == document_from_bytes("a.html", PAGE.encode()).text


@pytest.mark.parametrize(
    "page", ["<p>" * 3000 + "Deep words stand here, at last.", "<html>", "<html><body>&#0;</body>", "<a" * 500]
)
def test_hostile_html_is_refused_or_read(page: str) -> None:
    try:
        document_from_bytes("a.html", page.encode())
    except DebateError as error:
        assert "a.html" in str(error)


def test_what_a_person_set_wins() -> None:
    set_by_hand = {"id": "x", "title": "T", "publisher": "", "date": "2020-01-01", "author": "A", "script": "zh-Hant"}
    document, cleaned = clean_document("a.txt", HANS.encode(), set_by_hand)
    assert (document.id, document.title, document.publisher, document.date) == ("x", "T", "", "2020-01-01")
    assert (document.author, document.script) == ("A", "zh-Hant")
    assert document.text == cleaned.text == document_from_bytes("a.txt", HANS.encode()).text


def test_an_id_is_the_name_and_the_content() -> None:
    one = document_from_bytes("Open & closed.txt", ENGLISH.encode())
    other = document_from_bytes("Open & closed.txt", HANS.encode())
    assert one.id.startswith("open-closed-")
    assert one.id != other.id
    assert document_from_bytes("Open & closed.txt", ENGLISH.encode()) == one
    assert document_from_bytes("…….txt", ENGLISH.encode()).id.startswith("document-")


def test_a_folder_of_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(HANS, encoding="utf-8")
    (tmp_path / "sub" / "a.md").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(HANS, encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / ".hidden.txt").write_text(HANS, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    report = load_documents(tmp_path)
    assert [document.source for document in report.documents] == ["b.txt", "a.md"]
    assert sorted(name for name, _ in report.problems) == ["broken.txt", "copy.txt", "empty.txt"]
    assert all("\n" not in told for _, told in report.problems)


def test_a_catalogue_orders_and_corrects(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(HANS, encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "catalogue.toml").write_text(
        '[[document]]\nid = "second"\nsource = "b.txt"\nsha256 = "00"\n[[document]]\nid = "first"\nsource = "a.txt"\n'
        'title = "Corrected"\n[[document]]\nid = "gone"\nsource = "c.txt"\n',
        encoding="utf-8",
    )
    report = load_documents(tmp_path)
    assert [document.id for document in report.documents] == ["second", "first"]
    assert report.documents[1].title == "Corrected"
    assert [name for name, _ in report.problems] == ["b.txt", "c.txt"]


@pytest.mark.parametrize(
    "text",
    ["[[document]]\nid = 'x'\n", "not toml [", "document = 3\n", '[[document]]\nsource = "a.txt"\nscript = "xx"\n'],
)
def test_a_bad_catalogue_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(HANS, encoding="utf-8")
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue):
        load_documents(tmp_path)


def test_the_kinds_that_are_read() -> None:
    assert {".txt", ".md", ".html", ".htm"} <= set(suffixes())
