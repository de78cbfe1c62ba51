"""Web pages saved whole (.mhtml): the page among the parts, and where it was saved from."""

import email
import email.policy
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message
from urllib.parse import urlsplit

from index.encodings import decode
from index.read_html import read_page
from index.readers import DamagedDocument, Reading, reader

_MAX_PARTS = 10_000


@reader(".mhtml", ".mht")
def read_mhtml(data: bytes, name: str) -> Reading:
    """As `index.read_html.read_html`, of the page that the parts belong to."""
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        part = _page(message)
        payload = part.get_payload(decode=True) if part is not None else None
        charset = str(part.get_param("charset") or "") if part is not None else ""
        subject = _text(message.get("Subject"))
        place = str((part.get("Content-Location") if part is not None else "") or message.get("Content-Location") or "")
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, AssertionError, RecursionError) as error:
        raise DamagedDocument(f"{name}: is damaged, or no web page saved whole; save it anew and add that.") from error
    if not isinstance(payload, bytes) or not payload.strip():
        raise DamagedDocument(f"{name}: holds no web page among its parts; save the page anew and add that.")
    reading = read_page(_decoded(payload, charset, name))
    facts = reading.facts
    return replace(
        reading, facts=replace(facts, title=facts.title or subject, publisher=facts.publisher or _host(place))
    )


def _page(message: Message) -> Message | None:
    """The root part: the one that ``start`` names, else the first of HTML, else the first of text."""
    parts = []
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            break
        if not part.is_multipart():
            parts.append(part)
    start = message.get_param("start")
    for part in parts:
        if start and part.get("Content-ID") == start and part.get_content_maintype() == "text":
            return part
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    return next(iter(pages or [part for part in parts if part.get_content_type() == "text/plain"]), None)


def _decoded(payload: bytes, charset: str, name: str) -> str:
    """By the encoding that the part declares, where it fits; else by what is found out."""
    try:
        return payload.decode(charset) if charset else decode(payload, name)
    except (LookupError, ValueError):
        return decode(payload, name)


def _text(header: object) -> str:
    return " ".join(str(make_header(decode_header(str(header)))).split()) if header else ""


def _host(place: str) -> str:
    try:
        return (urlsplit(place).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
