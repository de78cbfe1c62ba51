"""What is left of HTML in a page that was saved as text: tags and entities."""

import html
import re
from collections.abc import Iterator

from index.clean.model import Edit

_NAMES = (
    "a|abbr|acronym|address|article|aside|audio|b|base|big|blockquote|body|br|button|canvas|center|cite|code|col|dd|"
    "del|details|dfn|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|kbd|label|legend|li|link|listing|main|map|mark|menu|meta|nav|nobr|noscript|object|"
    "ol|optgroup|option|p|param|picture|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|"
    "strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|"
    "var|video|wbr|xmp"
)
_TAG = re.compile(rf"<(/?)({_NAMES})((?:\s[^<>]{{0,1000}})?)/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->|<!doctype\s[^<>]{0,300}>|<!\[CDATA\[|\]\]>", re.IGNORECASE)
_HALF_TAG = re.compile(rf"(?<![\w<])/(?:{_NAMES})>(?=\s*(?:$|[\n\r<]))", re.IGNORECASE)
_HIDDEN_OPEN = re.compile(r"<(script|style|noscript|xmp|svg)\b[^<>]{0,1000}>", re.IGNORECASE)
_BREAKING = re.compile(r"br|p|div|li|tr|h[1-6]|blockquote|section|article|ul|ol|table|hr", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKS = {
    "ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "mdash": "—", "ndash": "–", "hellip": "…",
    "middot": "·", "nbsp": " ", "bull": "•", "laquo": "«", "raquo": "»", "emsp": " ", "ensp": " ",
}  # fmt: skip
_CUT_ENTITY = re.compile(rf"(?<![A-Za-z0-9&_])(?:{'|'.join(_MARKS)});")


def entities(text: str) -> Iterator[Edit]:
    """``&ldquo;`` and its like become their character, escaped once or twice."""
    for found in _ENTITY.finditer(text):
        once = html.unescape(found.group())
        put = html.unescape(once)
        if put != found.group() and put[:1] < "\ud800" and "&" not in put[1:]:
            yield Edit(found.start(), found.end(), put)


def cut_entities(text: str) -> Iterator[Edit]:
    """``ldquo;`` whose ampersand was lost becomes its mark."""
    for found in _CUT_ENTITY.finditer(text):
        yield Edit(found.start(), found.end(), _MARKS[found.group()[:-1]])


def hidden_elements(text: str) -> Iterator[Edit]:
    """Scripts, styles and hidden blocks go with what is in them. One pass: a closing tag is looked for once a name."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()
    at = 0
    while found := _HIDDEN_OPEN.search(text, at):
        at = found.end()
        name = found.group(1).lower()
        end = -1 if name in unclosed else lowered.find(f"</{name}>", at)
        if end < 0:
            unclosed.add(name)
            continue
        at = end + len(name) + 3
        yield Edit(found.start(), at)


def tags(text: str) -> Iterator[Edit]:
    """Tags go, and those that end a block become a line end.

    A bare tag amid words stays when it has no attributes and no partner in its line: an article may speak of it.
    """
    found_tags = sorted([*_TAG.finditer(text), *_COMMENT.finditer(text), *_HALF_TAG.finditer(text)], key=re.Match.start)
    for number, found in enumerate(found_tags):
        if found.re is not _TAG:
            yield Edit(found.start(), found.end())
            continue
        closing, name, attributes = found.groups()
        breaks = name.lower() in ("br", "hr")
        if not (breaks or attributes.strip() or _at_edge(text, found) or _partner(text, found_tags, number)):
            continue
        put = "\n" if _BREAKING.fullmatch(name) and (closing or breaks) else ""
        yield Edit(found.start(), found.end(), put)


def _at_edge(text: str, found: re.Match[str]) -> bool:
    """Whether the tag begins or ends its line, or touches another tag."""
    before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
    return before in ("", "\n", "\r", ">") or after in ("", "\n", "\r", "<")


def _partner(text: str, found_tags: list[re.Match[str]], number: int) -> bool:
    """Whether the next or previous tag, on the same line, has the same name and the other slash."""
    found = found_tags[number]
    for other in found_tags[max(0, number - 2) : number] + found_tags[number + 1 : number + 3]:
        if other.re is _TAG and other.group(2).lower() == found.group(2).lower() and other.group(1) != found.group(1):
            first, second = sorted((found, other), key=re.Match.start)
            return not first.group(1) and "\n" not in text[first.end() : min(second.start(), first.end() + 5000)]
    return False
