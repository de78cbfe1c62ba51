"""HTML to plain paragraphs: trafilatura finds the article and its facts, our own walk keeps every block of it."""

import re
from typing import Any

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from index.clean.facts import parse_date
from index.clean.model import Facts
from index.encodings import decode
from index.readers import Reading, reader

Element = Any  # lxml comes without types
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "nav",
        "form",
        "dialog",
    ]
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookies?|consent|gdpr|share|sharing|social|comments?|"
    r"related|recommend(?:ed|ations?)?|newsletter|subscribe|advert(?:isement)?|ads?|promo|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ENOUGH = 0.9
_DEEPEST = 400
_ELEMENTS_FOR_TRAFILATURA = 8000
_LINES_LOOKED_FOR = 300
_TAG = re.compile(r"""<([A-Za-z][^\s/>"']{0,60})(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+>?""")
_VALUE = re.compile(r""""[^"]{1000,}+"|'[^']{1000,}+'""")
_LONGEST_TAG = 10_000
"""Characters: some thousand attributes. The time that a tag's attributes take grows with their square, and faster."""


@reader(".html", ".htm", ".xhtml")
def read_html(data: bytes, name: str) -> Reading:
    """The words of the article in an HTML page, one block a paragraph, and what its head tells.

    The article is the smallest element that holds nearly all of what trafilatura takes for it; all blocks of that
    element are kept (trafilatura alone leaves out short and repeated paragraphs). Without an article, or on a page too
    long for trafilatura (its time grows with the square of the elements): ``main`` or ``article``, else the body.
    """
    return read_page(decode(data, name))


def read_page(source: str) -> Reading:
    """As `read_html`, of a page that is decoded."""
    source = _TAG.sub(_shortened, source)
    root = _parsed(source)
    if root is None:
        return Reading(source)
    body = root.find("body")
    top = body if body is not None else root
    short = sum(1 for _ in root.iter()) <= _ELEMENTS_FOR_TRAFILATURA
    head = root.find("head")
    told = source if short else f"<html>{_markup(head) if head is not None else ''}<body></body></html>"
    found = _trafilatura(source) if short else ""
    _prune(root)
    container = _container(top, found) if found else _main(top)
    blocks = _blocks(container)
    return Reading("\n\n".join(blocks) or found, _facts(told))


def page_blocks(source: str) -> list[str]:
    """Every block of text of a page that is all article, such as the chapter of a book."""
    root = _parsed(_TAG.sub(_shortened, source))
    if root is None:
        return [source]
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER - {"nav", "form"}:
            _drop(element)
    body = root.find("body")
    return _blocks(body if body is not None else root)


def _shortened(tag: re.Match[str]) -> str:
    """A tag without values that hold no words (pictures, data of scripts); one that is long even so, without any."""
    if len(tag.group()) <= _LONGEST_TAG:
        return tag.group()
    short = _VALUE.sub('""', tag.group())
    return short if len(short) <= _LONGEST_TAG else f"<{tag.group(1)}>"


def _parsed(source: str) -> Element | None:
    """The tree of a page; None where it is none."""
    try:
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", source))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None


def _markup(element: Element) -> str:
    return str(lxml.html.tostring(element, encoding="unicode"))


def _prune(root: Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or _is_furniture(element):
            _drop(element)


def _main(top: Element) -> Element:
    """The one ``main`` or ``article`` of a page, where it holds most of the words; else everything."""
    for tag in ("article", "main"):
        found = top.findall(f".//{tag}")
        if len(found) == 1 and 2 * len(found[0].text_content()) > len(top.text_content()):
            return found[0]
    return top


def _trafilatura(source: str) -> str:
    """What trafilatura takes for the article; it may raise anything on hostile markup, and then has no say."""
    import trafilatura  # slow to import, and only HTML needs it

    try:
        return str(trafilatura.extract(source, favor_recall=True, include_comments=False, include_tables=True) or "")
    except Exception:
        return ""


def _facts(source: str) -> Facts:
    import trafilatura.metadata  # slow to import, and only HTML needs it

    try:
        told = trafilatura.metadata.extract_metadata(source, extensive=False)
    except Exception:
        return Facts()
    if told is None:
        return Facts()
    title = re.sub(r"\s+", " ", told.title or "").strip()
    return Facts(title, told.sitename or "", parse_date(told.date or ""), told.author or "")


def _is_furniture(element: Element) -> bool:
    """Whether an element calls itself a site's furniture, and is not what holds the article's bulk."""
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.get("aria-hidden") == "true" or "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    return _FURNITURE.search(named[:500]) is not None and len(element.findall(".//p")) < 8


def _drop(element: Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    previous = element.getprevious()
    parent.remove(element)
    if tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail


def _container(top: Element, found: str) -> Element:
    """The smallest element that holds nearly all the lines trafilatura found (of a long page: of a sample of them)."""
    lines = sorted({_fold(line) for line in found.splitlines() if len(_fold(line)) >= 20}, key=len)
    # No element that is much shorter than the lines it must hold is searched for them: pages are long lists of those.
    least = sum(map(len, lines[: int(_ENOUGH * len(lines))])) // 2
    lines = lines[:: 1 + len(lines) // _LINES_LOOKED_FOR]
    if not lines:
        return top
    container = top
    for _ in range(_DEEPEST):
        for child in container:
            if isinstance(child.tag, str):
                text = _fold(child.text_content())
                if len(text) >= least and sum(line in text for line in lines) >= _ENOUGH * len(lines):
                    container = child
                    break
        else:
            return container
    return container


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _blocks(container: Element) -> list[str]:
    """The blocks of text of an element, in order; spaces within a block are folded."""
    blocks: list[str] = []
    piece: list[str] = []

    def close() -> None:
        words = re.sub(r"[ \t\r\n\f]+", " ", "".join(piece)).strip()
        if words:
            blocks.append(words)
        piece.clear()

    for event, element in lxml.etree.iterwalk(container, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in _BLOCKS
        if event == "start":
            if block:
                close()
            if element.tag == "li":
                piece.append("- ")
            piece.append(element.text or "")
        else:
            if block:
                close()
            if element is not container:
                piece.append(element.tail or "")
    close()
    return [block for block in blocks if block != "-"]
